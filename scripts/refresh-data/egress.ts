import { type Area, areaOf } from './areas.ts'
import { spanOf } from './dates.ts'
import { egressRule } from './egress-rules.ts'
import type { ProvenanceTable } from './provenance.ts'
import type { Summary } from './summary.ts'
import { tableText } from './table-text.ts'
import type { EgressRow, RegionRow } from './tables.ts'

const COLUMNS = ['provider', 'from', 'usd', 'per', 'provenance', 'to']

/** A region with the continent by which its provider prices traffic. */
export interface Place {
  readonly provider: string
  readonly region: string
  readonly area: Area
}

/** Google sells traffic by the GiB; the others say GB, taken as 10⁹ bytes: the dearer reading. */
const UNIT: Record<string, 'GB' | 'GiB'> = { aws: 'GB', azure: 'GB', gcp: 'GiB' }

type EgressFact = readonly [string, string, number, string, number, string[]]

/** Prices of the first paid tier, from each region to the internet and to its provider's other regions. */
export function egressText(
  rows: readonly EgressRow[],
  regions: readonly RegionRow[],
  provenance: ProvenanceTable,
  summary: Summary,
): string {
  const places = regions.map((row) => ({ provider: row.provider, region: row.region, area: areaOf(row) }))
  const facts = rows.flatMap((row) => factsOf(row, places, provenance, summary))
  requireOnePrice(facts)
  const grouped = Map.groupBy(facts, (fact) => fact.slice(0, 5).join('|'))
  const merged = [...grouped.values()].map(
    (group) => [...group[0]!.slice(0, 5), group.flatMap(([, , , , , to]) => to)] as unknown as EgressFact,
  )
  return tableText({ columns: COLUMNS }, { egress: merged.sort(byPlace) })
}

/** What one line of the table says of each region that it speaks of. */
function factsOf(row: EgressRow, places: readonly Place[], provenance: ProvenanceTable, summary: Summary): EgressFact[] {
  const [rule, span] = [egressRule(row), spanOf(row.as_of)]
  const why = 'leftOut' in rule ? rule.leftOut : span ? undefined : 'egress prices without a date'
  if (why) summary.drop(why, `${row.src_provider} ${row.src_region_or_zone} to ${row.dst}`)
  if ('leftOut' in rule || !span) return []
  summary.keep('egress rates')
  const cited = provenance.place(row.source, span)
  return places
    .filter((from) => from.provider === row.src_provider && rule.from(from))
    .map((from) => [from.provider, from.region, rule.usd, UNIT[from.provider]!, cited, targets(rule.to, from, places)] as const)
    .filter(([, , , , , to]) => to.length > 0)
}

function requireOnePrice(facts: readonly EgressFact[]): void {
  const priced = new Set<string>()
  for (const [provider, from, , , , targets] of facts) {
    for (const to of targets) {
      const pair = `${provider} ${from} to ${to}`
      if (priced.has(pair)) throw new Error(`egress.csv: two prices from ${pair}`)
      priced.add(pair)
    }
  }
}

function targets(to: 'internet' | ((from: Place, to: Place) => boolean), from: Place, places: readonly Place[]): string[] {
  if (to === 'internet') return ['internet']
  return places.filter((place) => place.provider === from.provider && to(from, place)).map(({ region }) => region)
}

const sortKey = ([provider, from, usd, , , [to]]: EgressFact) => `${provider}|${from}|${usd.toFixed(6)}|${to}`
const byPlace = (one: EgressFact, other: EgressFact) => (sortKey(one) < sortKey(other) ? -1 : 1)
