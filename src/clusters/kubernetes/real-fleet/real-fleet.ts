import type { Catalogue } from '../../../domain/catalogue.ts'
import type { Finding } from '../../../domain/finding.ts'
import type { Fleet, FleetAgent, FleetCluster, Utilisation } from '../../../domain/fleet.ts'
import type { AllocatableOf } from '../../../domain/node-capacity.ts'
import type { Policy } from '../../../domain/policy.ts'
import { agentOfPods } from '../agents/agent-of-pods.ts'
import { agentsOf } from '../agents/agents-of.ts'
import { clusterOf } from '../capacity/cluster-of.ts'
import type { ClusterCapacity, DescribedKubernetesCluster } from '../capacity/described-cluster.ts'
import type { ClusterSnapshot } from '../snapshot.ts'
import { clusterFacts } from './cluster-facts.ts'
import { freeze } from './freeze.ts'

/** What a person says of a real fleet: all else is read. */
export interface DescribedRealFleet
  extends Pick<Fleet, 'name' | 'horizonHours' | 'headroom' | 'operators' | 'quotas' | 'egress' | 'limits'> {
  readonly clusters: readonly DescribedKubernetesCluster[]
  readonly policies: Readonly<Record<string, Policy>>
  readonly defaultPolicies: Readonly<Record<string, string | readonly string[]>>
}

export interface RealFleetParts {
  readonly catalogue: Catalogue
  readonly allocatable: AllocatableOf
  readonly now: () => Date
  /** Every tag that a policy may name a cluster by. */
  readonly tagsOf: (cluster: FleetCluster) => readonly string[]
  readonly utilisationOf: (agents: readonly FleetAgent[], snapshots: readonly ClusterSnapshot[]) => Promise<FoundUtilisation>
}

export interface FoundUtilisation {
  /** By agent. */
  readonly utilisation: ReadonlyMap<string, Utilisation>
  readonly findings: readonly Finding[]
}

export interface RealFleet {
  readonly fleet: Fleet
  readonly findings: readonly Finding[]
  /** The clusters that are planned with, in the order of the configuration, each with the state that it was read in. */
  readonly clusters: readonly ReadCluster[]
}

export interface ReadCluster {
  readonly snapshot: ClusterSnapshot
  readonly capacity: ClusterCapacity & { readonly cluster: FleetCluster }
}

/**
 * The fleet as its clusters stood when they were read: agents, what else stands there, what they used and what they may have. A cluster of which not even the
 * place is known is left out, with its error told; one that did not answer is kept as it last stood, and frozen.
 */
export async function realFleet(
  snapshots: readonly ClusterSnapshot[],
  described: DescribedRealFleet,
  parts: RealFleetParts,
): Promise<RealFleet> {
  const read = snapshots.map((snapshot) => ({ snapshot, capacity: capacityOf(snapshot, snapshots, described, parts) }))
  const clusters = read.filter(isKnown)
  const planned = clusters.map(({ snapshot }) => snapshot)
  const facts = clusters.map(({ capacity: { cluster } }) => clusterFacts(cluster, parts.tagsOf(cluster), parts.catalogue))
  const { policies, defaultPolicies, quotas, clusters: _, ...whole } = described
  const told = agentsOf(planned, { policies, defaultPolicies, clusters: facts })
  const used = await parts.utilisationOf(told.agents, planned)
  const agents = told.agents.map((agent) => withUtilisation(agent, used.utilisation))
  const stale = new Set(planned.flatMap(({ cluster, stale: since }) => (since ? [cluster] : [])))
  const asRead = {
    clusters: clusters.map(({ capacity: { cluster } }) => cluster),
    agents,
    bystanders: clusters.flatMap(({ capacity }) => capacity.bystanders),
  }
  const standing = freeze(asRead, stale, { ...parts, headroom: described.headroom })
  const fleet: Fleet = {
    ...whole,
    simulated: false,
    readAt: oldest(planned) ?? parts.now().toISOString(),
    clusters: standing.clusters,
    agents: [...standing.agents, ...standing.bystanders],
    quotas: [...quotas, ...clusters.flatMap(({ capacity }) => capacity.quotas)],
  }
  const findings = [
    ...snapshots.flatMap((snapshot) => snapshot.findings),
    ...read.flatMap(({ capacity }) => capacity.findings),
    ...told.findings,
    ...used.findings,
    ...standing.findings,
  ]
  return { fleet, findings, clusters }
}

function capacityOf(
  snapshot: ClusterSnapshot,
  snapshots: readonly ClusterSnapshot[],
  { clusters, headroom }: DescribedRealFleet,
  { catalogue, allocatable }: RealFleetParts,
): ClusterCapacity {
  const described = clusters.find(({ id }) => id === snapshot.cluster)
  if (!described) throw new RangeError(`cluster ${snapshot.cluster} is not in the configuration`)
  const ofPods = agentOfPods(snapshots.filter((one) => one === snapshot)).get(snapshot.cluster)
  return clusterOf(snapshot, described, { catalogue, allocatable, headroom, agentOfPod: ({ uid }) => ofPods?.get(uid) })
}

const isKnown = (read: { snapshot: ClusterSnapshot; capacity: ClusterCapacity }): read is ReadCluster => read.capacity.cluster !== undefined

function withUtilisation(agent: FleetAgent, found: FoundUtilisation['utilisation']): FleetAgent {
  const utilisation = found.get(agent.id)
  return utilisation ? { ...agent, utilisation } : agent
}

/** A fleet is as old as what is oldest in it. */
const oldest = (snapshots: readonly ClusterSnapshot[]): string | undefined =>
  snapshots.map(({ readAt }) => readAt).toSorted((one, other) => Date.parse(one) - Date.parse(other))[0]
