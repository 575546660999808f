import type { Catalogue } from '../domain/catalogue.ts'
import { groupsOf } from '../domain/cluster-node.ts'
import { type FleetAgent, type FleetCluster, GPU_TAINT } from '../domain/fleet.ts'
import type { InputIssue } from '../domain/input-error.ts'
import { type AllocatableOf, allocatableIn } from '../domain/node-capacity.ts'
import type { NodeGroup } from '../domain/plan.ts'
import { CAPACITY_CLASSES, type CapacityClass, capacityClass } from '../domain/problem.ts'
import type { Replicas } from '../domain/units.ts'
import { type EmptyNode, placePods, type StandingPods } from './place-pods.ts'
import type { DescribedCluster } from './schema.ts'

/** Replicas of an agent that the description says run in a cluster today. */
export interface StandingToday {
  readonly agent: FleetAgent
  readonly capacityType: CapacityClass
  readonly replicas: Replicas
}

/**
 * A cluster's nodes of today with the pods on them: as deployed, so without head-room. Nodes that name no zone are spread over the zones.
 * Pods that cannot stand there are a mistake of the description: such a day cannot have been.
 */
export function nodesWithPods(
  described: DescribedCluster,
  cluster: FleetCluster,
  standing: readonly StandingToday[],
  catalogue: Catalogue,
  allocatable: AllocatableOf,
): { nodes: NodeGroup[]; issues: Omit<InputIssue, 'path'>[] } {
  const empty = emptyNodes(described, cluster, catalogue, allocatable)
  const placed = CAPACITY_CLASSES.map((capacityType) => {
    const nodes = empty.filter((node) => capacityClass(node.capacityType) === capacityType)
    const pods = standing.filter((one) => one.capacityType === capacityType).map(podsOf)
    return { capacityType, ...placePods(nodes, pods) }
  })
  return {
    nodes: groupsOf(placed.flatMap(({ nodes }) => nodes)),
    issues: placed.flatMap(({ capacityType, pending }) => (pending.length > 0 ? [doNotFit(capacityType, pending)] : [])),
  }
}

function doNotFit(capacityType: CapacityClass, pending: readonly { agent: string; replicas: Replicas }[]): Omit<InputIssue, 'path'> {
  const which = pending.map(({ agent, replicas }) => `${replicas} of ${agent}`).join(', ')
  return {
    message: `today's ${capacityType} replicas do not all fit onto today's ${capacityType} nodes: no room for ${which}`,
    remedy: "state more or larger nodes, fewer replicas under the agents' `today`, or smaller requests",
  }
}

function emptyNodes(described: DescribedCluster, cluster: FleetCluster, catalogue: Catalogue, allocatable: AllocatableOf): EmptyNode[] {
  const machines = catalogue.machines(cluster.provider, cluster.region)
  const allocatableOn = allocatableIn(cluster, 0, allocatable)
  const nodes = (described.nodes ?? []).flatMap(({ count, ...node }) => Array.from({ length: count }, () => node))
  return nodes.map(({ instanceType, capacityType, zone }, at) => {
    const machine = machines.find((one) => one.instanceType === instanceType)!
    return {
      cluster: cluster.id,
      instanceType,
      capacityType,
      zone: zone ?? cluster.zones[at % cluster.zones.length]!,
      arch: machine.arch,
      gpuModel: machine.gpuModel,
      taints: machine.gpu > 0 ? [GPU_TAINT] : [],
      allocatable: allocatableOn(machine),
    }
  })
}

function podsOf({ agent, replicas }: StandingToday): StandingPods {
  const { id, requests, policy, arch, gpuModels, instanceTypes } = agent
  return {
    agent: id,
    replicas,
    requests: { ...requests, pods: 1 },
    tolerates: [...(agent.tolerates ?? []), ...(requests.gpu > 0 ? [GPU_TAINT] : [])],
    ...(arch && { arch: [...arch] }),
    ...(gpuModels && { gpuModels: [...gpuModels] }),
    ...(instanceTypes && { instanceTypes: [...instanceTypes] }),
    ...(policy.maxPerNode !== undefined && { maxPerNode: policy.maxPerNode }),
  }
}
