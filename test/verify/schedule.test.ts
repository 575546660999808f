import { beforeAll, describe, expect, it } from 'vitest'
import type { SchedulePlan, ScheduleProblem } from '../../src/domain/schedule.ts'
import { optimiseSchedule } from '../../src/optimise/schedule/index.ts'
import { verifySchedule } from '../../src/verify/schedule.ts'
import { cork, dublin, nightAndDay } from '../schedules.ts'

// biome-ignore lint/suspicious/noExplicitAny: plans are broken on purpose
type Broken = any

let schedule: ScheduleProblem
let plan: SchedulePlan

beforeAll(async () => {
  const current = [{ cluster: 'dublin', capacityType: 'on-demand' as const, replicas: 3 }]
  const clusters = [dublin({ nodeStartUsd: 1 }), cork({ nodeStartUsd: 2 })]
  schedule = nightAndDay({ agent: { current, move: { usdPerReplica: 1 } }, clusters })
  plan = await optimiseSchedule(schedule, { gap: 0 })
})

function violations(breakIt: (broken: Broken) => void): string[] {
  const broken: Broken = JSON.parse(JSON.stringify(plan))
  breakIt(broken)
  return verifySchedule(schedule, broken).violations.map(({ constraint, detail }) => `${constraint} ${detail}`)
}

describe('a schedule', () => {
  it('that keeps every rule passes, and its cost is recomputed', () => {
    expect(verifySchedule(schedule, plan)).toEqual({ violations: [], usdPerDay: expect.closeTo(8 + 48 + 2 * 3 + 3 + 3, 9) })
    expect(violations(() => {})).toEqual([])
  })

  it.each<[string, (broken: Broken) => void, string]>([
    ['a period that runs too few', ({ periods }) => periods[1].plan.placements.pop(), 'demand from 8 h: support runs 0 replicas'],
    [
      'a total that is too low',
      ({ usdPerDay }) => Object.assign(usdPerDay, { total: 1 }),
      'cost the day costs 68 USD and the schedule says 1',
    ],
    ['parts that are not the total', ({ usdPerDay }) => Object.assign(usdPerDay, { moves: 0 }), 'cost the parts of the day'],
    ['a mean of another day', (broken) => Object.assign(broken, { meanUsdPerHour: 1 }), 'cost a mean of 1 USD/h'],
    ['a bound above its cost', (broken) => Object.assign(broken, { lowerBoundUsdPerDay: 69 }), 'bound the lower bound 69'],
    ['a gap of its own making', (broken) => Object.assign(broken, { lowerBoundUsdPerDay: 34 }), 'bound the gap is 0.5'],
    ['a period that is left out', ({ periods }) => periods.pop(), 'document the schedule plans 1 periods of 2'],
    ['a longer night', ({ periods }) => Object.assign(periods[0], { hours: 9 }), 'document from 0 h: the period lasts 9 h'],
    ['another kind of day', (broken) => Object.assign(broken, { cyclic: false }), 'document from 0 h: the day is not a cycle'],
    [
      'moves that are not counted, since the period begins elsewhere',
      ({ periods }) => Object.assign(periods[1].problem.agents[0].current[0], { cluster: 'dublin' }),
      'document from 8 h: support does not begin where the period before leaves it',
    ],
    [
      'starts that are not counted, since the nodes stood before',
      ({ periods }) => periods[1].problem.clusters[0].currentNodes.push({ instanceType: 'm.4xlarge', capacityType: 'on-demand', count: 1 }),
      'document from 8 h: the nodes of dublin are not those that the period before leaves',
    ],
    [
      'moves that are spread over more hours',
      ({ periods }) => Object.assign(periods[1].problem, { horizonHours: 24 }),
      'document from 8 h: moves are spread over 24 h, not over 16 h',
    ],
    [
      'cheaper machines than there are',
      ({ periods }) => Object.assign(periods[0].problem.clusters[1].offers[0], { usdPerHour: 0.5 }),
      'document from 0 h: its problem is not the one that was asked about',
    ],
    ['no way from today', (broken) => delete broken.fromToday, 'document the schedule does not say how its first period is reached'],
    [
      'a way from another today',
      ({ fromToday }) => Object.assign(fromToday.problem.agents[0].current[0], { cluster: 'cork' }),
      'document from today: its problem is not the one that was asked about',
    ],
    [
      'a way to somewhere else',
      ({ fromToday, periods }) => Object.assign(fromToday.plan, { placements: periods[1].plan.placements }),
      'document what is reached from today is not what the first period runs',
    ],
  ])('%s is noticed', (_, breakIt, found) => {
    expect(violations(breakIt)).toContainEqual(expect.stringContaining(found))
  })

  it('that claims there is none must say what is in conflict; the claim itself is not checked', () => {
    const none = (conflict?: SchedulePlan['conflict']): SchedulePlan => ({
      ...plan,
      status: 'infeasible',
      periods: [],
      ...(conflict ? { conflict } : {}),
    })
    expect(verifySchedule(schedule, none()).violations).toHaveLength(1)
    expect(verifySchedule(schedule, none([{ constraint: 'moves', detail: 'too many' }])).violations).toEqual([])
    expect(verifySchedule(schedule, { ...none(), status: 'unknown' }).violations).toEqual([])
  })
})
