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

/**
 * Each hour as the fading mean of the same hour in past cycles, times the quantile of how far such guesses were off when they were made of
 * the past alone: errors are measured as the forecast makes them, growth from week to week included (split conformal prediction).
 * Busy and quiet hours are off by different shares, so that errors are told apart by the hour of the day.
 */
export function outlookByCycle(values: Values, cycle: Hours, part: Share): Outlook {
  const small = meanOf(values) / 100
  const guess = (hour: number) => fadingMean(values, hour, cycle) ?? fadingMean(values, hour, DAY_HOURS)
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
