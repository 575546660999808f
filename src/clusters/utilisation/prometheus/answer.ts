import { noPrometheus } from './prometheus-error.ts'

/** One series over time: only samples that are numbers; NaN and the infinities say nothing of use. */
export interface Series {
  readonly labels: Readonly<Record<string, string>>
  /** Unix time [s], ascending, fractions kept. */
  readonly times: readonly number[]
  readonly values: readonly number[]
}

/** The series of a good answer, whatever its kind: a matrix, a vector, or one number. Throws PrometheusError. */
export function seriesOf(text: string, where: string): Series[] {
  const { status, data } = parsed(text, where) as { status?: unknown; data?: { resultType?: unknown; result?: unknown } }
  if (status !== 'success' || !Array.isArray(data?.result)) throw noPrometheus(where, 'its answer is no query result')
  return rowsOf(data.resultType, data.result, where).map((row) => oneSeries(row, where))
}

function parsed(text: string, where: string): object {
  try {
    const document: unknown = JSON.parse(text)
    if (typeof document === 'object' && document !== null) return document
  } catch {}
  throw noPrometheus(where, 'its answer is no JSON document')
}

function rowsOf(kind: unknown, result: readonly unknown[], where: string): { metric?: unknown; values?: unknown; value?: unknown }[] {
  if (kind === 'matrix' || kind === 'vector') return result as { metric?: unknown }[]
  if (kind === 'scalar') return [{ metric: {}, value: result }]
  throw noPrometheus(where, `its answer is of the kind ${String(kind)}`)
}

function oneSeries(row: { metric?: unknown; values?: unknown; value?: unknown } | null, where: string): Series {
  const { metric, values = [row?.value] } = row ?? {}
  if (typeof metric !== 'object' || metric === null || !Array.isArray(values))
    throw noPrometheus(where, 'a series of its answer has no labels or no values')
  const times: number[] = []
  const numbers: number[] = []
  for (const pair of values as unknown[]) {
    const [time, text] = Array.isArray(pair) ? pair : []
    if (typeof time !== 'number' || typeof text !== 'string')
      throw noPrometheus(where, 'a sample of its answer is no pair of time and text')
    const value = text === '' ? Number.NaN : Number(text)
    if (!Number.isFinite(value)) continue
    times.push(time)
    numbers.push(value)
  }
  return { labels: metric as Record<string, string>, times, values: numbers }
}
