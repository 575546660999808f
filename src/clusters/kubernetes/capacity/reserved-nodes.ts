import type { ClusterNode } from '../../../domain/cluster-node.ts'
import type { Reservation } from '../../../domain/fleet.ts'

/** Of the machines that the cluster's owner has reserved, so many nodes as reserved: the fullest first, since the bill does not say which they are. */
export function reservedNodes(nodes: readonly ClusterNode[], reserved: readonly Reservation[]): ClusterNode[] {
  const covered = new Set(reserved.flatMap(({ instanceType, count }) => fullest(nodes, instanceType).slice(0, count)))
  return nodes.map((node) => (covered.has(node) ? { ...node, capacityType: 'reserved' } : node))
}

const fullest = (nodes: readonly ClusterNode[], instanceType: string): ClusterNode[] =>
  nodes
    .filter((node) => node.instanceType === instanceType && node.capacityType === 'on-demand')
    .toSorted((one, other) => podsOn(other) - podsOn(one))

const podsOn = ({ pods }: ClusterNode): number => [...pods.values()].reduce((sum, replicas) => sum + replicas, 0)
