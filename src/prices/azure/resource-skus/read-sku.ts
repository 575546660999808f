import type { Arch } from '../../../domain/problem.ts'
import type { ProviderShape } from '../../source.ts'
import { gpuModelOf } from './gpu-models.ts'
import type { ResourceSku } from './resource-sku.ts'

/** Why a SKU that the region sells is none of this subscription's. */
export const REFUSED = 'not available to the subscription'

/** The SKU as a machine shape, or the reason why it is none that the subscription can have in the region. */
export function readSku(sku: ResourceSku, region: string): ProviderShape | string {
  if (!same(sku.resourceType, 'virtualMachines')) return 'no virtual machine'
  if (!sku.locations?.some((location) => same(location, region))) return 'another region'
  if (isRefused(sku, region)) return REFUSED
  const capabilities = new Map(sku.capabilities?.map(({ name, value }) => [name?.toLowerCase(), value]))
  const arch = archOf(capabilities.get('cpuarchitecturetype'))
  if (arch === undefined) return 'architecture not known'
  const gpu = Number(capabilities.get('gpus') ?? 0)
  const gpuModel = gpu > 0 ? gpuModelOf(sku.name ?? '') : ''
  if (gpuModel === undefined || !Number.isInteger(gpu)) return 'no whole GPUs of a known model'
  // A SKU with constrained cores is sold with fewer than its host has: `DS13-2_v2` has 8 and gives 2.
  const vcpu = Number(capabilities.get('vcpusavailable') ?? capabilities.get('vcpus'))
  const memoryGiB = Number(capabilities.get('memorygb'))
  if (!sku.name || !(vcpu > 0 && memoryGiB > 0)) return 'vCPU or memory not told'
  return { provider: 'azure', instanceType: sku.name, arch, vcpu, memoryGiB, gpu, gpuModel }
}

/** Azure writes the names of its regions and resources now so, now so. */
const same = (one: string | null | undefined, other: string): boolean => one?.toLowerCase() === other.toLowerCase()

/** Where only zones are refused, it can be had without a zone, or in another one. */
const isRefused = ({ restrictions }: ResourceSku, region: string): boolean =>
  restrictions?.some(({ type, values }) => same(type, 'Location') && values?.some((value) => same(value, region))) ?? false

function archOf(type: string | null | undefined): Arch | undefined {
  if (!type || same(type, 'x64')) return 'amd64'
  return same(type, 'Arm64') ? 'arm64' : undefined
}
