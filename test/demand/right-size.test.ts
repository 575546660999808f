import { describe, expect, it } from 'vitest'
import { decideDemand } from '../../src/demand/decide-demand.ts'
import type { DemandFinding } from '../../src/demand/demand-decision.ts'
import type { FleetAgent, Utilisation } from '../../src/domain/fleet.ts'
import type { RightSizing } from '../../src/domain/policy.ts'
import { aFleet, aFleetAgent } from '../builders.ts'

const WEEK: Utilisation = { windowHours: 168, coverage: 1, samples: 2016, cpu: { p95: 0.5, max: 1.9 }, memoryMaxGiB: 2, source: 'history' }
const RULES: RightSizing = { cpu: { percentile: 'p95', headroom: 0.2 }, memory: { headroom: 0.25 } }
const DEPLOYED = { cpu: 2, memoryGiB: 8, gpu: 0 }

function found(
  of: 'cpu' | 'memoryGiB',
  used: Partial<Utilisation>,
  rules: RightSizing = RULES,
  part: Partial<FleetAgent> = {},
): DemandFinding {
  const agent = aFleetAgent({ requests: DEPLOYED, utilisation: { ...WEEK, ...used }, policy: { rightSizing: rules }, ...part })
  return decideDemand(aFleet({ agents: [agent] }))[0]!.findings.find((finding) => finding.of === of)!
}
const cpu = (used: Partial<Utilisation>, rules?: RightSizing, part?: Partial<FleetAgent>) => found('cpu', used, rules, part)
const memory = (used: Partial<Utilisation>, rules?: RightSizing, part?: Partial<FleetAgent>) => found('memoryGiB', used, rules, part)

describe('evidence', () => {
  it('is told in figures', () => {
    expect(cpu({ coverage: 0.97 })).toEqual({
      of: 'cpu',
      before: 2,
      after: 0.6,
      because: 'p95 over 168 h, 2,016 samples, 97 % of the time was 0.5 vCPU, and 20 % head-room',
      evidence: { windowHours: 168, samples: 2016, coverage: 0.97, percentile: 'p95', used: 0.5 },
    })
  })

  it('of one moment is none', () => {
    const { after, because } = memory({ source: 'now' })
    expect([after, because]).toEqual([8, 'only what it uses now is known, which shows no busy hour'])
  })

  it('with holes is not enough: samples in less than half the time, or of less than a day', () => {
    expect(cpu({ coverage: 0.4 })).toMatchObject({ after: 2, because: 'samples cover 40 % of 168 h: at least 50 % are wanted' })
    expect(cpu({ windowHours: 30, coverage: 0.7 })).toMatchObject({
      after: 2,
      because: 'samples cover 70 % of 30 h, which is less than 24 h',
    })
  })

  it('is enough where the policy wants less of it, and not where it wants more', () => {
    expect(cpu({ windowHours: 6 }, { ...RULES, leastHours: 6 }).after).toBe(0.6)
    expect(cpu({ coverage: 0.4 }, { ...RULES, leastCoverage: 0.3 }).after).toBe(0.6)
    expect(cpu({}, { ...RULES, leastHours: 336 }).after).toBe(2)
  })
})

describe('what is found', () => {
  it('is recommended only where the policy says so', () => {
    expect(cpu({}, { ...RULES, mode: 'recommend' })).toMatchObject({ before: 2, after: 2, recommended: 0.6 })
  })

  it('is recommended by default where no policy says how, and requests are left alone', () => {
    const { after, recommended, because } = memory({}, {})
    expect([after, recommended]).toEqual([8, 2.5])
    expect(because).toContain('its policy leaves memory as deployed: the most used over')
    expect(because).toContain('25 % head-room by default')
  })

  it('is no recommendation where it is what is deployed', () => {
    expect(cpu({}, {}, { requests: { ...DEPLOYED, cpu: 0.6 } })).not.toHaveProperty('recommended')
  })
})

