import { buildInstance, type Instance, type Machine } from '../../models/instance/instance.ts'
import { buildAggregateModel, buildPlacementModel, type PlacementModel } from '../../models/placement/model.ts'
import type { Problem } from '../domain/problem.ts'
import type { UsdPerHour } from '../domain/units.ts'
import { type LinearModel, relaxationOf } from '../lp/model.ts'
import type { LinearSolution, LinearSolver } from '../lp/solver.ts'

/** What the linear relaxation says of a problem: a bound on every plan, and what one unit more of each row's limit would save it. */
export type Relaxed =
  | {
      readonly status: 'optimal'
      /** No plan costs less. */
      readonly lowerBoundUsdPerHour: UsdPerHour
      /**
       * By row name, those that are not 0: what the relaxation's optimum falls by, per unit that the row is loosened by, while that
       * changes little [USD/h per unit of the row]. The optimum is convex in the limit, so that it never falls by more per unit.
       */
      readonly shadowPrices: ReadonlyMap<string, number>
    }
  | { readonly status: 'infeasible' | 'unknown' }

/** Pairs of shape and machine from which on packing is told in sums only: coarser, but seconds instead of minutes. */
const LARGE_LINKS = 150_000

/** Solves the linear relaxation of a problem. Blocks: call it in a worker thread. Unknown where the solver is not to be asked so much. */
export function shadowPrices(problem: Problem, solver: LinearSolver, timeLimitSeconds: number): Relaxed {
  const instance = buildInstance(problem)
  const model = instance.machines.reduce((links, { holds }) => links + holds.size, 0) > LARGE_LINKS ? summed(instance) : assigned(instance)
  const relaxation = relaxationOf(model)
  if (solver.refuses(relaxation) !== undefined) return { status: 'unknown' }
  return relaxedBy(model, solver.solve(relaxation, { timeLimitSeconds }))
}

function relaxedBy({ rowNames }: LinearModel, { status, rowDuals, lowerBound }: LinearSolution): Relaxed {
  if (status === 'infeasible') return { status: 'infeasible' }
  if (!rowDuals) return { status: 'unknown' }
  const prices = new Map<string, number>()
  for (const [row, name] of rowNames.entries()) if (Math.abs(rowDuals[row]) > LEAST_PRICE) prices.set(name, Math.abs(rowDuals[row]))
  return { status: 'optimal', lowerBoundUsdPerHour: lowerBound, shadowPrices: prices }
}

/** Less is what a solver's tolerance leaves [USD/h per unit]. */
const LEAST_PRICE = 1e-7

function assigned(instance: Instance): LinearModel {
  const placement = buildPlacementModel(instance, { fitRows: false })
  for (const machine of instance.machines) unbind(instance, machine, placement)
  unbindSums(placement.model)
  return placement.model
}

/** What the bounds of single variables imply is left to them. */
function summed(instance: Instance): LinearModel {
  const { model, variables } = buildAggregateModel(instance)
  for (const machine of instance.machines) unbindNodes(instance, machine, model, variables.nodes(machine))
  return model
}

/** A limit also stands in the bounds of the nodes and pods that it counts, where no dual would tell what it costs: there it is lifted. */
function unbind(instance: Instance, machine: Machine, { model, variables, assignment }: PlacementModel): void {
  unbindNodes(instance, machine, model, variables.nodes(machine))
  for (const { shape, variable } of assignment.on(machine)) {
    const pods = shape.agents.reduce((most, index) => most + instance.agents[index].most, 0)
    model.uppers[variable] = Math.max(model.uppers[variable], pods)
  }
}

/** The number of a group's nodes is a variable of its own, bounded by what the nodes were. */
function unbindSums({ rowNames, starts, columns, coefficients, uppers }: LinearModel): void {
  for (const [row, name] of rowNames.entries()) {
    if (!name.startsWith('nodes[')) continue
    const terms = columns
      .slice(starts[row], starts[row + 1])
      .map((variable, at) => ({ variable, coefficient: coefficients[starts[row] + at] }))
    const [sum] = terms.filter(({ coefficient }) => coefficient < 0)
    const parts = terms.filter(({ coefficient }) => coefficient > 0)
    if (sum) uppers[sum.variable] = parts.reduce((most, { variable }) => most + uppers[variable], 0)
  }
}

function unbindNodes(instance: Instance, machine: Machine, model: LinearModel, nodes: readonly { readonly variable: number }[]): void {
  const last = nodes.at(-1)
  if (machine.uses.length === 0 || last === undefined) return
  const pods = instance.agents.reduce((most, agent) => most + (machine.holds.has(agent.shape.index) ? agent.most : 0), 0)
  const most = Math.min(pods, machine.offer.maxNodes ?? Number.POSITIVE_INFINITY)
  model.uppers[last.variable] = Math.max(model.uppers[last.variable], most)
}
