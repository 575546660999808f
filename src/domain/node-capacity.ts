import type { MachineShape } from './catalogue.ts'
import type { FleetCluster } from './fleet.ts'
import type { Allocatable } from './problem.ts'
import type { Share } from './units.ts'

/** What a node gives to pods after its provider's reserves, the cluster's DaemonSets and head-room. */
export type AllocatableOf = (node: {
  readonly provider: string
  readonly shape: MachineShape
  readonly maxPodsPerNode?: number
  readonly daemonSets: FleetCluster['daemonSets']
  readonly headroom: Share
}) => Allocatable

/** The same for machines as nodes of one cluster. */
export function allocatableIn(
  { provider, daemonSets, maxPodsPerNode }: Pick<FleetCluster, 'provider' | 'daemonSets' | 'maxPodsPerNode'>,
  headroom: Share,
  allocatable: AllocatableOf,
): (shape: MachineShape) => Allocatable {
  const node = { provider, daemonSets, headroom, ...(maxPodsPerNode === undefined ? {} : { maxPodsPerNode }) }
  return (shape) => allocatable({ ...node, shape })
}
