import { type ClusterNode, groupsOf, nodesOf } from '../../domain/cluster-node.ts'
import { type Commitment, coversPlace } from '../../domain/commitment.ts'
import type { NodeOffer } from '../../domain/find-offer.ts'
import type { Fleet } from '../../domain/fleet.ts'
import type { NodeGroup, Plan } from '../../domain/plan.ts'
import type { Cluster, Offer, Problem, Quota } from '../../domain/problem.ts'

/** What steps are made of: a problem, the fleet that it is of, and where that shall come to. */
export interface Way {
  readonly problem: Problem
  readonly fleet: Fleet
  readonly plan: Plan
}

/**
 * The same as clusters know it, who run machines and see no bill: what a commitment covers are nodes on demand like all others, so that
 * none is started or stopped only to be billed otherwise, and one too many on the way is billed on demand for that while.
 */
export function asMachines({ problem, fleet, plan }: Way, commitments: readonly Commitment[]): Way {
  const isCommitted = committedIn(problem, commitments)
  const groups = (nodes: readonly NodeGroup[]) =>
    nodes.some(isCommitted) ? groupsOf(nodesOf(nodes).map((node) => (isCommitted(node) ? onDemand(node) : node))) : nodes
  const clusters = fleet.clusters.map((cluster) => ({ ...cluster, nodes: groups(cluster.nodes) }))
  return {
    problem: {
      ...problem,
      clusters: problem.clusters.map((cluster) => ({ ...cluster, offers: offersAsMachines(cluster, isCommitted) })),
      quotas: (problem.quotas ?? []).filter((quota) => !isShared(quota, isCommitted)),
    },
    fleet: { ...fleet, clusters },
    plan: { ...plan, nodeGroups: groups(plan.nodeGroups) },
  }
}

type IsCommitted = (node: NodeOffer) => boolean

function committedIn({ clusters }: Problem, commitments: readonly Commitment[]): IsCommitted {
  const committed = new Set(
    clusters.flatMap((cluster) =>
      commitments.filter((one) => coversPlace(one, cluster)).map(({ instanceType }) => `${cluster.id}|${instanceType}`),
    ),
  )
  return ({ cluster, instanceType, capacityType }) => capacityType === 'reserved' && committed.has(`${cluster}|${instanceType}`)
}

const onDemand = (node: ClusterNode): ClusterNode => ({ ...node, capacityType: 'on-demand' })

/** Machines of a committed type run on demand, without a limit of their own: the plan keeps what was bought, and the way needs room. */
function offersAsMachines({ id, offers }: Cluster, isCommitted: IsCommitted): Offer[] {
  const committed = offers.filter((offer) => isCommitted({ cluster: id, ...offer }))
  const ofType = ({ instanceType }: Offer) => committed.some((one) => one.instanceType === instanceType)
  const others = offers.filter((offer) => !committed.includes(offer))
  const isThere = ({ instanceType }: Offer) => others.some((one) => one.instanceType === instanceType && one.capacityType === 'on-demand')
  return [
    ...others.map((offer) => (offer.capacityType === 'on-demand' && ofType(offer) ? unlimited(offer) : offer)),
    ...committed.filter((offer) => !isThere(offer)).map((offer) => unlimited({ ...offer, capacityType: 'on-demand' })),
  ]
}

function unlimited({ maxNodes: _, ...offer }: Offer): Offer {
  return offer
}

/** A quota that shares out what was bought says nothing of machines. */
function isShared({ clusters, instanceTypes, capacityTypes }: Quota, isCommitted: IsCommitted): boolean {
  if (capacityTypes?.length !== 1 || capacityTypes[0] !== 'reserved') return false
  return (clusters ?? []).some((cluster) =>
    (instanceTypes ?? []).some((instanceType) => isCommitted({ cluster, instanceType, capacityType: 'reserved' })),
  )
}
