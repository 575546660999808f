import type { Machine } from '../../../domain/catalogue.ts'
import { type ClusterNode, withPods } from '../../../domain/cluster-node.ts'
import { type FleetAgent, type FleetCluster, GPU_TAINT } from '../../../domain/fleet.ts'
import type { Policy } from '../../../domain/policy.ts'
import type { CapacityClass } from '../../../domain/problem.ts'
import type { Replicas } from '../../../domain/units.ts'
import { blockedNode, layeredNodes, type OfferedMachine } from './blocked-nodes.ts'
import type { Block } from './layers.ts'
import { kindOf, type StandingNode } from './standing-nodes.ts'

interface BystanderParts {
  readonly cluster: Pick<FleetCluster, 'id' | 'taints'>
  readonly machines: readonly Machine[]
  readonly offeredOn: (machine: Machine) => OfferedMachine
}

export interface StandingTogether {
  readonly nodes: readonly ClusterNode[]
  readonly bystanders: readonly FleetAgent[]
}

/**
 * Today's nodes with the agents and, as a few agents that cannot move, all other pods on them. What these take of a node is one
 * block, told in layers by kind of machine: one lies on every node that has any, once, so that as many nodes of the kind stay
 * as have some, whatever a plan does; all together they are as large as what is taken.
 */
export function withBystanders(nodes: readonly StandingNode[], parts: BystanderParts): StandingTogether {
  const standing = new Map(nodes.map((node) => [node, plainNode(node, parts.cluster.id)]))
  const burdened = nodes.filter(({ bystanders }) => bystanders.length > 0)
  const bystanders = [...Map.groupBy(burdened, kindOf)]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([, alike]) => {
      const [{ instanceType, capacityType }] = alike as [StandingNode]
      const machine = parts.machines.find((one) => one.instanceType === instanceType)!
      const offered = parts.offeredOn(machine)
      const taints = taintsOf(parts.cluster, machine, capacityType)
      const blocked = alike.map((node) => blockedNode(node, isOpen(node, taints), offered))
      const { layers, morePods } = layeredNodes(blocked, offered.offered)
      const kind = { cluster: parts.cluster.id, machine, capacityType, taints }
      const put = (agent: string, at: number, replicas: Replicas) =>
        standing.set(alike[at]!, withPods(standing.get(alike[at]!)!, agent, replicas))
      const agents = layers.map(({ requests, on }, at) => {
        const id = nameOf(kind, at + 1)
        for (const node of on) put(id, node, 1)
        return bystander(id, kind, on.length, requests, 1)
      })
      if (morePods.every((more) => more === 0)) return agents
      const id = nameOf(kind, 'pods')
      for (const [node, more] of morePods.entries()) if (more > 0) put(id, node, more)
      return [
        ...agents,
        bystander(
          id,
          kind,
          morePods.reduce((sum, more) => sum + more, 0),
          NO_SIZE,
          Math.max(...morePods),
        ),
      ]
    })
  return { nodes: [...standing.values()], bystanders }
}

const NO_SIZE: Block = { cpu: 0, memoryGiB: 0, gpu: 0 }

const plainNode = ({ instanceType, capacityType, zone, agents }: StandingNode, cluster: string): ClusterNode => ({
  cluster,
  instanceType,
  capacityType,
  ...(zone !== undefined && { zone }),
  pods: agents,
})

/** Whether agents could start there that a plan would put onto a node of its kind: it bears no taint that others of its kind do not. */
const isOpen = ({ takesPods, taints }: StandingNode, ofKind: readonly string[]): boolean =>
  takesPods && taints.every((taint) => taint === GPU_TAINT || ofKind.includes(taint))

function taintsOf({ taints = [] }: Pick<FleetCluster, 'taints'>, { instanceType, gpu }: Machine, capacityType: CapacityClass): string[] {
  const own = taints.find((one) => one.instanceType === instanceType && one.capacityType === capacityType)?.taints ?? []
  return [...(gpu > 0 ? [GPU_TAINT] : []), ...own]
}

interface Kind {
  readonly cluster: string
  readonly machine: Machine
  readonly capacityType: CapacityClass
  readonly taints: readonly string[]
}

const nameOf = ({ cluster, machine, capacityType }: Kind, which: number | string): string =>
  `bystanders/${cluster}/${machine.instanceType}/${capacityType}/${which}`

function bystander(id: string, kind: Kind, replicas: Replicas, requests: Block, maxPerNode: Replicas): FleetAgent {
  const { cluster, machine, capacityType, taints } = kind
  const policy: Policy = {
    placement: { clusters: [cluster] },
    move: { maxReplicas: 0 },
    maxPerNode,
    ...(capacityType === 'spot' && { spot: { maxShare: 1 } }),
  }
  return {
    id,
    isBystander: true,
    policyNames: [],
    policy,
    demand: { replicas },
    requests,
    arch: [machine.arch],
    instanceTypes: [machine.instanceType],
    ...(taints.length > 0 && { tolerates: taints }),
    traffic: [],
  }
}
