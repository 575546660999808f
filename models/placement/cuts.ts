import { times } from '../../src/lp/model.ts'
import type { LinearSolver } from '../../src/lp/solver.ts'
import type { Instance, Machine } from '../instance/instance.ts'
import type { Shape } from '../instance/shapes.ts'
import type { Item } from '../packing/best-pattern.ts'
import { configurationCut } from '../packing/configuration.ts'
import { isRounded, machineName } from './assignment.ts'
import type { PlacementModel } from './model.ts'

/**
 * Rows that a packing of whole pods keeps and a solution of the relaxation breaks:
 *
 *     y[s,m]  ≤  holds[s,m]·n[m]                    pods of one shape
 *     Σ_s π_s·y[s,m]  ≤  n[m]                       any mix, π from the patterns of the machine (packing/configuration.ts)
 *
 * With all of them the relaxation knows of packing what column generation over whole patterns would. Returns how many were added.
 */
export function addCuts(instance: Instance, placement: PlacementModel, values: ArrayLike<number>, solver: LinearSolver): number {
  const fits = addFitRows(instance, placement, values)
  return fits > ENOUGH ? fits : fits + addConfigurationCuts(instance, placement, values, solver)
}

/** Rows of single shapes after which the mixes wait for the next round: these are found at no cost, and change the rest. */
const ENOUGH = 20

function addFitRows(instance: Instance, { model, variables, assignment }: PlacementModel, values: ArrayLike<number>): number {
  let added = 0
  for (const machine of instance.machines) {
    const nodes = nodesAt(machine, { variables }, values)
    for (const { shape, variable } of assignment.on(machine)) {
      const most = machine.holds.get(shape.index)!
      if (values[variable] <= most * nodes + 1e-6 || !isRounded(shape, machine)) continue
      const given = variables.nodes(machine).map((term) => times(-most, term.variable))
      model.require(`fit[${shape.example.id},${machineName(machine)}]`, [times(1, variable), ...given], '<=', 0)
      added++
    }
  }
  return added
}

function addConfigurationCuts(instance: Instance, placement: PlacementModel, values: ArrayLike<number>, solver: LinearSolver): number {
  const { model, variables, assignment } = placement
  let added = 0
  for (const machine of instance.machines) {
    const nodes = nodesAt(machine, placement, values)
    const here = assignment.on(machine).filter(({ variable }) => values[variable] > 1e-6)
    if (nodes < 1e-6 || here.length < 2) continue
    const items = here.map(({ shape }) => itemOf(shape, machine))
    const load = here.map(({ variable }) => values[variable] / nodes)
    const cut = configurationCut(items, load, machine.offer.allocatable, solver)
    if (!cut) continue
    const terms = here.map(({ variable }, i) => times(cut.weights[i], variable))
    const given = variables.nodes(machine).map((term) => times(-1, term.variable))
    model.require(`mix[${machineName(machine)},${model.rowCount}]`, [...terms, ...given], '<=', 0)
    added++
  }
  return added
}

function itemOf(shape: Shape, machine: Machine): Item {
  return { ...shape.requests, most: machine.holds.get(shape.index)! }
}

function nodesAt(machine: Machine, { variables }: Pick<PlacementModel, 'variables'>, values: ArrayLike<number>): number {
  return variables.nodes(machine).reduce((sum, { variable }) => sum + values[variable], 0)
}
