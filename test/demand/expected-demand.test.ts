import { describe, expect, it } from 'vitest'
import { decideDemand } from '../../src/demand/decide-demand.ts'
import { demandByHour } from '../../src/demand/demand-by-hour.ts'
import { surviveFloor } from '../../src/demand/survive-floor.ts'
import { withExpectedDemand } from '../../src/demand/with-expected-demand.ts'
import type { Policy } from '../../src/domain/policy.ts'
import { aFleet, aFleetAgent } from '../builders.ts'
import { atHour, hourly } from './weekly-series.ts'

const THREE_WEEKS = 3 * 168
const now = atHour(THREE_WEEKS)
/** 100 from eight to sixteen, else 10. */
const byDay = hourly(0, THREE_WEEKS, (hour) => (hour % 24 >= 8 && hour % 24 < 16 ? 100 : 10))

function expected(of: 'load' | 'replicas', policy: Policy, samples = byDay) {
  return withExpectedDemand([aFleetAgent({ policy })], new Map([['support', { of, samples }]]), { now, horizonHours: 24 })
}

const load = { query: 'sum(rate(chats[5m]))', perReplica: 20, unit: 'chats/s', minReplicas: 2 }

describe('a load of the past', () => {
  it('is planned for at the busiest of the coming hours: 100 at 20 a replica take five', () => {
    const { agents, findings } = expected('load', { demand: { load } })
    expect(agents[0]!.demand).toEqual({ load: 100, perReplica: 20, unit: 'chats/s', minReplicas: 2 })
    expect(decideDemand(aFleet({ agents }))[0]!.replicas).toBe(5)
    expect(findings).toMatchObject([
      {
        severity: 'note',
        subject: 'agent support',
        message: 'its demand is chats/s: the 95th percentile by hour of week, from 3 weeks of history',
      },
    ])
  })

  it('is known by the hour from midnight UTC, and at night the least that is wanted stays', () => {
    const { agents } = expected('load', { demand: { load } })
    const hours = demandByHour(aFleet({ agents })).support!
    expect([hours[3], hours[8], hours[15], hours[16]]).toEqual([2, 5, 5, 2])
  })

  it('of not one whole hour changes nothing, and says so', () => {
    const { agents, findings } = expected(
      'load',
      { demand: { load } },
      hourly(THREE_WEEKS, THREE_WEEKS + 1, () => 5),
    )
    expect(agents[0]!.demand).toEqual({ replicas: 1 })
    expect(findings[0]!.message).toContain('not one whole hour')
  })

  it('begins at the hour that it is, and tells the hours of the day all the same', () => {
    const noon = THREE_WEEKS + 12
    const policy = { demand: { load } }
    const samples = [...byDay, ...hourly(THREE_WEEKS, noon, (hour) => (hour % 24 >= 8 ? 100 : 10))]
    const { agents } = withExpectedDemand([aFleetAgent({ policy })], new Map([['support', { of: 'load' as const, samples }]]), {
      now: atHour(noon),
      horizonHours: 24,
    })
    expect(agents[0]!.demandByHour![9]).toBeCloseTo(100, 6)
    expect(agents[0]!.demandByHour![3]).toBeCloseTo(10, 6)
  })
})

describe('replicas of the past', () => {
  const replicas = hourly(0, THREE_WEEKS, (hour) => (hour % 24 >= 8 && hour % 24 < 16 ? 6 : 1))

  it('are planned for as many as run at such hours', () => {
    const { agents } = expected('replicas', { demand: { fromHistory: true } }, replicas)
    expect(agents[0]!.demand).toEqual({ replicas: 6 })
    expect([agents[0]!.demandByHour![3], agents[0]!.demandByHour![10]]).toEqual([1, 6])
  })

  it('are never fewer than survive rules need: one of which none may be lost needs a second', () => {
    const policy: Policy = { demand: { fromHistory: true }, survive: [{ loss: 'node', keep: 0.5 }] }
    const { agents, findings } = expected(
      'replicas',
      policy,
      hourly(0, THREE_WEEKS, () => 1),
    )
    expect(agents[0]!.demand).toEqual({ replicas: 2 })
    expect(findings[0]!.message).toContain('at least 2 for its survive rules')
  })
})

describe('the fewest replicas with which survive rules can hold', () => {
  it.each([
    [[], undefined, 1],
    [[0.5], undefined, 2],
    [[0.9], undefined, 10],
    [[0.5, 0.75], undefined, 4],
    [[0.5], 1, 1],
    [[1], 1, 1],
    [[1], undefined, undefined],
  ])('keep %j with %s more allowed: %s', (keeps, extraReplicas, fewest) => {
    const survive = keeps.map((keep) => ({ loss: 'zone' as const, keep }))
    expect(surviveFloor({ survive, ...(extraReplicas !== undefined && { extraReplicas }) })).toBe(fewest)
  })

  it('are wanted of a load too, however small, but not of none', () => {
    const policy: Policy = { survive: [{ loss: 'zone', keep: 0.5 }] }
    const wanted = (amount: number) =>
      decideDemand(aFleet({ agents: [aFleetAgent({ policy, demand: { load: amount, perReplica: 10, unit: 'chats' } })] }))[0]!
    expect(wanted(5)).toMatchObject({
      replicas: 2,
      findings: [{ because: '5 chats at 10 a replica would be 1, but its survive rules need 2' }, {}, {}],
    })
    expect(wanted(0).replicas).toBe(0)
  })
})
