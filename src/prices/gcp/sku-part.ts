import type { ListedCapacity } from '../../domain/listed-price.ts'
import type { Sku } from './catalog-client.ts'
import { seriesOfWords } from './machine-series.ts'

/** What a SKU prices: `core n2`, `memory n2`, `gpu L4`, `local SSD`, `machine f1-micro`. */
export interface SkuPart {
  readonly part: string
  readonly kind: PartKind
  readonly capacityType: ListedCapacity
}
export type PartKind = 'core' | 'memory' | 'gpu' | 'local SSD' | 'machine'

/** Compute Engine. Other services' SKUs use the same words: GKE's Autopilot sells cores and memory of pods. */
export const COMPUTE_ENGINE = 'services/6F81-5844-456A'

/** Reasons for which a SKU is no part of a machine type's price, in the order in which they are tried on its description. */
const OTHER_OFFERS: readonly [RegExp, string][] = [
  [/sole tenancy/i, 'sole tenancy'],
  [/commit|\bcud\b/i, 'commitments'],
  [/premium/i, 'premiums'],
  [/custom|extended/i, 'custom machine types'],
  [/\bdws\b|defined duration|flex.?start/i, 'Dynamic Workload Scheduler'],
  [/calendar mode|\breserv/i, 'reserved capacity'],
  [/confidential/i, 'confidential computing'],
]
const OTHER_FAMILIES: Readonly<Record<string, string>> = { License: 'licences', Network: 'network', Storage: 'storage' }

/** As Google writes them over the years; the longer name is no case of the shorter. */
const GPU_BY_WORDS: Readonly<Record<string, string>> = {
  'Nvidia Tesla A100 GPU': 'A100-40GB',
  'Nvidia Tesla A100 80GB GPU': 'A100-80GB',
  'Nvidia L4 GPU': 'L4',
  'Nvidia H100 80GB GPU': 'H100',
  'Nvidia H100 80GB Mega GPU': 'H100 Mega',
  'Nvidia H100 Mega 80GB GPU': 'H100 Mega',
  'Nvidia H100 80GB Plus GPU': 'H100 Mega',
  'H200 141GB GPU': 'H200',
  'Nvidia H200 141GB GPU': 'H200',
  'RTX 6000 96GB': 'RTX PRO 6000',
}
const MACHINE_BY_WORDS: Readonly<Record<string, string>> = {
  'Micro Instance with burstable CPU': 'f1-micro',
  'Small Instance with 1 VCPU': 'g1-small',
}
const GROUPS: Readonly<Record<PartKind, RegExp>> = {
  core: /^(CPU|N1Standard)$/,
  memory: /^(RAM|N1Standard)$/,
  gpu: /^GPU$/,
  'local SSD': /^LocalSSD$/,
  machine: /^(F1Micro|G1Small)$/,
}

/** `Spot Preemptible …` since 2021, `Preemptible …` before; for GPUs and disks `… attached to Spot Preemptible VMs`. */
const SPOT_WORDS = /^(?:Spot )?Preemptible | attached to (?:Spot )?Preemptible VMs?\b/i
const PLACE = / (?:running )?in .+$/

/** What a SKU prices, or why it prices no machine type. Its words and its category must agree. */
export function partOf({ name, description, category }: Sku): SkuPart | string {
  if (name && !name.startsWith(`${COMPUTE_ENGINE}/`)) return 'other services'
  const words = description ?? ''
  const isOfLocalSsd = /\bLocal (SSD|Storage)\b/.test(words)
  const other = OTHER_OFFERS.find(([pattern]) => pattern.test(words))?.[1]
  if (other) return other
  if (/^(commit|cmt)/i.test(category?.usageType ?? '')) return 'commitments'
  const family = OTHER_FAMILIES[category?.resourceFamily ?? '']
  if (family && !isOfLocalSsd) return family
  const named = namedPart(words.replace(SPOT_WORDS, '').replace(PLACE, ''))
  if (typeof named === 'string') return named
  const part = { ...named, capacityType: SPOT_WORDS.test(words) ? ('spot' as const) : ('on-demand' as const) }
  return agrees(part, category) ? part : 'words and category that disagree'
}

function namedPart(words: string): Omit<SkuPart, 'capacityType'> | string {
  const [, seriesWords, component] = /^(.+) (Core|Ram)$/.exec(words) ?? []
  if (seriesWords) {
    const series = seriesOfWords(seriesWords)
    const kind = component === 'Core' ? 'core' : 'memory'
    return series ? { part: `${kind} ${series}`, kind } : 'unknown machine series'
  }
  if (words in GPU_BY_WORDS) return { part: `gpu ${GPU_BY_WORDS[words]}`, kind: 'gpu' }
  if (words in MACHINE_BY_WORDS) return { part: `machine ${MACHINE_BY_WORDS[words]}`, kind: 'machine' }
  if (words === 'SSD backed Local Storage') return { part: 'local SSD', kind: 'local SSD' }
  return / GPU$/.test(words) ? 'GPUs that no machine type includes' : 'other SKUs'
}

/** Some spot SKUs of GPUs and local SSDs bear the usage type OnDemand: there the words count. */
function agrees({ kind, capacityType }: SkuPart, category: Sku['category']): boolean {
  const usage = category?.usageType
  const isOfUsage =
    capacityType === 'on-demand' ? usage === 'OnDemand' : usage === 'Preemptible' || (usage === 'OnDemand' && /gpu|local SSD/.test(kind))
  return isOfUsage && GROUPS[kind].test(category?.resourceGroup ?? '')
}
