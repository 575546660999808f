import type { MachineShape } from '../domain/catalogue.ts'
import type { Allocatable } from '../domain/problem.ts'
import type { GiB, Share, Vcpu } from '../domain/units.ts'
import { mostPods, reservesOf } from './node-reserves.ts'

export interface NodeSettings {
  readonly provider: string
  readonly shape: Pick<MachineShape, 'instanceType' | 'vcpu' | 'memoryGiB' | 'gpu' | 'maxPods'>
  /** Where the cluster's network settings decide it; absent: the provider's default for the machine. */
  readonly maxPodsPerNode?: number
  /** What the DaemonSets take of every node. */
  readonly daemonSets: { readonly cpu: Vcpu; readonly memoryGiB: GiB; readonly pods?: number }
  /** Part of CPU and memory that plans leave free. */
  readonly headroom: Share
}

/**
 * What a node gives to pods: its capacity less what the provider keeps for the kubelet, the system and eviction (by its published
 * formula, cited in data/node-reserves.json), less the DaemonSets, less the head-room; GPUs and pods know no head-room.
 * A provider without a published formula is taken to keep what GKE does: a quarter of the first 4 GiB and less of what follows.
 * Capacity is nominal: the kernel takes one to three per cent of memory more, which the head-room must cover.
 * Rounded down to thousandths, never negative. Throws UnknownPodLimitError.
 */
export function allocatable({ provider, shape, maxPodsPerNode, daemonSets, headroom }: NodeSettings): Allocatable {
  const pods = mostPods(provider, shape, maxPodsPerNode)
  const kept = reservesOf(provider, shape, pods)
  const left = (capacity: number, reserved: number, taken: number) => roundedDown((capacity - reserved - taken) * (1 - headroom))
  return {
    cpu: left(shape.vcpu, kept.cpu, daemonSets.cpu),
    memoryGiB: left(shape.memoryGiB, kept.memoryGiB, daemonSets.memoryGiB),
    gpu: shape.gpu,
    pods: Math.max(0, pods - (daemonSets.pods ?? 0)),
  }
}

/** The small term keeps 3.92 from becoming 3.919 by the rounding of binary fractions. */
const roundedDown = (value: number) => Math.max(0, Math.floor(value * 1000 + 1e-6) / 1000)
