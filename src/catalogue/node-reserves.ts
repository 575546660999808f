import reserves from '../../data/node-reserves.json' with { type: 'json' }
import type { MachineShape } from '../domain/catalogue.ts'
import { UnknownCapacityError } from '../domain/node-capacity.ts'
import type { GiB, Vcpu } from '../domain/units.ts'

const MIB_PER_GIB = 1024
/** AKS states its rule in MB of 10⁶ bytes, EKS and GKE in MiB of 2²⁰. */
const GIB_PER_MB = 1e6 / 2 ** 30

type Shape = Pick<MachineShape, 'instanceType' | 'vcpu' | 'memoryGiB' | 'maxPods'>

interface Band {
  readonly upTo: number | null
  readonly keptShare: number
}

/** How many pods a node may hold cannot be known; the remedy is a setting of the cluster. */
export class UnknownPodLimitError extends UnknownCapacityError {
  override readonly name = 'UnknownPodLimitError'

  constructor(instanceType: string) {
    super(`the most pods of a node of type ${instanceType} are not known: set maxPodsPerNode for the cluster that grows from it`)
  }
}

/** The most pods of a node: the cluster's setting, else the provider's default for the machine; never more than the provider allows. */
export function mostPods(provider: string, shape: Shape, maxPodsPerNode: number | undefined): number {
  if (provider === 'aws') return mostPodsOnEks(shape, maxPodsPerNode)
  const { pods } = provider === 'azure' ? reserves.azure : reserves.gcp
  return Math.min(maxPodsPerNode ?? shape.maxPods ?? pods.default, pods.most)
}

/** Managed node groups cap what the network interfaces would allow, by the machine's size. */
function mostPodsOnEks({ instanceType, vcpu, maxPods }: Shape, maxPodsPerNode: number | undefined): number {
  const { mostBelow30Vcpu, most } = reserves.aws.pods
  const wanted = maxPodsPerNode ?? maxPods
  if (wanted === undefined) throw new UnknownPodLimitError(instanceType)
  return Math.min(wanted, vcpu < 30 ? mostBelow30Vcpu : most)
}

/** CPU and memory that the provider keeps from pods on a node that may hold so many [vCPU, GiB]. */
export function reservesOf(provider: string, shape: Shape, pods: number): { cpu: Vcpu; memoryGiB: GiB } {
  const { cpu, evictionMiB } = provider === 'aws' ? reserves.aws : provider === 'azure' ? reserves.azure : reserves.gcp
  const memoryGiB = provider === 'aws' ? memoryOnEks(shape, pods) : provider === 'azure' ? memoryOnAks(shape, pods) : memoryOnGke(shape)
  return {
    cpu: banded(
      shape.vcpu,
      cpu.map(({ upToVcpu, keptShare }) => ({ upTo: upToVcpu, keptShare })),
    ),
    memoryGiB: memoryGiB + evictionMiB / MIB_PER_GIB,
  }
}

/** EKS counts the pods that the machine's interfaces allow, even where a setting allows fewer. */
function memoryOnEks({ maxPods }: Shape, pods: number): GiB {
  const { baseMiB, perPodMiB } = reserves.aws.memory
  return (baseMiB + perPodMiB * Math.max(pods, maxPods ?? 0)) / MIB_PER_GIB
}

function memoryOnAks({ memoryGiB }: Shape, pods: number): GiB {
  const { baseMB, perPodMB, mostShare } = reserves.azure.memory
  return Math.min((baseMB + perPodMB * pods) * GIB_PER_MB, memoryGiB * mostShare)
}

function memoryOnGke({ memoryGiB }: Shape): GiB {
  const { below1GiBMiB, bands } = reserves.gcp.memory
  if (memoryGiB < 1) return below1GiBMiB / MIB_PER_GIB
  return banded(
    memoryGiB,
    bands.map(({ upToGiB, keptShare }) => ({ upTo: upToGiB, keptShare })),
  )
}

/** Σ share · (part of the amount in the band). */
function banded(amount: number, bands: readonly Band[]): number {
  let kept = 0
  let from = 0
  for (const { upTo, keptShare } of bands) {
    const to = Math.min(amount, upTo ?? amount)
    kept += keptShare * Math.max(0, to - from)
    from = upTo ?? amount
  }
  return kept
}
