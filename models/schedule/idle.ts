import type { Cluster, Offer } from '../../src/domain/problem.ts'
import { type LinearModel, sum, type Term, times, type Variable } from '../../src/lp/model.ts'
import type { Instance, Machine } from '../instance/instance.ts'
import { limitsOf } from '../instance/limits.ts'
import type { MasterModel } from '../placement/model.ts'
import { type Part, within } from './join.ts'
import type { NodeKind } from './standing.ts'

/** Nodes of one offer that hold nothing in a period. */
export interface Idle extends NodeKind {
  readonly variable: Variable
}

/** What nodes may wait for: how many any period needs of a kind, and what starting one costs in a cluster where it costs most [USD]. */
export interface WaitingFor {
  readonly most: (node: NodeKind) => number
  readonly startUsd: (cluster: string) => number
}

/** A period's program within the whole. */
export interface PeriodPart {
  readonly hours: number
  readonly instance: Instance
  readonly master: MasterModel
  readonly part: Part
}

/**
 * Idle nodes: those that wait through a period for the next, where that costs less than starting them again.
 *
 *     n[m] + idle[m]  ≤  maxNodes_m                                       ∀ m with hours·usd[m] < nodeStartUsd        [nodes]
 *     Σ_m use[l,m]·(n[m] + idle[m])  ≤  most[l]                           ∀ l
 *
 * at usd[m] an hour. A period's own program knows no nodes but for its own pods.
 */
export function idleNodes(model: LinearModel, period: PeriodPart, waiting: WaitingFor): Idle[] {
  const { clusters } = period.instance.problem
  const idle = clusters.flatMap((cluster) => cluster.offers.flatMap((offer) => idleNode(model, period, cluster, offer, waiting)))
  if (idle.length > 0) limitRows(model, period, idle)
  return idle.map(({ cluster, offer, variable }) => ({ ...kindOf(cluster, offer), variable }))
}

type Waiting = { cluster: Cluster; offer: Offer; variable: Variable }

function idleNode(
  model: LinearModel,
  { hours, instance, master, part }: PeriodPart,
  cluster: Cluster,
  offer: Offer,
  { startUsd, most }: WaitingFor,
): Waiting[] {
  const kind = kindOf(cluster, offer)
  const upper = Math.min(most(kind), offer.maxNodes ?? Number.POSITIVE_INFINITY)
  if (hours * offer.usdPerHour >= startUsd(cluster.id) || upper <= 0) return []
  const variable = model.variable({ upper, cost: hours * offer.usdPerHour, integer: true })
  const machine = machineOf(instance, cluster, offer)
  if (offer.maxNodes !== undefined && machine) {
    const nodes = within(part, master.variables.nodes(machine))
    model.require(`${part.name}: maxNodes[${Object.values(kind)}]`, [...nodes, times(1, variable)], '<=', offer.maxNodes)
  }
  return [{ cluster, offer, variable }]
}

function limitRows(model: LinearModel, { instance, master, part }: PeriodPart, idle: readonly Waiting[]): void {
  for (const limit of limitsOf(instance.problem)) {
    const waiting = idle.map(({ cluster, offer, variable }) => times(limit.use(cluster, offer), variable))
    if (waiting.every(({ coefficient }) => coefficient === 0)) continue
    const used = sum(instance.machines, (machine): Term[] => {
      const amount = limit.use(instance.groups[machine.group]!.cluster, machine.offer)
      return within(part, master.variables.nodes(machine)).map((term) => ({ ...term, coefficient: amount * term.coefficient }))
    })
    model.require(`${part.name}: ${limit.name}, idle`, [...used, ...waiting], '<=', limit.most)
  }
}

const kindOf = ({ id }: Cluster, { instanceType, capacityType }: Offer): NodeKind => ({ cluster: id, instanceType, capacityType })

function machineOf({ machines, groups }: Instance, cluster: Cluster, offer: Offer): Machine | undefined {
  return machines.find((machine) => machine.offer === offer && groups[machine.group]!.cluster.id === cluster.id)
}
