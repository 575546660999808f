import type { RegionRow } from './tables.ts'

/** The continents by which Azure and Google price traffic. */
export type Area = 'north-america' | 'south-america' | 'europe' | 'asia' | 'oceania' | 'middle-east' | 'africa'

const COUNTRIES: Record<Exclude<Area, 'europe' | 'asia'>, readonly string[]> = {
  'north-america': ['US', 'CA', 'MX'],
  'south-america': ['BR', 'CL'],
  oceania: ['AU', 'NZ'],
  'middle-east': ['AE', 'BH', 'IL', 'QA', 'SA'],
  africa: ['ZA'],
}
const ASIA = ['CN', 'HK', 'ID', 'IN', 'JP', 'KR', 'MY', 'SG', 'TH', 'TW']
const EUROPE_BESIDE_THE_EEA = ['CH', 'GB']

export function areaOf(row: RegionRow): Area {
  const country = row.country_iso2
  if (row.eea === '1' || EUROPE_BESIDE_THE_EEA.includes(country)) return 'europe'
  if (ASIA.includes(country)) return 'asia'
  const area = (Object.keys(COUNTRIES) as (keyof typeof COUNTRIES)[]).find((name) => COUNTRIES[name].includes(country))
  if (!area)
    throw new Error(
      `regions.csv: ${row.provider} ${row.region} lies in ${country}, whose continent scripts/refresh-data/areas.ts does not say`,
    )
  return area
}
