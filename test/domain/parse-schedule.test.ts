import { describe, expect, it } from 'vitest'
import { parseSchedule } from '../../src/domain/parse-schedule.ts'
import { issuesOf } from '../issues-of.ts'
import { type Document, soundProblem } from './problem-documents.ts'

function soundPeriods(): Document {
  const { clusters, agents, ...rest } = soundProblem()
  const later = {
    ...rest,
    clusters: clusters.map(({ currentNodes: _, ...cluster }: Document) => cluster),
    agents: agents.map(({ current: _, ...agent }: Document) => agent),
  }
  return {
    schema: 'placement-schedule/v1',
    periods: [
      { startHour: 20, hours: 10, problem: { ...soundProblem(), horizonHours: 10 } },
      { startHour: 6, hours: 14, problem: { ...later, horizonHours: 14 } },
    ],
  }
}

const soundDay = (): Document => ({
  schema: 'placement-schedule/v1',
  problem: soundProblem(),
  demandByHour: { support: Array.from({ length: 24 }, (_, hour) => (hour < 6 ? 1 : 2)) },
})

function mistakes(document: Document, breakIt: (document: Document) => void): string[] {
  breakIt(document)
  return issuesOf(() => parseSchedule(document, 's.json')).map(({ path, message }) => `${path} ${message}`)
}

describe('a schedule from outside', () => {
  it('that lists its periods is taken as it is, as a cycle of days unless it says else', () => {
    const { periods } = soundPeriods()
    expect(parseSchedule(soundPeriods(), 's.json')).toEqual({ schema: 'placement-schedule/v1', cyclic: true, horizonHours: 24, periods })
    expect(parseSchedule({ ...soundPeriods(), cyclic: false }, 's.json').cyclic).toBe(false)
  })

  it('that gives demand by the hour is cut into periods', () => {
    const { periods } = parseSchedule(soundDay(), 's.json')
    expect(periods.map(({ startHour, hours, problem }) => [startHour, hours, problem.agents[0]!.replicas])).toEqual([
      [0, 6, 1],
      [6, 18, 2],
    ])
  })

  it('tells mistakes of a period where they stand', () => {
    const found = mistakes(soundPeriods(), ({ periods }) => {
      periods[1].problem.agents[0].maxReplicas = 1
      periods[0].problem.agents[1].id = 'support'
    })
    expect(found).toEqual([
      'periods[0].problem.agents "support" stands twice',
      'periods[0].problem.agents[0].traffic[0].to names no agent: "retriever"',
      'periods[1].problem.agents[0].maxReplicas is 1, below replicas, which is 2',
    ])
  })

  it('tells mistakes of form with the key that was meant', () => {
    expect(mistakes(soundPeriods(), (document) => Object.assign(document, { cyclc: true }))).toEqual(['cyclc is no known key'])
    expect(mistakes(soundDay(), (document) => Object.assign(document.problem, { asof: 1 }))).toEqual(['problem.asof is no known key'])
  })

  it('has periods that follow each other through a day of 24 hours', () => {
    expect(mistakes(soundPeriods(), ({ periods }) => Object.assign(periods[1], { startHour: 7 }))).toEqual([
      'periods[1].startHour is 7, but the period before ends at 6',
    ])
    const longer = mistakes(soundPeriods(), ({ periods }) => {
      periods[1].hours = 15
      periods[1].problem.horizonHours = 15
    })
    expect(longer).toEqual(['periods last 25 h together'])
  })

  it('spreads what moves into a period over the period', () => {
    expect(mistakes(soundPeriods(), ({ periods }) => Object.assign(periods[0].problem, { horizonHours: 24 }))).toEqual([
      'periods[0].problem.horizonHours is 24, but the period lasts 10 h',
    ])
  })

  it('starts from today in the first period only', () => {
    const found = mistakes(soundPeriods(), ({ periods }) => {
      periods[1].problem.agents[0].current = []
      periods[1].problem.clusters[0].currentNodes = []
    })
    expect(found).toEqual([
      'periods[1].problem.agents[0].current stands in a later period',
      'periods[1].problem.clusters[0].currentNodes stands in a later period',
    ])
  })

  it('gives 24 hours of whole replicas to agents that exist', () => {
    const found = mistakes(soundDay(), ({ demandByHour }) => {
      demandByHour.support.pop()
      demandByHour.suport = Array(24).fill(1)
      demandByHour.retriever = Array(24).fill(2_000_000)
    })
    expect(found.slice(0, 3)).toEqual([
      'demandByHour.suport names no agent: "suport"',
      'demandByHour.support has 23 hours',
      'demandByHour.retriever[0] is 2000000, more than the 1000000 that one agent may have',
    ])
    expect(mistakes(soundDay(), ({ demandByHour }) => demandByHour.support.splice(3, 1, 1.5))).toEqual([
      'demandByHour.support[3] is 1.5, not a whole number',
    ])
  })

  it('that is something else altogether is told so', () => {
    expect(mistakes({ schema: 'placement-problem/v1', periods: [] }, () => {})).toEqual([
      'schema is "placement-problem/v1", not "placement-schedule/v1"',
      'periods is empty',
    ])
    expect(issuesOf(() => parseSchedule([1], 's.json'))).toEqual([{ path: '', message: 'is a list, not a block of keys and values' }])
  })
})
