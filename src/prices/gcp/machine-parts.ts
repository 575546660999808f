import type { MachineShape } from '../../domain/catalogue.ts'
import { seriesOfType } from './machine-series.ts'

/** How much of a part a machine type includes, in thousandths: 14.4 GiB are 14400. */
export interface MachinePart {
  readonly part: string
  readonly thousandths: bigint
}

/** What shared-core types of E2 are billed for, of the two vCPUs that they show. https://cloud.google.com/compute/vm-instance-pricing#sharedcore */
const BILLED_VCPU: Readonly<Record<string, number>> = { 'e2-micro': 0.25, 'e2-small': 0.5, 'e2-medium': 1 }
/** Sold as a whole, by SKUs of their own. */
const WHOLE_MACHINES: ReadonlySet<string> = new Set(['f1-micro', 'g1-small'])

/**
 * GiB of local SSD for each GPU, in types that always come with it and are billed for it: disks of 375 GiB.
 * https://cloud.google.com/compute/docs/disks/local-ssd#choose_number_local_ssds
 */
const LOCAL_SSD_GIB_PER_GPU: readonly [RegExp, number][] = [
  [/^a2-ultragpu-/, 375],
  [/^a3-(highgpu|megagpu)-/, 750],
  [/^a3-ultragpu-/, 1500],
]
/** They include local SSD too; how much, the shapes do not say. */
const LOCAL_SSD_OF_UNKNOWN_SIZE = /lssd\b|^z3-/

/** All parts that make up a machine type's price, or why they cannot be told. */
export function partsOf(shape: MachineShape): readonly MachinePart[] | string {
  const { instanceType, vcpu, memoryGiB, gpu } = shape
  if (WHOLE_MACHINES.has(instanceType)) return [{ part: `machine ${instanceType}`, thousandths: 1000n }]
  if (LOCAL_SSD_OF_UNKNOWN_SIZE.test(instanceType)) return 'local SSD of a size that is not known'
  const series = seriesOfType(instanceType)
  const ssdGiBPerGpu = LOCAL_SSD_GIB_PER_GPU.find(([pattern]) => pattern.test(instanceType))?.[1] ?? 0
  return [
    { part: `core ${series}`, thousandths: inThousandths(BILLED_VCPU[instanceType] ?? vcpu) },
    { part: `memory ${series}`, thousandths: inThousandths(memoryGiB) },
    ...(gpu > 0 ? [{ part: `gpu ${gpuModelOf(shape, series)}`, thousandths: inThousandths(gpu) }] : []),
    ...(ssdGiBPerGpu > 0 ? [{ part: 'local SSD', thousandths: inThousandths(ssdGiBPerGpu * gpu) }] : []),
  ]
}

/** A3 Mega's H100 has a price of its own. */
const gpuModelOf = ({ gpuModel }: MachineShape, series: string): string =>
  series === 'a3plus' && gpuModel === 'H100' ? 'H100 Mega' : gpuModel

const inThousandths = (quantity: number): bigint => BigInt(Math.round(quantity * 1000))
