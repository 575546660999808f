import type { Area } from './areas.ts'
import type { Place } from './egress.ts'
import type { EgressRow } from './tables.ts'

/** Which traffic a line of the table prices, in terms of regions. */
export interface EgressRule {
  readonly from: (place: Place) => boolean
  readonly to: 'internet' | ((from: Place, to: Place) => boolean)
  readonly usd: number
}

export interface LeftOut {
  readonly leftOut: string
}

/** Reads a line's words; throws at words that nobody has taught it, so that a changed table is looked at. */
export function egressRule(row: EgressRow): EgressRule | LeftOut {
  const why = reasonToLeaveOut(row)
  if (why) return { leftOut: why }
  const crossZone = row.dst.endsWith('other AZ') && row.note.includes('EACH direction')
  return {
    from: origin(row),
    to: row.dst_provider === 'internet' ? 'internet' : target(row),
    usd: Number(row.usd_per_gb) * (crossZone ? 2 : 1),
  }
}

function reasonToLeaveOut({ note, dst, usd_per_gb }: EgressRow): string | undefined {
  if (!(Number(usd_per_gb) >= 0) || usd_per_gb === '') return 'egress lines without a price'
  if (/confirmation|second-hand/.test(note)) return 'egress prices that only confirm another'
  if (dst.includes('Standard tier')) return "egress prices of Google's Standard tier (GKE's default is Premium)"
  if (dst.startsWith('Australia')) return 'egress prices for users in one country alone'
  return dst === 'same zone' ? 'egress prices within a zone' : undefined
}

function origin({ src_provider, src_region_or_zone: words }: EgressRow): (place: Place) => boolean {
  if (words === 'any') return () => true
  const asiaBut = words === 'continent:asia except northeast1-3, southeast1, southeast2'
  if (asiaBut) return (place) => place.area === 'asia' && !OWN_ASIAN_PRICE.test(place.region)
  if (words === 'continent:any except australia/asia-southeast2') return (place) => GOOGLE_AREAS.includes(place.area) && !isFar(place)
  if (words === 'continent:australia or asia-southeast2 (either end)') return (place) => GOOGLE_AREAS.includes(place.area)
  if (words.startsWith('continent:')) return inContinents(src_provider, words.slice('continent:'.length).split('/'))
  const regions = words.split('/')
  return (place) => regions.includes(place.region)
}

const OWN_ASIAN_PRICE = /^asia-(northeast[123]|southeast[12])$/
/** The continents that the table's Google lines speak of; none of them is about Africa or the Middle East. */
const GOOGLE_AREAS: readonly Area[] = ['north-america', 'south-america', 'europe', 'asia', 'oceania']
const isFar = (place: Place) => place.area === 'oceania' || place.region === 'asia-southeast2'

/** Google's continents are the first words of its region names: Querétaro is in `northamerica`, Iowa in `us`. */
function inContinents(provider: string, continents: readonly string[]): (place: Place) => boolean {
  if (provider === 'gcp') return (place) => continents.includes(place.region.split('-')[0]!)
  return (place) => continents.includes(place.area)
}

function target({ dst, src_provider }: EgressRow): (from: Place, to: Place) => boolean {
  const sameArea = (from: Place, to: Place) => from.area === to.area
  if (/^same region, other (AZ|zone)$/.test(dst) || dst.endsWith(' other AZ')) return (from, to) => from.region === to.region
  if (dst === 'same continent, other region') return (from, to) => sameArea(from, to) && from.region !== to.region
  if (dst === 'other continent except australia/asia-southeast2')
    return (from, to) => !sameArea(from, to) && GOOGLE_AREAS.includes(to.area) && !isFar(to)
  if (dst === 'other continent' && src_provider === 'gcp')
    return (from, to) => !sameArea(from, to) && GOOGLE_AREAS.includes(to.area) && (isFar(from) || isFar(to))
  if (dst === 'other continent') return (from, to) => !sameArea(from, to)
  if (/^[a-z]{2}(-[a-z]+)+-\d$/.test(dst)) return (_, to) => to.region === dst
  throw new Error(`egress.csv: nobody has said which regions "${dst}" means: teach scripts/refresh-data/egress-rules.ts`)
}
