import type { Sku } from './catalog-client.ts'

/** Compute Engine. Other services' SKUs use the same words: GKE's Autopilot sells cores and memory of pods. */
export const COMPUTE_ENGINE = 'services/6F81-5844-456A'

/** What else is sold in the words of machine types, in the order in which it is looked for: sole tenancy has premiums and commitments too. */
const BY_WORDS: readonly [RegExp, string][] = [
  [/sole tenancy/i, 'sole tenancy'],
  [/commit|\bcud\b/i, 'commitments'],
  [/premium/i, 'premiums'],
  [/custom|extended/i, 'custom machine types'],
  [/\bdws\b|defined duration|flex.?start/i, 'Dynamic Workload Scheduler'],
  [/calendar mode|\breserv/i, 'reserved capacity'],
  [/confidential/i, 'confidential computing'],
]
const BY_FAMILY: ReadonlyMap<string, string> = new Map([
  ['License', 'licences'],
  ['Network', 'network'],
  ['Storage', 'storage'],
])

/** What a SKU sells instead of a part of a machine type, on demand or spot; undefined where neither its words nor its category say so. */
export function otherOffer({ name, description, category }: Sku): string | undefined {
  if (name && !name.startsWith(`${COMPUTE_ENGINE}/`)) return 'other services'
  const words = description ?? ''
  const byWords = BY_WORDS.find(([pattern]) => pattern.test(words))?.[1]
  if (byWords) return byWords
  if (/^(commit|cmt)/i.test(category?.usageType ?? '')) return 'commitments'
  return category?.resourceGroup === 'LocalSSD' ? undefined : BY_FAMILY.get(category?.resourceFamily ?? '')
}
