import type { Machine } from '../../../domain/catalogue.ts'
import { groupsOf } from '../../../domain/cluster-node.ts'
import type { Finding } from '../../../domain/finding.ts'
import type { FleetCluster } from '../../../domain/fleet.ts'
import { allocatableIn } from '../../../domain/node-capacity.ts'
import type { ClusterSnapshot, NodeObject } from '../snapshot.ts'
import { bystanderWorkloads } from './bystander-workloads.ts'
import { withBystanders } from './bystanders.ts'
import type { CapacityWorld, ClusterCapacity, DescribedKubernetesCluster } from './described-cluster.ts'
import { type Growth, growthOf } from './grows-from.ts'
import { kindsWithOddTaints, taintsOfKinds } from './kind-taints.ts'
import { pricedNodes, withKnownCapacity } from './known-machines.ts'
import { whyLeftOut } from './left-out-nodes.ts'
import { limitsHeldByOthers } from './limits-held-by-others.ts'
import { measuredFindings, measuredNodes } from './measured-nodes.ts'
import { nodePoolQuotas } from './node-pool-quotas.ts'
import { zonesNamed } from './node-pool-requirements.ts'
import { nodePoolSummaries } from './node-pool-summaries.ts'
import { type ClusterPlace, placeOf, zonesOf } from './place-of-cluster.ts'
import { stands } from './pods-of-node.ts'
import { reservedNodes } from './reserved-nodes.ts'
import { type StandingNode, standingNodes } from './standing-nodes.ts'

/**
 * A real cluster as the fleet has it: its place, its nodes with agents and bystanders on them, what it may grow from and up to which limits. Nodes
 * whose machine or price nobody knows are left out with an error told, rather than counted as free. A cluster that did not answer keeps
 * its last state and grows from nothing.
 */
export function clusterOf(snapshot: ClusterSnapshot, described: DescribedKubernetesCluster, world: CapacityWorld): ClusterCapacity {
  const findings: Finding[] = []
  const nodes = standingNodes(snapshot, world.agentOfPod, findings)
  const told = { workloads: bystanderWorkloads(snapshot, nodes), nodePools: nodePoolSummaries(nodes) }
  findings.push(...waiting(snapshot, world))
  const place = placeOf(described, tellingNodes(snapshot), findings)
  if (!place) return { bystanders: [], quotas: [], findings, ...told }
  return { ...capacityAt(place, snapshot, described, nodes, world, findings), findings, ...told }
}

/** Those that are left out tell where a cluster stands only if there are no others. */
function tellingNodes({ nodes }: ClusterSnapshot): readonly NodeObject[] {
  const usable = nodes.filter((node) => whyLeftOut(node) === undefined)
  return usable.length > 0 ? usable : nodes
}

function capacityAt(
  place: ClusterPlace,
  snapshot: ClusterSnapshot,
  described: DescribedKubernetesCluster,
  all: readonly StandingNode[],
  world: CapacityWorld,
  findings: Finding[],
): Pick<ClusterCapacity, 'cluster' | 'bystanders' | 'quotas'> {
  const { id } = described
  const { catalogue, allocatable, headroom } = world
  const sold = catalogue.machines(place.provider, place.region)
  const nodes = pricedNodes(id, place, all, sold, findings)
  const measured = measuredNodes(nodes, { provider: place.provider, machines: sold, allocatable, maxPodsPerNode: described.maxPodsPerNode })
  findings.push(...measuredFindings(id, measured))
  const machines = withKnownCapacity(id, place, sold, measured, world, findings)
  const nodePools = snapshot.stale ? [] : snapshot.nodePools
  const sources = { cluster: id, region: place.region, machines, nodes, nodePools, described: described.growsFrom }
  const growth = snapshot.stale ? NO_GROWTH : growthOf(sources, findings)
  const zones = zonesOf(described, nodes, nodePools.flatMap(zonesNamed), findings)
  const taints = taintsOfKinds(nodes, growth.pools)
  findings.push(...kindsWithOddTaints(id, nodes, taints))
  const empty: FleetCluster = {
    id,
    ...place,
    zones,
    tags: described.tags ?? [],
    ...(described.limits && { limits: described.limits }),
    ...(described.nodeStartUsd !== undefined && { nodeStartUsd: described.nodeStartUsd }),
    growsFrom: growth.growsFrom,
    reserved: described.reserved ?? [],
    ...measured,
    ...(taints.length > 0 && { taints }),
    nodes: [],
  }
  findings.push(...limitsHeldByOthers(empty, nodes, sold))
  const [whole, offered] = [allocatableIn(empty, 0, allocatable), allocatableIn(empty, headroom, allocatable)]
  const offeredOn = (machine: Machine) => ({ whole: whole(machine), offered: offered(machine) })
  const standing = withBystanders(nodes, { cluster: empty, machines: sold, offeredOn })
  return {
    cluster: { ...empty, nodes: groupsOf(reservedNodes(standing.nodes, empty.reserved)) },
    bystanders: standing.bystanders,
    quotas: nodePoolQuotas(id, growth.pools, nodes, sold, findings),
  }
}

const NO_GROWTH: Growth = {
  growsFrom: { instanceTypes: [], families: [], capacityTypes: [] },
  bought: { 'on-demand': new Set(), spot: new Set() },
  pools: [],
}

/** Pods that have no node yet are wanted, and stand nowhere. */
function waiting({ cluster, pods }: ClusterSnapshot, { agentOfPod }: CapacityWorld): Finding[] {
  const unbound = pods.filter((pod) => pod.node === '' && stands(pod))
  const ofAgents = Map.groupBy(unbound, (pod) => agentOfPod(pod) ?? '')
  return [...ofAgents].map(([agent, own]) => {
    const one = own.length === 1
    const count = `${own.length} ${one ? 'pod waits' : 'pods wait'} for a node`
    if (agent === '')
      return {
        severity: 'note',
        cluster,
        subject: 'pods that are no agents',
        message: `${count}: a plan does not count with ${one ? 'it' : 'them'}`,
      }
    return { severity: 'warning', cluster, subject: `agent ${agent}`, message: `${count}: wanted, but standing nowhere` }
  })
}
