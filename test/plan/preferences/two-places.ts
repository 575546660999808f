import type { Plan } from '../../../src/domain/plan.ts'
import type { Agent, Problem } from '../../../src/domain/problem.ts'
import { routeTraffic } from '../../../src/domain/route-traffic.ts'
import { restated } from '../../../src/plan/preferences/restate.ts'
import { aCluster, anAgent, anOffer, aProblem } from '../../builders.ts'

/** Price of a node by its machine, in Dublin and in Berlin. */
export type Prices = Readonly<Record<string, readonly [number, number]>>

/** An agent of one-pod nodes of its own machine: its replicas stand in Dublin today. */
export const inDublin = (id: string, replicas: number, part: Partial<Agent> = {}): Agent =>
  anAgent({
    id,
    replicas,
    requests: { cpu: 4, memoryGiB: 4 },
    instanceTypes: [id],
    current: [{ cluster: 'dublin', capacityType: 'on-demand', replicas }],
    ...part,
  })

/** Dublin and Berlin; a machine for each agent, named as it is. */
export function twoPlaces(prices: Prices, agents: Agent[], part: Partial<Problem> = {}): Problem {
  const offers = (at: 0 | 1) => Object.entries(prices).map(([instanceType, usd]) => anOffer({ instanceType, usdPerHour: usd[at] }))
  const currentNodes = agents.map(({ id, replicas }) => ({ instanceType: id, capacityType: 'on-demand' as const, count: Number(replicas) }))
  return aProblem({
    clusters: [
      aCluster({ offers: offers(0), currentNodes }),
      aCluster({ id: 'berlin', provider: 'gcp', region: 'europe-west10', tags: ['DE', 'EU'], offers: offers(1) }),
    ],
    agents,
    ...part,
  })
}

/** So many replicas of each agent in each place, a node each. */
export function standing(problem: Problem, replicas: Readonly<Record<string, readonly [dublin: number, berlin: number]>>): Plan {
  const placements = Object.entries(replicas).flatMap(([agent, counts]) =>
    (['dublin', 'berlin'] as const).map((cluster, at) => ({ agent, cluster, capacityType: 'on-demand' as const, replicas: counts[at]! })),
  )
  const there = placements.filter((place) => place.replicas > 0)
  const nodeGroups = there.map(({ agent, cluster, capacityType, replicas: count }) => {
    return { cluster, instanceType: agent, capacityType, count, pods: [{ agent, replicas: 1 }] }
  })
  return restated(problem, { placements: there, nodeGroups, flows: routeTraffic(problem, there) })
}

/** Replicas by `agent in cluster`. */
export function places({ placements }: Pick<Plan, 'placements'>): Record<string, number> {
  return Object.fromEntries(placements.map(({ agent, cluster, replicas }) => [`${agent} in ${cluster}`, replicas]))
}
