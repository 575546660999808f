import { domainOf, egressPrice, INTERNET } from '../../../src/domain/problem.ts'
import { sum, type Term, times } from '../../../src/lp/model.ts'
import type { Group, Instance, InstanceAgent } from '../../instance/instance.ts'
import type { Variables } from '../variables.ts'
import { type Edge, edgesOf } from './edges.ts'

/**
 * Traffic between clouds only, for problems where all pairs of clusters are too many: what leaves a cloud costs at least the cloud's least
 * price to any place that the receiver may be in, what stays in a cloud nothing.
 *
 *     Σ_p f[e,p] = T_e,    f[e,p] ≤ T_e · Σ_{c ∈ p} x[a,c] / R_a
 *     f[e,p] − crossing[e,p]  ≤  T_e · Σ_{c ∈ p} x[b,c] / R_b          ∀ clouds p          [GiB/h]
 *
 * Every routing that rule 10 allows keeps these rows, at no more cost.
 */
export function coarseTraffic(instance: Instance, variables: Variables): void {
  const price = egressPrice(instance.problem.egress)
  for (const edge of edgesOf(instance)) if (edge.gibPerHour > 0) edgeRows(edge, price, variables)
}

type Price = (from: string, to: string) => number

function edgeRows(edge: Edge, price: Price, variables: Variables): void {
  const { model } = variables
  const receivers = edge.to ? cloudsOf(edge.to) : new Map<string, Group[]>()
  const name = `${edge.from.agent.id}->${edge.to?.agent.id ?? INTERNET}`
  const leaving = [...cloudsOf(edge.from)].map(([cloud, groups]) => {
    const flow = model.variable({ upper: edge.gibPerHour })
    model.require(`traffic[${name},from ${cloud}]`, [times(1, flow), ...share(edge.gibPerHour, edge.from, groups, variables)], '<=', 0)
    const crossing = model.variable({ upper: edge.gibPerHour, cost: leastPrice(groups, cloud, receivers, price) })
    const arriving = edge.to ? share(edge.gibPerHour, edge.to, receivers.get(cloud) ?? [], variables) : []
    model.require(`traffic[${name},crossing ${cloud}]`, [times(1, flow), times(-1, crossing), ...arriving], '<=', 0)
    return times(1, flow)
  })
  model.require(`traffic[${name}]`, leaving, '=', edge.gibPerHour)
}

/** The least price from a cloud's clusters to where else the receiver may be; 0 where that is nowhere. */
function leastPrice(from: readonly Group[], cloud: string, receivers: ReadonlyMap<string, readonly Group[]>, price: Price): number {
  const to = [...receivers].flatMap(([other, groups]) => (other === cloud ? [] : groups.map((group) => group.cluster.id)))
  const places = receivers.size > 0 ? to : [INTERNET]
  let least = Number.POSITIVE_INFINITY
  for (const sender of new Set(from.map((group) => group.cluster.id)))
    for (const place of new Set(places)) least = Math.min(least, price(sender, place))
  return Number.isFinite(least) ? least : 0
}

/** −T · Σ x[a,g] / R_a over some groups */
function share(gibPerHour: number, agent: InstanceAgent, groups: readonly Group[], { replicas }: Variables): Term[] {
  return sum(groups, (group) => replicas(agent, group)).map(({ variable }) => times(-gibPerHour / agent.least, variable))
}

const cloudsOf = (agent: InstanceAgent): Map<string, Group[]> => Map.groupBy(agent.groups, (group) => domainOf.cloud(group.cluster))
