import type { ListedCapacity } from '../../domain/listed-price.ts'
import type { Sku } from './catalog-client.ts'
import { seriesOfWords } from './machine-series.ts'
import { otherOffer } from './other-offers.ts'

/** What a SKU prices: `core n2`, `memory n2`, `gpu L4`, `local SSD`, `machine f1-micro`. */
export interface SkuPart {
  readonly part: string
  readonly kind: PartKind
  readonly capacityType: ListedCapacity
}
export type PartKind = 'core' | 'memory' | 'gpu' | 'local SSD' | 'machine'

/** `Spot Preemptible …` since 2021, `Preemptible …` before; for GPUs and disks `… attached to Spot Preemptible VMs`. */
const SPOT_WORDS = /^(?:Spot )?Preemptible | attached to (?:Spot )?Preemptible VMs?\b/i
const PLACE = / (?:running )?in .+$/

/** GPUs as Google has written them over the years: the longer name is no case of the shorter. */
const GPUS: ReadonlyMap<string, string> = new Map([
  ['Nvidia Tesla A100 GPU', 'A100-40GB'],
  ['Nvidia Tesla A100 80GB GPU', 'A100-80GB'],
  ['Nvidia L4 GPU', 'L4'],
  ['Nvidia H100 80GB GPU', 'H100'],
  ['Nvidia H100 80GB Mega GPU', 'H100 Mega'],
  ['Nvidia H100 Mega 80GB GPU', 'H100 Mega'],
  ['Nvidia H100 80GB Plus GPU', 'H100 Mega'],
  ['H200 141GB GPU', 'H200'],
  ['Nvidia H200 141GB GPU', 'H200'],
  ['RTX 6000 96GB', 'RTX PRO 6000'],
])
const WHOLE_MACHINES: ReadonlyMap<string, string> = new Map([
  ['Micro Instance with burstable CPU', 'f1-micro'],
  ['Small Instance with 1 VCPU', 'g1-small'],
])
/** The resource family and group that each kind of part must have. */
const CATEGORY: Readonly<Record<PartKind, RegExp>> = {
  core: /^Compute (CPU|N1Standard)$/,
  memory: /^Compute (RAM|N1Standard)$/,
  gpu: /^Compute GPU$/,
  'local SSD': /^(Storage|Compute) LocalSSD$/,
  machine: /^Compute (F1Micro|G1Small)$/,
}

/** What a SKU prices, or why it prices no machine type. Only its words tell the series, so its category must agree with them. */
export function partOf(sku: Sku): SkuPart | string {
  const other = otherOffer(sku)
  if (other) return other
  const words = sku.description ?? ''
  const named = namedPart(words.replace(SPOT_WORDS, '').replace(PLACE, ''))
  if (typeof named === 'string') return named
  const part: SkuPart = { ...named, capacityType: SPOT_WORDS.test(words) ? 'spot' : 'on-demand' }
  return agrees(part, sku.category) ? part : 'words and category that disagree'
}

function namedPart(words: string): Omit<SkuPart, 'capacityType'> | string {
  const [, seriesWords, component] = /^(.+) (Core|Ram)$/i.exec(words) ?? []
  if (seriesWords) {
    const series = seriesOfWords(seriesWords)
    const kind = /core/i.test(component!) ? 'core' : 'memory'
    return series ? { part: `${kind} ${series}`, kind } : 'unknown machine series'
  }
  const gpu = GPUS.get(words)
  if (gpu) return { part: `gpu ${gpu}`, kind: 'gpu' }
  const machine = WHOLE_MACHINES.get(words)
  if (machine) return { part: `machine ${machine}`, kind: 'machine' }
  if (words === 'SSD backed Local Storage') return { part: 'local SSD', kind: 'local SSD' }
  return / GPU$/.test(words) ? 'GPUs that no machine type includes' : 'other SKUs'
}

/** Some spot SKUs of GPUs and local SSDs bear the usage type OnDemand: there the words count. */
function agrees({ kind, capacityType }: SkuPart, category: Sku['category']): boolean {
  const usage = category?.usageType
  const mayLackUsage = kind === 'gpu' || kind === 'local SSD'
  const isSpotUsage = usage === 'Preemptible' || (mayLackUsage && usage === 'OnDemand')
  const isOfUsage = capacityType === 'spot' ? isSpotUsage : usage === 'OnDemand'
  return isOfUsage && CATEGORY[kind].test(`${category?.resourceFamily} ${category?.resourceGroup}`)
}
