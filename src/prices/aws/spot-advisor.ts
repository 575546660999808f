import { type Static, Type } from 'typebox'
import { Compile } from 'typebox/compile'
import type { Calls } from '../calls/calls.ts'
import type { Endpoint } from '../calls/endpoint.ts'
import { fetchJson } from '../calls/fetch-json.ts'
import { LeftOutRows } from '../left-out.ts'
import { badAnswer } from '../price-source-error.ts'
import type { BandAnswer, Feed, InterruptionBand } from '../source.ts'
import type { AwsParts } from './aws-api.ts'

/** The advisor's labels; data/interruption-rates.json says what each means. */
export const BANDS: readonly string[] = ['<5%', '5-10%', '10-15%', '15-20%', '>20%']

/** The advisor's document, as far as it is read: types by region and system, each with the index of its range. */
const Types = Type.Record(Type.String(), Type.Object({ r: Type.Optional(Type.Number()) }))
const Systems = Type.Record(Type.String(), Types)
const Advice = Type.Object({
  ranges: Type.Array(Type.Object({ index: Type.Number(), label: Type.String() }), { minItems: 1 }),
  spot_advisor: Type.Record(Type.String(), Systems),
})
const advice = Compile(Advice)

/** How often spot machines were taken back in the last month, in all regions: AWS Spot Instance Advisor. */
export function spotAdvisorFeed({ url }: Endpoint, calls: Calls, { mostClockSkewSeconds }: Pick<AwsParts, 'mostClockSkewSeconds'>): Feed {
  return {
    id: 'aws-spot-advisor',
    source: 'aws',
    listing: 'aws-spot-advisor',
    provider: 'aws',
    gives: 'interruption bands',
    host: url.host,
    async read(reading) {
      const document = await fetchJson(url, { mostClockSkewSeconds, mostBytes: 50_000_000 }, calls, reading)
      return bandsOf(document, `GET ${url.host}${url.pathname}`)
    },
  }
}

/** A range's own `max` (5, 11, 16, 22, 100) is not what its label says: the label is read. */
function bandsOf(document: unknown, where: string): BandAnswer {
  if (!advice.Check(document)) throw badAnswer(where, "the answer is not the advisor's: its ranges or its regions are missing")
  const { ranges, spot_advisor: regions } = document
  const labels = new Map(ranges.map(({ index, label }) => [index, label]))
  const strange = [...labels.values()].filter((label) => !BANDS.includes(label))
  if (strange.length > 0) throw badAnswer(where, `the advisor has bands that Ballast does not know: ${strange.join(', ')}`)
  const leftOut = new LeftOutRows()
  const bands = Object.entries(regions).flatMap(([region, systems]) => bandsOfRegion(region, systems, labels, leftOut))
  return { gives: 'interruption bands', bands, leftOut: leftOut.told() }
}

function bandsOfRegion(
  region: string,
  systems: Static<typeof Systems>,
  labels: ReadonlyMap<number, string>,
  leftOut: LeftOutRows,
): InterruptionBand[] {
  for (const [system, types] of Object.entries(systems)) if (system !== 'Linux') leftOut.count(system, Object.keys(types).length)
  return Object.entries(systems.Linux ?? {}).flatMap(([instanceType, { r }]) => {
    const band = r === undefined ? undefined : labels.get(r)
    if (band !== undefined) return [{ provider: 'aws', region, instanceType, band }]
    leftOut.count('of no band')
    return []
  })
}
