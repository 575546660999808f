import { describe, expect, it } from 'vitest'
import { scheduleOf } from '../../src/domain/day-periods.ts'
import type { DayProfile } from '../../src/domain/schedule.ts'
import { anAgent, aProblem } from '../builders.ts'

const hours = (amount: (hour: number) => number) => Array.from({ length: 24 }, (_, hour) => amount(hour))
const office = hours((hour) => (hour >= 8 && hour < 18 ? 10 : 2))

function aDay(demandByHour: DayProfile['demandByHour'], part: Partial<DayProfile> = {}) {
  const agents = Object.keys(demandByHour).map((id) => anAgent({ id, replicas: 10, maxReplicas: 12 }))
  return scheduleOf({ schema: 'placement-schedule/v1', problem: aProblem({ agents }), demandByHour, ...part })
}

const told = (day: ReturnType<typeof aDay>) =>
  day.periods.map(({ startHour, hours: lasting, problem }) => [startHour, lasting, ...problem.agents.map(({ replicas }) => replicas)])

describe('the periods of a day', () => {
  it('are the hours of equal demand, the night as one though it passes midnight', () => {
    expect(told(aDay({ support: office }))).toEqual([
      [18, 14, 2],
      [8, 10, 10],
    ])
  })

  it('begin at an hour of their own where the day is no cycle', () => {
    expect(told(aDay({ support: office }, { cyclic: false }))).toEqual([
      [0, 8, 2],
      [8, 10, 10],
      [18, 6, 2],
    ])
    expect(told(aDay({ support: office }, { cyclic: false, startHour: 8 }))).toEqual([
      [8, 10, 10],
      [18, 14, 2],
    ])
  })

  it('hold the most that any of their hours wants, so that demand is always met', () => {
    const rising = hours((hour) => hour + 1)
    const { periods } = aDay({ support: rising }, { mostPeriods: 3 })
    expect(periods).toHaveLength(3)
    for (const { startHour, hours: lasting, problem } of periods)
      expect(problem.agents[0]!.replicas).toBe(Math.max(...hours((hour) => (hour < lasting ? rising[(startHour + hour) % 24]! : 0))))
  })

  it('are as few as nearly the same cost allows: one replica for an hour is no period of its own', () => {
    const nearly = hours((hour) => (hour === 12 ? 101 : 100))
    expect(told(aDay({ support: nearly }))).toEqual([[0, 24, 101]])
  })

  it('are parted where it matters most when only few are wanted', () => {
    const demand = { support: office, sales: hours((hour) => (hour === 20 ? 1 : 0)) }
    expect(told(aDay(demand, { mostPeriods: 2 }))).toEqual([
      [18, 14, 2, 1],
      [8, 10, 10, 0],
    ])
  })

  it('last as long as their problems spread costs over, and only the first knows today', () => {
    const current = [{ cluster: 'dublin', capacityType: 'on-demand' as const, replicas: 1 }]
    const problem = aProblem({ agents: [anAgent({ current })] })
    const { periods, horizonHours } = scheduleOf({ schema: 'placement-schedule/v1', problem, demandByHour: { support: office } })
    expect(periods.map((period) => period.problem.horizonHours)).toEqual([14, 10])
    expect(periods.map((period) => period.problem.agents[0]!.current)).toEqual([current, undefined])
    expect(horizonHours).toBe(24)
  })

  it('may run in each what may run in any: spare replicas are those beyond the peak', () => {
    expect(aDay({ support: office }).periods.map(({ problem }) => problem.agents[0]!.maxReplicas)).toEqual([12, 12])
  })

  it('leave agents alone that want the same all day', () => {
    const problem = aProblem({ agents: [anAgent(), anAgent({ id: 'constructor', replicas: 5 })] })
    const { periods } = scheduleOf({ schema: 'placement-schedule/v1', problem, demandByHour: { support: office } })
    expect(periods.map((period) => period.problem.agents[1])).toEqual([problem.agents[1], problem.agents[1]])
  })
})
