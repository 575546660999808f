import type { Catalogue, MachineShape } from '../../../domain/catalogue.ts'
import { type FleetAgent, type FleetCluster, GPU_TAINT } from '../../../domain/fleet.ts'
import { type AllocatableOf, allocatableIn } from '../../../domain/node-capacity.ts'
import type { NodeGroup } from '../../../domain/plan.ts'
import { type CapacityType, capacityClass } from '../../../domain/problem.ts'
import type { Share } from '../../../domain/units.ts'

type Room = FleetAgent['requests']

export interface FillingParts {
  readonly catalogue: Pick<Catalogue, 'machines'>
  readonly allocatable: AllocatableOf
  readonly headroom: Share
}

/** A cluster of whose nodes nothing is left to plan with. */
export interface FrozenCluster {
  readonly cluster: FleetCluster
  /** What takes the room that its nodes had left: it stays where it stands, as bystanders do. */
  readonly fillers: readonly FleetAgent[]
}

/** Nobody knows what a cluster that does not answer has left: its nodes are full of fillers beside what stood there, so that nothing more is put onto them. */
export function fillersOf(
  cluster: FleetCluster,
  standing: readonly Pick<FleetAgent, 'id' | 'requests'>[],
  { catalogue, allocatable, headroom }: FillingParts,
): FrozenCluster {
  const requests = new Map(standing.map((agent) => [agent.id, agent.requests]))
  const offered = allocatableIn(cluster, headroom, allocatable)
  const sold = new Map(catalogue.machines(cluster.provider, cluster.region).map((machine) => [machine.instanceType, machine]))
  const fillers = new Map<string, FleetAgent>()
  const nodes = cluster.nodes.map((group): NodeGroup => {
    const shape = sold.get(group.instanceType)
    const room = shape && roomLeft(offered(shape), group, requests)
    if (!room) return group
    const filler = fillerOf(cluster, group, shape, room)
    const before = fillers.get(filler.id)
    fillers.set(filler.id, before ? withReplicas(before, group.count) : filler)
    return { ...group, pods: [...group.pods, { agent: filler.id, replicas: 1 }] }
  })
  return { cluster: { ...cluster, nodes }, fillers: [...fillers.values()] }
}

/** Rounded down by less than anything asks for, so that a full node is not overfull; undefined where there is none. */
function roomLeft(offered: Room, { pods }: NodeGroup, requests: ReadonlyMap<string, Room>): Room | undefined {
  const taken = (resource: keyof Room): number =>
    pods.reduce((sum, { agent, replicas }) => sum + replicas * (requests.get(agent)?.[resource] ?? 0), 0)
  const left = (resource: keyof Room): number => Math.max(0, Math.floor((offered[resource] - taken(resource)) * 1e6) / 1e6)
  const room = { cpu: left('cpu'), memoryGiB: left('memoryGiB'), gpu: Math.floor(left('gpu')) }
  return room.cpu + room.memoryGiB + room.gpu > 0 ? room : undefined
}

function fillerOf(
  cluster: FleetCluster,
  { instanceType, capacityType, count: nodes }: { instanceType: string; capacityType: CapacityType; count: number },
  shape: MachineShape,
  room: Room,
): FleetAgent {
  const bought = capacityClass(capacityType)
  const own = (cluster.taints ?? []).find((one) => one.instanceType === instanceType && one.capacityType === bought)?.taints ?? []
  const taints = [...(shape.gpu > 0 ? [GPU_TAINT] : []), ...own]
  return {
    id: `stale/${cluster.id}/${instanceType}/${bought}/${room.cpu}-${room.memoryGiB}-${room.gpu}`,
    isBystander: true,
    policyNames: [],
    policy: {
      placement: { clusters: [cluster.id] },
      move: { maxReplicas: 0 },
      maxPerNode: 1,
      ...(bought === 'spot' && { spot: { maxShare: 1 } }),
    },
    demand: { replicas: nodes },
    requests: room,
    arch: [shape.arch],
    instanceTypes: [instanceType],
    ...(taints.length > 0 && { tolerates: taints }),
    traffic: [],
  }
}

function withReplicas(filler: FleetAgent, more: number): FleetAgent {
  return 'replicas' in filler.demand ? { ...filler, demand: { replicas: filler.demand.replicas + more } } : filler
}