describe('a ceiling', () => {
  it('cuts head-room off', () => {
    expect(cpu({}, { cpu: { percentile: 'p95', headroom: 1, ceiling: 0.7 } })).toMatchObject({
      after: 0.7,
      because: expect.stringContaining('up to its ceiling of 0.7'),
    })
    expect(memory({}, { memory: { headroom: 1, ceilingGiB: 3 } }).after).toBe(3)
  })

  it('gives way to what was used', () => {
    expect(cpu({}, { cpu: { percentile: 'p95', headroom: 0, ceiling: 0.3 } }).after).toBe(0.5)
    expect(memory({}, { memory: { headroom: 0.5, ceilingGiB: 1 } })).toMatchObject({
      after: 2,
      because: expect.stringContaining('beyond its ceiling of 1: never below what was used'),
    })
  })
})

describe('a start', () => {
  it('that takes more CPU than the percentile is kept', () => {
    expect(cpu({ cpuAtStart: 1.4 })).toMatchObject({
      after: 1.4,
      because: expect.stringContaining('but a start took 1.4 vCPU over five minutes'),
    })
    expect(cpu({ cpuAtStart: 0.55 }).after).toBe(0.6)
  })
})

describe('running out of memory', () => {
  const outOfMemory = { kills: 2, lastAt: '2026-07-19T12:00:00Z', memoryGiB: 8 }

  it('raises memory by a fifth of what was too little, though less was seen in use', () => {
    expect(memory({ outOfMemory })).toMatchObject({
      before: 8,
      after: 9.609375,
      because: expect.stringContaining('it ran out of memory 2 times, last at 2026-07-19T12:00:00Z, with 8 GiB: at least 20 % more'),
      evidence: { outOfMemoryKills: 2 },
    })
  })

  it('raises it before there is a day of history, and without any', () => {
    expect(memory({ outOfMemory, windowHours: 1 }).after).toBe(9.609375)
    const { source, windowHours } = { source: 'now' as const, windowHours: 0 }
    expect(memory({}, RULES, { utilisation: { source, windowHours, outOfMemory } }).after).toBe(9.609375)
  })

  it('raises it only once: what was too little is not what was deployed since', () => {
    expect(memory({ outOfMemory }, RULES, { requests: { ...DEPLOYED, memoryGiB: 9.609375 } }).after).toBe(9.609375)
  })

  it('goes beyond a ceiling', () => {
    expect(memory({ outOfMemory }, { memory: { headroom: 0.25, ceilingGiB: 8 } }).after).toBe(9.609375)
  })

  it('keeps memory from being lowered for a week, and never again below a fifth more', () => {
    const kill = { kills: 1, memoryGiB: 4 }
    const large = { requests: { ...DEPLOYED, memoryGiB: 20 } }
    expect(memory({ outOfMemory: { ...kill, lastAt: '2026-07-14T00:00:00Z' } }, RULES, large).after).toBe(20)
    expect(memory({ outOfMemory: kill }, RULES, large).after).toBe(20)
    expect(memory({ outOfMemory: { ...kill, lastAt: '2026-07-10T00:00:00Z' } }, RULES, large).after).toBe(4.8125)
  })

  it('is only a recommendation where the policy only recommends', () => {
    expect(memory({ outOfMemory }, { ...RULES, mode: 'recommend' })).toMatchObject({ after: 8, recommended: 9.609375 })
  })
})

describe('a limit', () => {
  it('below the new request is told, with what to do', () => {
    expect(cpu({ cpu: { p95: 3 } }, RULES, { limits: { cpu: 2 } }).warnings).toEqual([
      'its CPU limit of 2 is below a request of 3.6, which no API server takes: raise the limit, or leave it out',
    ])
    expect(memory({}, RULES, { limits: { memoryGiB: 2.25 } }).warnings![0]).toContain('raise the limit with it')
  })

  it('that memory has nearly reached is told too', () => {
    expect(memory({}, { memory: { headroom: 0 } }, { limits: { memoryGiB: 2.1 } }).warnings).toEqual([
      'it used 2 GiB of a memory limit of 2.1: raise the limit before it runs out',
    ])
  })

  it('with room is not spoken of', () => {
    expect(cpu({}, RULES, { limits: { cpu: 2 } })).not.toHaveProperty('warnings')
  })
})
