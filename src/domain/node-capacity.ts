import type { MachineShape } from './catalogue.ts'
import type { FleetCluster } from './fleet.ts'
import type { InputIssue } from './input-error.ts'
import type { Allocatable } from './problem.ts'
import type { Share } from './units.ts'

/** What a node of some machine gives to pods cannot be known; the message names the machine and the setting that decides it. */
export class UnknownCapacityError extends Error {
  override readonly name: string = 'UnknownCapacityError'
}

/** What a node gives to pods after its provider's reserves, the cluster's DaemonSets and head-room. Throws UnknownCapacityError. */
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

/** What `work` gives; `otherwise` where a node's capacity is unknown, which joins `issues` as a mistake of the cluster's settings. */
export function withKnownCapacity<Result>(path: string, issues: InputIssue[], otherwise: Result, work: () => Result): Result {
  try {
    return work()
  } catch (error) {
    if (!(error instanceof UnknownCapacityError)) throw error
    issues.push({ path: `${path}.maxPodsPerNode`, message: error.message })
    return otherwise
  }
}
