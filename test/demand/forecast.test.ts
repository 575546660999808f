import { describe, expect, it } from 'vitest'
import { forecast } from '../../src/demand/forecast.ts'
import { atHour, hourly, officeHours } from './weekly-series.ts'

const DAY = 24
const WEEK = 168
const question = (hour: number, percentile = 0.95) => ({ now: atHour(hour), horizonHours: 24, percentile })

describe('with three weeks of history', () => {
  it('each hour is that of past weeks: a Saturday follows Saturdays, not the Friday before', () => {
    const saturday = 3 * WEEK + 5 * DAY
    const { byHour, method, weeksOfHistory, from, because } = forecast(hourly(0, saturday, officeHours), question(saturday))
    expect(byHour).toHaveLength(24)
    for (const [ahead, value] of byHour.entries()) expect(value).toBeCloseTo(officeHours(saturday + ahead), 6)
    expect([method, weeksOfHistory, from]).toEqual(['hour of week', 3.71, '2026-03-28T00:00:00.000Z'])
    expect(because).toBe('the 95th percentile by hour of week, from 3.71 weeks of history')
  })

  it('growth from week to week goes on', () => {
    const { byHour } = forecast(
      hourly(0, 3 * WEEK, (hour) => 100 * 1.1 ** Math.floor(hour / WEEK)),
      question(3 * WEEK),
    )
    expect(Math.min(...byHour)).toBeGreaterThanOrEqual(133)
    expect(Math.max(...byHour)).toBeLessThan(145)
  })

  it('a week without samples leaves a gap, not a zero', () => {
    const samples = hourly(0, 4 * WEEK, officeHours).filter((_, at) => at < WEEK || at >= 2 * WEEK)
    const { byHour } = forecast(samples, question(4 * WEEK))
    for (const [ahead, value] of byHour.entries()) expect(value).toBeCloseTo(officeHours(ahead), 6)
  })

  it('a load that was never there stays at none', () => {
    expect(
      forecast(
        hourly(0, 3 * WEEK, () => 0),
        question(3 * WEEK),
      ).byHour,
    ).toEqual(Array(24).fill(0))
  })

  it('a higher percentile is never lower', () => {
    const samples = hourly(0, 3 * WEEK, (hour) => officeHours(hour) * (1 + (hour % 7) / 10))
    const [p50, p90, p99] = [0.5, 0.9, 0.99].map((part) => forecast(samples, question(3 * WEEK, part)).byHour)
    for (let ahead = 0; ahead < 24; ahead++) {
      expect(p90![ahead]!).toBeGreaterThanOrEqual(p50![ahead]!)
      expect(p99![ahead]!).toBeGreaterThanOrEqual(p90![ahead]!)
    }
  })
})

describe('with less', () => {
  it('of ten days each hour is that of past days, and the quantile is wider and says so', () => {
    const { method, byHour, because } = forecast(hourly(0, 10 * DAY, officeHours), question(10 * DAY))
    expect(method).toBe('hour of day')
    expect(byHour[13]!).toBeGreaterThanOrEqual(officeHours(13))
    expect(byHour[13]!).toBeGreaterThan(2 * byHour[3]!)
    expect(because).toBe('the 95th percentile by hour of day, for 10 days of history show no two weeks: the 97.5th is taken for it')
  })

  it('a Monday after a weekend is not planned as a Sunday where a Monday was seen', () => {
    const monday = WEEK
    expect(forecast(hourly(0, monday, officeHours), question(monday)).byHour[13]!).toBeGreaterThanOrEqual(officeHours(13))
  })

  it('of thirty hours all hours are alike', () => {
    const { method, byHour, because } = forecast(
      hourly(0, 30, (hour) => hour),
      question(30),
    )
    expect([method, new Set(byHour)]).toEqual(['all hours', new Set([29])])
    expect(because).toContain('for 30 h of history show no two days')
  })

  it('of none there is no forecast', () => {
    expect(() => forecast([], question(0))).toThrow(RangeError)
    expect(() =>
      forecast(
        hourly(5, 6, () => 1),
        question(5),
      ),
    ).toThrow('no whole hour of history lies before now')
  })
})

it('an hour counts by the percentile of its samples, and the hour that is not over not at all', () => {
  const minutes = Array.from({ length: 60 * 30 }, (_, minute) => ({
    atSeconds: atHour(0).getTime() / 1000 + minute * 60,
    value: minute % 60,
  }))
  const unfinished = { atSeconds: atHour(30).getTime() / 1000 + 60, value: 1e6 }
  expect(new Set(forecast([...minutes, unfinished], question(30)).byHour)).toEqual(new Set([56]))
})
