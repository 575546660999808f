import type { Sample } from '../domain/sample.ts'
import type { Hours, Share } from '../domain/units.ts'
import { type ByHour, byHourOf } from './hourly-history.ts'
import { type Outlook, outlookByDay, outlookByWeek, outlookOfAll } from './outlook.ts'

/** What is expected of the coming hours. */
export interface Forecast {
  /** ISO date-time of the hour that the first value is for: the one that `now` lies in. */
  readonly from: string
  /** One an hour: what is not exceeded with the probability asked for. */
  readonly byHour: readonly number[]
  readonly because: string
  readonly weeksOfHistory: number
  readonly method: 'hour of week' | 'hour of day' | 'all hours'
}

export interface ForecastQuestion {
  readonly now: Date
  readonly horizonHours: Hours
  /** 0.95: the value that 95 of 100 such hours stay within. */
  readonly percentile: Share
}

const DAY_HOURS = 24
const WEEK_HOURS = 168

/**
 * A quantile for each of the coming hours: the same hour of past weeks, times what such guesses were short of when they were made of the
 * past itself. With fewer than two weeks it is the same hour of past days, and wider; with fewer than two days all hours alike.
 * Throws RangeError where there is no sample before `now`.
 */
export function forecast(samples: readonly Sample[], question: ForecastQuestion): Forecast {
  const { now, horizonHours, percentile } = question
  const history = byHourOf(samples, now, percentile)
  const weeksOfHistory = Math.round((history.values.length / WEEK_HOURS) * 100) / 100
  const { method, outlook, part } = methodFor(history, percentile)
  const byHour = Array.from({ length: Math.max(1, Math.ceil(horizonHours)) }, (_, ahead) => outlook(history.values.length + ahead))
  const from = new Date((history.firstHour + history.values.length) * 3_600_000).toISOString()
  return { from, byHour, because: because(method, weeksOfHistory, percentile, part), weeksOfHistory, method }
}

function methodFor(history: ByHour, percentile: Share): { method: Forecast['method']; outlook: Outlook; part: Share } {
  const hours = history.values.length
  const wider = (1 + percentile) / 2
  if (hours >= 2 * WEEK_HOURS) return { method: 'hour of week', outlook: outlookByWeek(history.values, percentile), part: percentile }
  if (hours >= 2 * DAY_HOURS) return { method: 'hour of day', outlook: outlookByDay(history.values, wider), part: wider }
  return { method: 'all hours', outlook: outlookOfAll(history.values, wider), part: wider }
}

function because(method: Forecast['method'], weeks: number, percentile: Share, part: Share): string {
  const asked = `the ${inPer100(percentile)}th percentile`
  if (method === 'hour of week') return `${asked} by hour of week, from ${weeks} weeks of history`
  const seen = weeks * WEEK_HOURS < 48 ? `${Math.round(weeks * WEEK_HOURS)} h` : `${Math.round((weeks * WEEK_HOURS) / DAY_HOURS)} days`
  const widened = `the ${inPer100(part)}th is taken for it`
  if (method === 'hour of day') return `${asked} by hour of day, for ${seen} of history show no two weeks: ${widened}`
  return `${asked} of all hours alike, for ${seen} of history show no two days: ${widened}`
}

const inPer100 = (part: Share): number => Math.round(part * 10_000) / 100
