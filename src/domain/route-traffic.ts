import type { Flow, Placement } from './plan.ts'
import { type Agent, egressPrice, INTERNET, type Problem } from './problem.ts'
import { cheapestTransport } from './transport.ts'

type Price = ReturnType<typeof egressPrice>

/** Where an end of the traffic stands: replicas by cluster, out of the R that bear it evenly. */
interface Standing {
  readonly clusters: readonly string[]
  readonly replicas: readonly number[]
  readonly demand: number
}

/**
 * The cheapest flows that carry all traffic between replicas that stand as given [GiB/h], exact for each edge; among equally cheap
 * ones those that stay within a cluster. Where fewer replicas stand than the demand, what they can carry.
 */
export function routeTraffic(problem: Problem, placements: readonly Placement[]): Flow[] {
  const price = egressPrice(problem.egress)
  const agents = new Map(problem.agents.map((agent) => [agent.id, agent]))
  const standing = standingOf(placements)
  return problem.agents.flatMap((from) =>
    (from.traffic ?? []).flatMap(({ to, gibPerHour }) => {
      const target = to === INTERNET ? INTERNET_STANDING : standing(agents.get(to)!)
      return routeEdge(standing(from), target, gibPerHour, price).map((flow) => ({ fromAgent: from.id, toAgent: to, ...flow }))
    }),
  )
}

const INTERNET_STANDING: Standing = { clusters: [INTERNET], replicas: [1], demand: 1 }

function standingOf(placements: readonly Placement[]): (agent: Agent) => Standing {
  const byAgent = new Map<string, Map<string, number>>()
  for (const { agent, cluster, replicas } of placements) {
    const clusters = byAgent.get(agent) ?? new Map<string, number>()
    byAgent.set(agent, clusters.set(cluster, (clusters.get(cluster) ?? 0) + replicas))
  }
  return ({ id, replicas: demand }) => {
    const clusters = [...(byAgent.get(id) ?? [])].filter(([, replicas]) => replicas > 0)
    return { clusters: clusters.map(([cluster]) => cluster), replicas: clusters.map(([, replicas]) => replicas), demand }
  }
}

/**
 * One edge of g GiB/h: cluster c sends at most g·x[c]/R, cluster d takes at most g·y[d]/S. In units of g/(R·S) GiB/h these are
 * the whole numbers x[c]·S and y[d]·R, so that the search is exact.
 */
function routeEdge(
  from: Standing,
  to: Standing,
  gibPerHour: number,
  price: Price,
): Pick<Flow, 'fromCluster' | 'toCluster' | 'gibPerHour'>[] {
  const total = from.demand * to.demand
  if (total === 0 || gibPerHour === 0) return []
  const carried = cheapestTransport({
    supplies: from.replicas.map((replicas) => replicas * to.demand),
    demands: to.replicas.map((replicas) => replicas * from.demand),
    total,
    costs: wholeCosts(from.clusters, to.clusters, price),
  })
  return from.clusters.flatMap((fromCluster, i) =>
    to.clusters.flatMap((toCluster, j) =>
      carried[i][j] > 0 ? [{ fromCluster, toCluster, gibPerHour: (gibPerHour * carried[i][j]) / total }] : [],
    ),
  )
}

/** Prices as whole numbers, the dearest 2^40; one more for leaving the cluster, which only breaks ties. */
function wholeCosts(from: readonly string[], to: readonly string[], price: Price): number[][] {
  const dearest = Math.max(0, ...from.flatMap((source) => to.map((sink) => price(source, sink))))
  const unitsPerUsd = dearest > 0 ? 2 ** 40 / dearest : 0
  return from.map((source) => to.map((sink) => (source === sink ? 0 : Math.round(price(source, sink) * unitsPerUsd) + 1)))
}
