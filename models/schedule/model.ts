import { HOURS_PER_DAY, type ScheduleProblem } from '../../src/domain/schedule.ts'
import { LinearModel, type Term, times } from '../../src/lp/model.ts'
import type { Instance } from '../instance/instance.ts'
import type { MasterModel } from '../placement/model.ts'
import { type Idle, idleNodes } from './idle.ts'
import { addPart, type Part } from './join.ts'
import { type NodeKind, type Standing, standingOf, standingToday } from './standing.ts'
import { transition } from './transition.ts'

/** A period within the model of the whole day. */
export interface PeriodModel<Master extends MasterModel> {
  readonly instance: Instance
  readonly master: Master
  readonly part: Part
  /** Nodes that hold nothing, and wait for a later period. */
  readonly idle: readonly Idle[]
}

export interface ScheduleModel<Master extends MasterModel> {
  readonly model: LinearModel
  readonly periods: readonly PeriodModel<Master>[]
}

/**
 * The day as one program: each period's own, told once for every hour that it lasts, and the transitions between them.
 *
 *     min  Σ_t hours_t·cost_t  +  Σ_(s→t) transition(s,t)  +  24/horizonHours · transition(today, first)          [USD/day]
 *
 * The last period is followed by the first where the day is a cycle; where it is not, today is what the first follows, once.
 * `masters` are the periods' own programs, relaxed or exact; whatever they bound, this bounds.
 */
export function buildScheduleModel<Master extends MasterModel>(
  schedule: ScheduleProblem,
  instances: readonly Instance[],
  masters: readonly Master[],
): ScheduleModel<Master> {
  const model = new LinearModel()
  const parts = schedule.periods.map(({ startHour, hours, problem }, at) => {
    const [instance, master] = [instances[at]!, masters[at]!]
    return { problem, hours, instance, master, part: addPart(model, master.model, { weight: hours, name: `from ${startHour} h` }) }
  })
  const waiting = { most: mostNodes(instances), startUsd: dearestStart(schedule) }
  const periods = parts.map((part) => ({ ...part, idle: idleNodes(model, part, waiting) }))
  const standings = periods.map(standingOf)
  for (const step of stepsOf(schedule, standings)) {
    const { instance, part, idle, hours } = periods[step.into]!
    const { problem } = schedule.periods[step.into]!
    const nodeStartUsd = new Map(problem.clusters.map((cluster) => [cluster.id, cluster.nodeStartUsd ?? 0]))
    const costs = transition(model, { ...step, after: standings[step.into]!, into: instance, nodeStartUsd, name: `into ${part.name}` })
    budget(model, { part, idle, hours }, { costs, overHours: step.spreadOverHours }, problem.limits?.usdPerHour)
  }
  return { model, periods }
}

/** The most nodes of a kind that the pods of any period could need. */
function mostNodes(instances: readonly Instance[]): (node: NodeKind) => number {
  const most = new Map<string, number>()
  const key = (cluster: string, { instanceType, capacityType }: Omit<NodeKind, 'cluster'>) => `${cluster}|${capacityType}|${instanceType}`
  for (const { machines, groups } of instances)
    for (const { group, offer, mostNodes } of machines) {
      const kind = key(groups[group]!.cluster.id, offer)
      most.set(kind, Math.max(mostNodes, most.get(kind) ?? 0))
    }
  return (node) => most.get(key(node.cluster, node)) ?? 0
}

/** What starting a node of a cluster costs where it costs most. */
function dearestStart({ periods }: ScheduleProblem): (cluster: string) => number {
  const usd = new Map<string, number>()
  for (const { problem } of periods)
    for (const { id, nodeStartUsd = 0 } of problem.clusters) usd.set(id, Math.max(nodeStartUsd, usd.get(id) ?? 0))
  return (cluster) => usd.get(cluster) ?? 0
}

interface Step {
  readonly before: Standing
  readonly into: number
  readonly timesPerDay: number
  /** What one time of it costs is spread over so long where a budget counts it. */
  readonly spreadOverHours: number
}

function stepsOf({ cyclic, horizonHours, periods }: ScheduleProblem, standings: readonly Standing[]): Step[] {
  const [first] = periods
  const between = periods.map(({ hours }, into) => ({
    before: standings.at(into - 1)!,
    into,
    timesPerDay: 1,
    spreadOverHours: hours,
  }))
  const today = { before: standingToday(first!.problem), into: 0 }
  if (!cyclic) return [{ ...today, timesPerDay: 1, spreadOverHours: first!.hours }, ...between.slice(1)]
  return [{ ...today, timesPerDay: HOURS_PER_DAY / horizonHours, spreadOverHours: horizonHours }, ...between]
}

/**
 * Budget: what a period costs, with what it took to get there, as the contract counts it.
 *
 *     Σ_j cost_j·v_j  +  transition / hours  ≤  limits.usdPerHour + 1e-6          [USD/h]
 */
function budget(
  model: LinearModel,
  { part: { model: own, offset, name }, idle, hours }: Period,
  paid: Paid,
  most: number | undefined,
): void {
  if (most === undefined) return
  const running = own.costs.flatMap((cost, variable) => (cost === 0 ? [] : [times(cost, offset + variable)]))
  const waiting = idle.map(({ variable }) => times(model.costs[variable]! / hours, variable))
  const terms = [...running, ...waiting, ...paid.costs.map(({ variable, coefficient }) => times(coefficient / paid.overHours, variable))]
  const dearest = terms.reduce((top, { coefficient }) => Math.max(top, Math.abs(coefficient)), 0)
  if (dearest === 0) return
  const inItsUnits = terms.map(({ variable, coefficient }) => times(coefficient / dearest, variable))
  model.require(`${name}: budget`, inItsUnits, '<=', (most + 1e-6) / dearest)
}

type Period = Pick<PeriodModel<MasterModel>, 'part' | 'idle'> & { readonly hours: number }

/** What a way into a period costs once [USD], and over how long that is spread. */
interface Paid {
  readonly costs: readonly Term[]
  readonly overHours: number
}
