import type { DemandDecision } from '../demand/demand-decision.ts'
import type { Catalogue } from '../domain/catalogue.ts'
import { type Fleet, type FleetCluster, nodesToday } from '../domain/fleet.ts'
import { InputError } from '../domain/input-error.ts'
import { type AllocatableOf, allocatableIn, withKnownCapacity } from '../domain/node-capacity.ts'
import { parseProblem } from '../domain/parse-problem.ts'
import type { Cluster, Offer, Problem } from '../domain/problem.ts'
import type { SpotOffer } from '../domain/spot-offer.ts'
import { agentOf } from './agents.ts'
import { coveredToday } from './commitments/covered-today.ts'
import { withCommitted } from './commitments/reservations.ts'
import { sharedQuotas } from './commitments/shared-quotas.ts'
import { withinDeployments } from './deployments.ts'
import { egressOf } from './egress.ts'
import { offersOf } from './offers.ts'
import { withRefusals } from './refused-spot.ts'
import type { Remarks } from './remarks.ts'
import { type Site, siteOf } from './site.ts'
import { assumedRates, spotOffersOf } from './spot-offers.ts'

export interface BuiltProblem {
  readonly problem: Problem
  /** As it was given, with what commitments cover of today's nodes told as reserved: the fleet that the problem is of. */
  readonly fleet: Fleet
  /** What is behind the problem's spot offers: their prices, what they count as where they were refused, and how often they are lost. */
  readonly spotOffers: readonly SpotOffer[]
  /** What a reader of the plan must know: what was assumed, and what is missing. */
  readonly notes: readonly string[]
}

/**
 * The contract's problem: what each cluster may have nodes of at the catalogue's prices, what each agent wants, and what binds it.
 * Today's nodes are always among the offers, so that today's placement is always a candidate.
 * Throws InputError where a price, a region or an operator's jurisdiction that the problem needs is unknown.
 */
export function buildProblem(
  given: Fleet,
  catalogue: Catalogue,
  demand: readonly DemandDecision[],
  allocatable: AllocatableOf,
): BuiltProblem {
  const remarks: Remarks = { notes: [...(catalogue.notes ?? [])], issues: [] }
  const { commitments = [] } = catalogue
  const fleet = coveredToday(given, commitments)
  const spotOffers: SpotOffer[] = []
  const sites = sitesOf(fleet, catalogue, remarks)
  const clusters = fleet.clusters.map((cluster, at) => {
    const allocatableOn = allocatableIn(cluster, fleet.headroom, allocatable)
    const path = `clusters[${at}]`
    const machines = catalogue.machines(cluster.provider, cluster.region)
    const paidFor = withCommitted(cluster, path, machines, commitments, remarks)
    const listed = withKnownCapacity(path, remarks.issues, [], () => offersOf(paidFor, path, catalogue, allocatableOn, remarks))
    const weighed = withRefusals(cluster, listed, machines, remarks)
    spotOffers.push(...spotOffersOf(cluster, weighed, machines))
    return clusterOf(cluster, sites.get(cluster.id)?.tags ?? [], weighed.offers)
  })
  remarks.notes.push(...assumedRates(fleet.clusters, spotOffers))
  const egress = egressOf(fleet, catalogue, remarks)
  if (remarks.issues.length > 0) throw new InputError(fleet.name, remarks.issues)
  const wanted = fleet.agents.map((agent) => agentOf(agent, decisionFor(agent.id, demand), fleet, sites))
  const placed = withinDeployments({ clusters, agents: wanted }, fleet)
  const problem: Problem = {
    schema: 'placement-problem/v1',
    asOf: earlier(fleet.readAt, catalogue.oldestPriceAt),
    horizonHours: fleet.horizonHours,
    clusters: placed.clusters,
    quotas: [...fleet.quotas, ...sharedQuotas(clusters, commitments, remarks)],
    ...(egress ? { egress } : {}),
    agents: placed.agents,
    limits: fleet.limits,
  }
  return { problem: parseProblem(problem, fleet.name), fleet, spotOffers, notes: remarks.notes }
}

function sitesOf(fleet: Fleet, catalogue: Catalogue, remarks: Remarks): Map<string, Site> {
  const sites = new Map<string, Site>()
  for (const [at, cluster] of fleet.clusters.entries()) {
    const site = siteOf(cluster, `clusters[${at}]`, fleet, catalogue, remarks)
    if (site) sites.set(cluster.id, site)
  }
  return sites
}

function clusterOf(cluster: FleetCluster, tags: readonly string[], offers: readonly Offer[]): Cluster {
  return {
    id: cluster.id,
    provider: cluster.provider,
    region: cluster.region,
    zones: [...cluster.zones],
    tags: [...tags],
    ...(cluster.limits ? { limits: cluster.limits } : {}),
    currentNodes: nodesToday(cluster),
    ...(cluster.nodeStartUsd === undefined ? {} : { nodeStartUsd: cluster.nodeStartUsd }),
    offers: [...offers],
  }
}

/** Every agent's demand is decided before: one that is missing is a fault of the caller, not of the user. */
function decisionFor(agent: string, demand: readonly DemandDecision[]): DemandDecision {
  const decision = demand.find((one) => one.agent === agent)
  if (!decision) throw new Error(`no demand was decided for ${agent}`)
  return decision
}

/** The problem is as old as the older of what it was made from. */
const earlier = (one: string, other: string): string => (Date.parse(other) < Date.parse(one) ? other : one)
