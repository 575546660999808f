import { type Agent, accepts, type Cluster, domainOf, mayStandIn, type Offer, type Problem } from '../domain/problem.ts'
import { wholeUp } from '../domain/units.ts'

/**
 * Whether it shows at a glance that an agent cannot be placed, whatever else is: no machine where it may stand takes even one replica,
 * or its rules ask for more clouds, regions or clusters than it may stand in. False where only a solve can tell.
 */
export function standsNowhere(problem: Problem, agent: Agent): boolean {
  if (agent.replicas === 0) return false
  const clusters = problem.clusters.filter(
    (cluster) => mayStandIn(agent, cluster) && cluster.offers.some((offer) => takesOne(agent, offer)),
  )
  return clusters.length === 0 || KINDS.some((kind) => countDomains(clusters, kind) < fewestDomains(agent, kind))
}

const KINDS = ['cloud', 'region', 'cluster'] as const
type Kind = (typeof KINDS)[number]

const countDomains = (clusters: readonly Cluster[], kind: Kind): number => new Set(clusters.map(domainOf[kind])).size

/** What is left after one loss must stand somewhere else. */
function fewestDomains({ replicas, survive, spread }: Agent, kind: Kind): number {
  const survives = (survive ?? []).some(({ loss, keep }) => loss === kind && wholeUp(keep * replicas) > 0)
  return Math.max(survives ? 2 : 1, Math.min(spread?.[`${kind}s`] ?? 0, replicas))
}

function takesOne(agent: Agent, offer: Offer): boolean {
  const { cpu, memoryGiB, gpu = 0 } = agent.requests
  const { allocatable } = offer
  return (
    accepts(agent, offer) &&
    cpu <= allocatable.cpu + 1e-9 &&
    memoryGiB <= allocatable.memoryGiB + 1e-9 &&
    gpu <= allocatable.gpu &&
    allocatable.pods >= 1
  )
}
