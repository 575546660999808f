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

type CapacityOfCluster = Pick<FleetCluster, 'provider' | 'daemonSets' | 'maxPodsPerNode' | 'measured' | 'measuredShare'>

/** The same for machines as nodes of one cluster: as they were seen there, else as computed, corrected by what was seen of others. */
export function allocatableIn(
  cluster: CapacityOfCluster,
  headroom: Share,
  allocatable: AllocatableOf,
): (shape: MachineShape) => Allocatable {
  const { provider, daemonSets, maxPodsPerNode, measured = [], measuredShare } = cluster
  const seen = new Map(measured.map((one) => [one.instanceType, one.allocatable]))
  const node = { provider, daemonSets, headroom, ...(maxPodsPerNode === undefined ? {} : { maxPodsPerNode }) }
  return (shape) => {
    const own = seen.get(shape.instanceType)
    if (own) return shareOf(own, { cpu: 1 - headroom, memoryGiB: 1 - headroom })
    const computed = allocatable({ ...node, shape })
    return measuredShare ? shareOf(computed, measuredShare) : computed
  }
}

/** GPUs and pods are whole, and know no head-room. */
const shareOf = (whole: Allocatable, share: { cpu: Share; memoryGiB: Share }): Allocatable => ({
  ...whole,
  cpu: roundedDown(whole.cpu * share.cpu),
  memoryGiB: roundedDown(whole.memoryGiB * share.memoryGiB),
})

/** To thousandths; the small term keeps 3.92 from becoming 3.919 by the rounding of binary fractions. */
const roundedDown = (value: number): number => Math.max(0, Math.floor(value * 1000 + 1e-6) / 1000)

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
