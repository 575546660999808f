import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { forecast } from '../../src/demand/forecast.ts'
import { atHour, hourly, MONDAY_SECONDS, officeHours, randomFrom } from './weekly-series.ts'

const WEEK = 168
const DAYS_TRIED = 28

interface World {
  readonly noise: number
  readonly growthPerWeek: number
  readonly weeks: number
}

/** Of the hours of 28 days, each forecast from the weeks before it: how many stayed within p95, and how much was planned for what came. */
function backtest({ noise, growthPerWeek, weeks }: World): { coverage: number; plannedShare: number } {
  let [within, hours, planned, came] = [0, 0, 0, 0]
  for (let seed = 1; seed <= DAYS_TRIED; seed++) {
    const random = randomFrom(seed)
    const normal = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())
    const load = Array.from(
      { length: 7 * WEEK + 24 },
      (_, hour) => officeHours(hour) * (1 + growthPerWeek) ** (hour / WEEK) * Math.exp(noise * normal()),
    )
    const now = 6 * WEEK + ((seed * 24) % WEEK)
    const history = hourly(now - weeks * WEEK, now, (hour) => load[hour]!)
    for (const [ahead, p95] of forecast(history, { now: atHour(now), horizonHours: 24, percentile: 0.95 }).byHour.entries()) {
      within += load[now + ahead]! <= p95 ? 1 : 0
      hours += 1
      planned += p95
      came += load[now + ahead]!
    }
  }
  return { coverage: within / hours, plannedShare: planned / came }
}

describe('of the hours that p95 is foreseen for, about 95 in 100 stay within it', () => {
  it.each([
    { noise: 0.1, growthPerWeek: 0, weeks: 5, mostPlanned: 1.3 },
    { noise: 0.1, growthPerWeek: 0, weeks: 2, mostPlanned: 1.4 },
    { noise: 0.3, growthPerWeek: 0, weeks: 5, mostPlanned: 2 },
    { noise: 0.1, growthPerWeek: 0.2, weeks: 5, mostPlanned: 1.35 },
    { noise: 0.1, growthPerWeek: 0.05, weeks: 3, mostPlanned: 1.35 },
  ])('noise $noise, growth $growthPerWeek a week, $weeks weeks of history', ({ mostPlanned, ...world }) => {
    const { coverage, plannedShare } = backtest(world)
    console.info(`p95 forecast: ${JSON.stringify(world)} coverage ${coverage.toFixed(3)}, planned ${plannedShare.toFixed(2)} of what came`)
    expect(coverage).toBeGreaterThanOrEqual(0.93)
    expect(coverage).toBeLessThan(0.995)
    expect(plannedShare).toBeLessThan(mostPlanned)
  })
})

/** Requests of each whole minute, as a share of their mean. */
function burstiness(file: string): number[] {
  const minutes = readFileSync(file, 'utf8')
    .split('\n')
    .slice(1)
    .filter((line) => line !== '')
    .map((line) => line.slice(0, 'YYYY-MM-DD HH:MM'.length))
  const counts = [...Map.groupBy(minutes, (minute) => minute).values()].map((lines) => lines.length).slice(1, -1)
  const mean = counts.reduce((sum, count) => sum + count, 0) / counts.length
  return counts.map((count) => count / mean)
}

describe.each(['conversation', 'code'])('with the bursts of real requests to an LLM service (%s)', (kind) => {
  const file = `../shared/workloads/azure-llm-2023-${kind}.csv`
  const isThere = existsSync(file)

  it.skipIf(!isThere)(`95 of 100 minutes of the coming day stay within p95${isThere ? '' : ` (skipped: no ${file} here)`}`, () => {
    const bursts = burstiness(file)
    const random = randomFrom(7)
    const minuteOf = (minute: number) => ({
      atSeconds: MONDAY_SECONDS + minute * 60,
      value: officeHours(Math.floor(minute / 60)) * bursts[Math.floor(random() * bursts.length)]!,
    })
    const now = 3 * WEEK
    const history = Array.from({ length: now * 60 }, (_, minute) => minuteOf(minute))
    const { byHour } = forecast(history, { now: atHour(now), horizonHours: 24, percentile: 0.95 })
    const day = Array.from({ length: 24 * 60 }, (_, minute) => minuteOf(now * 60 + minute))
    const within = day.filter(({ value }, minute) => value <= byHour[Math.floor(minute / 60)]!).length / day.length
    console.info(`p95 forecast with the bursts of ${kind}: ${bursts.length} minutes, coverage ${within.toFixed(3)} of minutes`)
    expect(within).toBeGreaterThanOrEqual(0.95)
  })
})
