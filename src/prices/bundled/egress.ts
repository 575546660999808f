import type { Provenance } from '../../domain/catalogue.ts'
import type { UsdPerGiB } from '../../domain/units.ts'
import { readFacts } from './facts.ts'

/** 2³⁰ bytes in units of 10⁹. */
const GB_PER_GIB = 1.073741824

type EgressRow = [provider: string, from: string, usd: number, per: 'GB' | 'GiB', provenance: number, to: string[]]

export type EgressPrice = Provenance & { readonly usdPerGiB: UsdPerGiB }

/** Price of traffic from a provider's region to another of its regions or to `internet`; undefined where no source says. */
export function readEgress(
  provenance: (place: number) => Provenance,
): (provider: string, from: string, to: string) => EgressPrice | undefined {
  let rows: ReadonlyMap<string, EgressRow[]> | undefined
  return (provider, from, to) => {
    rows ??= Map.groupBy(readFacts<{ egress: EgressRow[] }>('egress.json').egress, (row) => `${row[0]}/${row[1]}`)
    const row = rows.get(`${provider}/${from}`)?.find(([, , , , , targets]) => targets.includes(to))
    return row && { usdPerGiB: usdPerGiB(row[2], row[3]), ...provenance(row[4]) }
  }
}

const usdPerGiB = (usd: number, per: 'GB' | 'GiB') => (per === 'GiB' ? usd : Number((usd * GB_PER_GIB).toFixed(9)))
