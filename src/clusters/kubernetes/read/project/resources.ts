import { gibOf, NO_QUANTITY, numberOf, parseQuantity, type Quantity, quantityOf, sumOf } from '../../../../domain/quantity.ts'
import type { Devices, NodeResources } from '../../snapshot.ts'

/** Amounts by resource, as written. Custom resources may hold plain numbers. */
export type Amounts = Readonly<Record<string, string | number>>

/** Amounts by resource, exact. */
export type ExactAmounts = ReadonlyMap<string, Quantity>

const WHOLE_GPU = /^(nvidia\.com\/gpu|amd\.com\/gpu|gpu\.intel\.com\/(i915|xe))$/

export function exactAmounts(amounts: Amounts | null | undefined): ExactAmounts {
  return new Map(Object.entries(amounts ?? {}).map(([resource, amount]) => [resource, remembered(String(amount), resource)]))
}

/** The same few texts stand in tens of thousands of pods. */
const known = new Map<string, Quantity>()
const MOST_REMEMBERED = 10_000

function remembered(text: string, where: string): Quantity {
  const before = known.get(text)
  if (before) return before
  const quantity = parseQuantity(text, where)
  if (known.size >= MOST_REMEMBERED) known.clear()
  known.set(text, quantity)
  return quantity
}

/** The resources of one pod, or of what its containers may use, as numbers: each rounded once. */
export function podResources(amounts: ExactAmounts): { cpu: number; memoryGiB: number; gpu: number; devices?: Devices } {
  return {
    cpu: numberOf(amounts.get('cpu') ?? NO_QUANTITY),
    memoryGiB: gibOfBytes(amounts.get('memory') ?? NO_QUANTITY),
    ...devicesOf(amounts),
  }
}

export function nodeResources(amounts: Amounts | null | undefined): NodeResources {
  const exact = exactAmounts(amounts)
  return { ...podResources(exact), pods: numberOf(exact.get('pods') ?? NO_QUANTITY) }
}

/** Bytes as GiB: dividing by 2^30 rounds nothing. */
export const gibOfBytes = (bytes: Quantity): number => numberOf(bytes) / 2 ** 30

/** Limits of a NodePool; a resource without a limit is absent. */
export function limitsOf(limits: Amounts | null | undefined): { cpu?: number; memoryGiB?: number; gpu?: number; nodes?: number } {
  const { cpu, memory, nodes, ...others } = limits ?? {}
  const gpus = [...exactAmounts(others)].filter(([resource]) => WHOLE_GPU.test(resource))
  return {
    ...(cpu === undefined ? {} : { cpu: quantityOf(String(cpu), 'limits.cpu') }),
    ...(memory === undefined ? {} : { memoryGiB: gibOf(String(memory), 'limits.memory') }),
    ...(nodes === undefined ? {} : { nodes: quantityOf(String(nodes), 'limits.nodes') }),
    ...(gpus.length === 0 ? {} : { gpu: numberOf(sumOf(gpus.map(([, amount]) => amount))) }),
  }
}

function devicesOf(amounts: ExactAmounts): { gpu: number; devices?: Devices } {
  const devices = [...amounts].filter(([resource, amount]) => isExtended(resource) && amount.digits !== 0n)
  if (devices.length === 0) return { gpu: 0 }
  const whole = devices.filter(([resource]) => WHOLE_GPU.test(resource))
  return {
    gpu: numberOf(sumOf(whole.map(([, amount]) => amount))),
    devices: Object.fromEntries(devices.map(([resource, amount]) => [resource, numberOf(amount)])),
  }
}

/** Extended resources bear the domain of who makes them; Kubernetes' own do not. */
const isExtended = (resource: string): boolean => resource.includes('/') && !/(^|\.)kubernetes\.io\//.test(resource)
