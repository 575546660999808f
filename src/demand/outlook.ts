import { ascending, percentile } from '../domain/percentile.ts'
import type { Hours, Share } from '../domain/units.ts'

/** What is expected of an hour, counted from the first of the history. */
export type Outlook = (hour: number) => number

type Values = readonly (number | undefined)[]

/** Each cycle counts so much of the one after it: what was last seen counts most. */
const FADING = 0.6
/** So many past cycles are looked at. */
const MOST_CYCLES = 6
/** Guesses for these hours of the day before and after tell how far off one is. */
const NEIGHBOUR_HOURS = 1
const DAY_HOURS = 24
const WEEK_HOURS = 168
/** A week that is beyond this is not growth, but something else. */
const MOST_GROWTH = 2

/** The same hour of past weeks, raised or lowered as the last week as a whole was above or below its own guess: growth goes on. */
export function outlookByWeek(values: Values, part: Share): Outlook {
  const plain = (hour: number) => fadingMean(values, hour, WEEK_HOURS) ?? fadingMean(values, hour, DAY_HOURS)
  const growth = rememberedByDay((hour) => growthBefore(values, Math.min(hour, values.length), plain))
  const guess = (hour: number) => timesOf(plain(hour), growth(hour))
  return outlookOf(values, guess, WEEK_HOURS, part)
}

/** The same hour of past days, or of the day a week ago where that was busier: whether tomorrow is like today is not known. */
export function outlookByDay(values: Values, part: Share): Outlook {
  const guess = (hour: number) => {
    const mean = fadingMean(values, hour, DAY_HOURS)
    return mean === undefined ? undefined : Math.max(mean, values[hour - WEEK_HOURS] ?? 0)
  }
  return outlookOf(values, guess, DAY_HOURS, part)
}

/**
 * Guesses, times the quantile of how far such guesses were off when they were made of the past alone: errors are measured as the forecast
 * makes them (split conformal prediction). Busy and quiet hours are off by different shares: errors are told apart by the hour of the day.
 */
function outlookOf(values: Values, guess: (hour: number) => number | undefined, cycle: Hours, part: Share): Outlook {
  const small = meanOf(values) / 100 || 1
  const errors = values.flatMap((value, hour) => {
    const guessed = hour < cycle ? undefined : guess(hour)
    return value === undefined || guessed === undefined ? [] : [{ hour, ratio: (value + small) / (guessed + small) }]
  })
  const most = percentile(values.filter(isKnown), part)
  return (hour) => {
    const guessed = guess(hour)
    if (guessed === undefined || errors.length === 0) return most
    return Math.max(0, (guessed + small) * errorOf(errors, hour, part) - small)
  }
}

/** What the week before an hour was of what was guessed for it; 1 where too little is known of either. */
function growthBefore(values: Values, hour: number, guess: (hour: number) => number | undefined): number {
  let [was, guessed] = [0, 0]
  for (let at = Math.max(WEEK_HOURS, hour - WEEK_HOURS); at < hour; at++) {
    const [value, before] = [values[at], guess(at)]
    if (value === undefined || before === undefined) continue
    was += value
    guessed += before
  }
  return guessed > 0 ? Math.min(MOST_GROWTH, Math.max(1 / MOST_GROWTH, was / guessed)) : 1
}

/** As of the beginning of the day that an hour lies in: it hardly changes within one. */
function rememberedByDay(work: (hour: number) => number): (hour: number) => number {
  const known = new Map<number, number>()
  return (hour) => {
    const day = Math.floor(hour / DAY_HOURS) * DAY_HOURS
    const value = known.get(day) ?? work(day)
    known.set(day, value)
    return value
  }
}

const timesOf = (value: number | undefined, factor: number): number | undefined => (value === undefined ? undefined : value * factor)

/** With too little history for any cycle: the quantile of all that was seen. */
export function outlookOfAll(values: Values, part: Share): Outlook {
  const most = upperQuantile(values.filter(isKnown), part)
  return () => most ?? Math.max(...values.filter(isKnown))
}

interface GuessError {
  readonly hour: number
  readonly ratio: number
}

/** Of the like hours of the day; of all hours where those are too few to tell such a quantile; else the most that was ever seen. */
function errorOf(errors: readonly GuessError[], hour: number, part: Share): number {
  const alike = errors.filter((error) => apartInDay(error.hour, hour) <= NEIGHBOUR_HOURS).map(({ ratio }) => ratio)
  const all = errors.map(({ ratio }) => ratio)
  return upperQuantile(alike, part) ?? upperQuantile(all, part) ?? Math.max(...all)
}

/** The rank that one more value exceeds with no more than the probability left: ⌈(n + 1)·part⌉; undefined where n values cannot tell. */
function upperQuantile(values: readonly number[], part: Share): number | undefined {
  const rank = Math.ceil((values.length + 1) * part - 1e-9)
  return rank > values.length ? undefined : ascending(values)[Math.max(0, rank - 1)]
}

/** Of the same hour in earlier cycles; undefined where none of them is known. */
function fadingMean(values: Values, hour: number, cycle: Hours): number | undefined {
  let [sum, weights, weight] = [0, 0, 1]
  const first = Math.floor(Math.max(0, hour - values.length) / cycle) + 1
  for (let back = first; back < first + MOST_CYCLES; back++) {
    const value = values[hour - back * cycle]
    if (value !== undefined) {
      sum += weight * value
      weights += weight
    }
    weight *= FADING
  }
  return weights === 0 ? undefined : sum / weights
}

function apartInDay(one: number, other: number): Hours {
  const apart = Math.abs(one - other) % DAY_HOURS
  return Math.min(apart, DAY_HOURS - apart)
}

const isKnown = (value: number | undefined): value is number => value !== undefined

function meanOf(values: Values): number {
  const known = values.filter(isKnown)
  return known.reduce((sum, value) => sum + value, 0) / known.length
}
