import type { Sample } from '../../src/domain/sample.ts'

/** A Monday. */
export const MONDAY_SECONDS = Date.parse('2026-03-02T00:00:00Z') / 1000

/** Numbers of [0, 1) that look random and are the same in every run (mulberry32). */
export function randomFrom(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

/** Busy by day, quiet by night, and at weekends less than half of it: the load of an hour, counted from a Monday's midnight. */
export function officeHours(hour: number): number {
  const byDay = 20 + 180 * Math.max(0, Math.sin((((hour % 24) - 6) / 14) * Math.PI))
  return Math.floor(hour / 24) % 7 >= 5 ? byDay * 0.4 : byDay
}

export const hourly = (from: number, to: number, valueAt: (hour: number) => number): Sample[] =>
  Array.from({ length: to - from }, (_, at) => ({ atSeconds: MONDAY_SECONDS + (from + at) * 3600, value: valueAt(from + at) }))

export const atHour = (hour: number): Date => new Date((MONDAY_SECONDS + hour * 3600) * 1000)
