import { times } from '../../src/lp/model.ts'
import type { LinearSolver } from '../../src/lp/solver.ts'
import type { Instance, Machine } from '../instance/instance.ts'
import type { Item } from '../packing/best-pattern.ts'
import { configurationCut } from '../packing/configuration.ts'
import { isRounded, machineName } from './assignment.ts'
import type { PlacementModel } from './model.ts'

/** A row that whole pods on the nodes of a machine keep: Σ_s weight_s·y[s,m] ≤ n[m]. */
export interface MachineCut {
  readonly machine: number
  /** By shape; a shape that has none weighs nothing. */
  readonly weights: ReadonlyMap<number, number>
}

/** What a solution of a relaxation puts on the nodes of one machine. */
export interface MachineLoad {
  readonly machine: Machine
  readonly nodes: number
  /** Of shapes that have some. */
  readonly pods: readonly { readonly shape: number; readonly replicas: number }[]
}

/**
 * Rows that a packing of whole pods keeps and a solution of the relaxation breaks:
 *
 *     y[s,m]  ≤  holds[s,m]·n[m]                    pods of one shape
 *     Σ_s π_s·y[s,m]  ≤  n[m]                       any mix, π from the patterns of the machine (packing/configuration.ts)
 *
 * With all of them the relaxation knows of packing what column generation over whole patterns would. Mixes are looked for once few rows of
 * single shapes are broken: these are found at no cost, and change the rest.
 */
export function brokenCuts(instance: Instance, loads: readonly MachineLoad[], solver: LinearSolver): MachineCut[] {
  const fits = loads.flatMap((load) => brokenFits(instance, load))
  return fits.length > ENOUGH ? fits : [...fits, ...loads.flatMap((load) => brokenMixes(instance, load, solver))]
}

const ENOUGH = 20

function brokenFits({ shapes }: Instance, { machine, nodes, pods }: MachineLoad): MachineCut[] {
  return pods.flatMap(({ shape, replicas }) => {
    const most = machine.holds.get(shape)!
    if (replicas <= most * nodes + 1e-6 || !isRounded(shapes[shape], machine)) return []
    return [{ machine: machine.index, weights: new Map([[shape, 1 / most]]) }]
  })
}

function brokenMixes(instance: Instance, { machine, nodes, pods }: MachineLoad, solver: LinearSolver): MachineCut[] {
  if (nodes < 1e-6 || pods.length < 2) return []
  const items = pods.map(({ shape }): Item => ({ ...instance.shapes[shape].requests, most: machine.holds.get(shape)! }))
  const load = pods.map(({ replicas }) => replicas / nodes)
  const cut = configurationCut(items, load, machine.offer.allocatable, solver)
  return cut ? [{ machine: machine.index, weights: new Map(pods.map(({ shape }, i) => [shape, cut.weights[i]])) }] : []
}

/** Adds the rows that a solution of the placement model breaks to it; returns how many. */
export function addCuts(instance: Instance, placement: PlacementModel, values: ArrayLike<number>, solver: LinearSolver): number {
  const { model, variables, assignment } = placement
  const cuts = brokenCuts(
    instance,
    instance.machines.map((machine) => loadOf(machine, placement, values)),
    solver,
  )
  for (const { machine, weights } of cuts) {
    const here = assignment.on(instance.machines[machine])
    const weighed = here.flatMap(({ shape, variable }) => (weights.has(shape.index) ? [times(weights.get(shape.index)!, variable)] : []))
    const given = variables.nodes(instance.machines[machine]).map((term) => times(-1, term.variable))
    model.require(`mix[${machineName(instance.machines[machine])},${model.rowCount}]`, [...weighed, ...given], '<=', 0)
  }
  return cuts.length
}

function loadOf(machine: Machine, { variables, assignment }: PlacementModel, values: ArrayLike<number>): MachineLoad {
  const nodes = variables.nodes(machine).reduce((sum, { variable }) => sum + values[variable], 0)
  const pods = assignment.on(machine).map(({ shape, variable }) => ({ shape: shape.index, replicas: values[variable] }))
  return { machine, nodes, pods: pods.filter(({ replicas }) => replicas > 1e-6) }
}
