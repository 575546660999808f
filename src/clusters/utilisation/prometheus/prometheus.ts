import pLimit from 'p-limit'
import { baseOf, type PrometheusAddress } from './address.ts'
import { type Series, seriesOf } from './answer.ts'
import { exchange, type PrometheusLimits, USUAL_LIMITS } from './exchange.ts'
import { PrometheusError } from './prometheus-error.ts'

/** A Prometheus, or what speaks its API. */
export interface Prometheus {
  /** Its API's base: the same for two clusters whose series are in one. */
  readonly address: string
  /** Label matchers that belong into every selector, each with a comma before it; '' where there are none. */
  readonly matchers: string
  /** As of a time. Throws PrometheusError. */
  at(query: string, time: Date, signal: AbortSignal): Promise<readonly Series[]>
  /** Over a range, asked for in parts that servers allow; gaps stay gaps. Throws PrometheusError. */
  over(query: string, range: TimeRange, signal: AbortSignal): Promise<readonly Series[]>
}

/** Both ends are included; they are whole steps apart. */
export interface TimeRange {
  readonly startSeconds: number
  readonly endSeconds: number
  readonly stepSeconds: number
  /** A guess of how many series come: the more, the shorter the parts. */
  readonly expectedSeries?: number
}

/** Servers refuse more than 11,000 points a series. */
const MOST_POINTS = 10_000
/** About 8 MB of JSON. */
const MOST_SAMPLES = 250_000
/** So many calls to one server at once: more makes it slower, not faster. */
const CALLS_AT_ONCE = 4
/** Thanos leaves out stores that are down unless it is told otherwise; Prometheus does not know the word. */
const ALL_OR_NOTHING = { partial_response: 'false' }

/** Throws InputError for an address that is not taken; `path` is where it stands in the configuration. Nothing is called yet. */
export function prometheusAt(address: PrometheusAddress, path = 'prometheus', limits: PrometheusLimits = USUAL_LIMITS): Prometheus {
  const base = baseOf(address, path)
  const limit = pLimit(CALLS_AT_ONCE)
  const ask = async (
    what: 'query' | 'query_range',
    parameters: Readonly<Record<string, string>>,
    signal: AbortSignal,
  ): Promise<Series[]> => {
    const url = new URL(`api/v1/${what}`, base)
    const text = await limit(() =>
      exchange(url, new URLSearchParams({ ...parameters, ...ALL_OR_NOTHING }), address.bearerTokenFile, limits, signal),
    )
    return seriesOf(text, `${url.host}${url.pathname}`)
  }
  return {
    address: base.href,
    matchers: Object.entries(address.labels ?? {})
      .map(([label, value]) => `,${label}=${JSON.stringify(value)}`)
      .join(''),
    at: (query, time, signal) => ask('query', { query, time: String(time.getTime() / 1000) }, signal),
    over: async (query, range, signal) => {
      const part = ({ startSeconds, endSeconds, stepSeconds }: TimeRange) =>
        ask('query_range', { query, start: String(startSeconds), end: String(endSeconds), step: String(stepSeconds) }, signal)
      const answers = await Promise.all(partsOf(range).map((one) => inHalves(one, part)))
      return joined(answers.flat())
    },
  }
}

/** A range in parts of the grid that do not overlap. */
export function partsOf({ startSeconds, endSeconds, stepSeconds, expectedSeries = 1 }: TimeRange): TimeRange[] {
  const points = Math.max(1, Math.min(MOST_POINTS, Math.floor(MOST_SAMPLES / Math.max(1, expectedSeries))))
  const parts: TimeRange[] = []
  for (let start = startSeconds; start <= endSeconds; start += points * stepSeconds)
    parts.push({ startSeconds: start, endSeconds: Math.min(endSeconds, start + (points - 1) * stepSeconds), stepSeconds })
  return parts
}

/** What is too much for the server at once is asked for in halves, down to a single point. */
async function inHalves(range: TimeRange, part: (range: TimeRange) => Promise<Series[]>): Promise<Series[]> {
  try {
    return await part(range)
  } catch (error) {
    const { startSeconds, endSeconds, stepSeconds } = range
    const steps = Math.floor((endSeconds - startSeconds) / stepSeconds)
    if (!(error instanceof PrometheusError) || error.failure !== 'too-much' || steps < 1) throw error
    const middle = startSeconds + Math.floor(steps / 2) * stepSeconds
    const first = await inHalves({ startSeconds, endSeconds: middle, stepSeconds }, part)
    return [...first, ...(await inHalves({ startSeconds: middle + stepSeconds, endSeconds, stepSeconds }, part))]
  }
}

/** The parts of each series behind one another; a sample that a server repeats counts once. */
function joined(parts: readonly Series[]): Series[] {
  const byLabels = new Map<string, { labels: Series['labels']; times: number[]; values: number[] }>()
  for (const { labels, times, values } of parts) {
    const key = JSON.stringify(Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : 1)))
    const whole = byLabels.get(key) ?? { labels, times: [], values: [] }
    byLabels.set(key, whole)
    for (const [at, time] of times.entries()) {
      if (time <= (whole.times.at(-1) ?? Number.NEGATIVE_INFINITY)) continue
      whole.times.push(time)
      whole.values.push(values[at]!)
    }
  }
  return [...byLabels.values()]
}
