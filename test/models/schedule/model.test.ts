import { beforeAll, describe, expect, it } from 'vitest'
import { buildAggregateModel, buildExactModel, buildPlacementModel } from '../../../models/placement/model.ts'
import { everyFilledNode } from '../../../models/placement/whole-nodes.ts'
import { buildScheduleModel } from '../../../models/schedule/model.ts'
import { periodInstances } from '../../../models/schedule/period-instances.ts'
import type { ScheduleProblem } from '../../../src/domain/schedule.ts'
import { loadHighs } from '../../../src/lp/highs.ts'
import { relaxationOf } from '../../../src/lp/model.ts'
import type { LinearSolver } from '../../../src/lp/solver.ts'
import { anOffer } from '../../builders.ts'
import { cork, dublin, large, nightAndDay } from '../../schedules.ts'

let highs: LinearSolver
beforeAll(async () => {
  highs = await loadHighs()
})

/** The cheapest day [USD], or what is said where there is none. */
function cheapest(schedule: ScheduleProblem): number | string {
  const instances = periodInstances(schedule)
  const masters = instances.map((instance) => buildExactModel(instance, everyFilledNode(instance, 1000)!))
  const { status, objective } = highs.solve(buildScheduleModel(schedule, instances, masters).model)
  return objective === undefined ? status : Number(objective.toFixed(6))
}

function relaxed(schedule: ScheduleProblem): number {
  const instances = periodInstances(schedule)
  const masters = instances.map((instance) => buildPlacementModel(instance, { fitRows: true }))
  return highs.solve(relaxationOf(buildScheduleModel(schedule, instances, masters).model)).lowerBound
}

const here = (cluster: string, replicas: number) => [{ cluster, capacityType: 'on-demand' as const, replicas }]

describe('the cheapest day', () => {
  it('is a small node by night and the large one by day where nothing is paid for the change', () => {
    expect(cheapest(nightAndDay())).toBe(8 * 1 + 16 * 3)
  })

  it('pays for three replicas that move there and back, not for eleven that are more by day', () => {
    expect(cheapest(nightAndDay({ agent: { move: { usdPerReplica: 2 } } }))).toBe(8 + 48 + 2 * 3 * 2)
  })

  it('keeps the large node where moving costs more than the night saves', () => {
    expect(cheapest(nightAndDay({ agent: { move: { usdPerReplica: 3 } } }))).toBe(24 * 3)
  })

  it('keeps it too where nobody may move, each agent or all of them', () => {
    expect(cheapest(nightAndDay({ agent: { move: { maxReplicas: 2 } } }))).toBe(24 * 3)
    expect(cheapest(nightAndDay({ limits: { maxMovedReplicas: 2 } }))).toBe(24 * 3)
    expect(cheapest(nightAndDay({ limits: { maxMovedReplicas: 3 } }))).toBe(8 + 48)
  })

  it('starts a node each evening and each morning', () => {
    const clusters = [dublin({ nodeStartUsd: 1 }), cork({ nodeStartUsd: 2 })]
    expect(cheapest(nightAndDay({ clusters }))).toBe(8 + 48 + 1 + 2)
  })

  it('lets a node wait idle through the night where that costs less than its start', () => {
    const idleCosts = 8 * 3
    const clusters = [dublin({ nodeStartUsd: 100 }), cork()]
    const onlyInCork = { agent: { move: { usdPerReplica: 0 } }, clusters }
    expect(cheapest(nightAndDay(onlyInCork))).toBe(Math.min(8 * 1 + idleCosts + 48, 24 * 3))
  })

  it('lets it wait in a night that wants nothing at all', () => {
    const clusters = [dublin({ nodeStartUsd: 100 })]
    const schedule = nightAndDay({ clusters })
    const [night, day] = schedule.periods
    const asleep = { ...night!, problem: { ...night!.problem, agents: night!.problem.agents.map((agent) => ({ ...agent, replicas: 0 })) } }
    expect(cheapest({ ...schedule, periods: [asleep, day!] })).toBe(24 * 3)
  })

  it('lets the small one wait by day only where the cluster may have two nodes: else the large one stays all day', () => {
    const small = anOffer({ usdPerHour: 0.01 })
    const one = dublin({ offers: [large, small], nodeStartUsd: 23, limits: { nodes: 1 } })
    const two = { ...one, limits: { nodes: 2 } }
    expect(cheapest(nightAndDay({ clusters: [two] }))).toBe(8 * 0.01 + 16 * 3.01 + 23)
    expect(cheapest(nightAndDay({ clusters: [one] }))).toBe(24 * 3)
  })

  it('counts the way from today a day’s part of the horizon, and once where the day is the only one', () => {
    const agent = { move: { usdPerReplica: 1 }, current: here('dublin', 3) }
    const moves = { thereAndBack: 2 * 3, fromToday: 3 }
    expect(cheapest(nightAndDay({ agent }, { horizonHours: 240 }))).toBe(8 + 48 + moves.thereAndBack + moves.fromToday / 10)
    expect(cheapest(nightAndDay({ agent }, { cyclic: false }))).toBe(8 + 48 + moves.fromToday + 3)
  })

  it('counts nothing as moved or started from a today that is not known', () => {
    const clusters = [dublin({ nodeStartUsd: 1 }), cork({ nodeStartUsd: 2 })]
    expect(cheapest(nightAndDay({ clusters }, { cyclic: false }))).toBe(8 + 48 + 1)
    const empty = clusters.map((cluster) => ({ ...cluster, currentNodes: [] }))
    expect(cheapest(nightAndDay({ clusters: empty }, { cyclic: false }))).toBe(8 + 48 + 1 + 2)
  })

  it('keeps the budget of each period, with the way into it', () => {
    const agent = { move: { usdPerReplica: 2 } }
    const intoNight = 1 + (3 * 2) / 8
    const intoDay = 3 + (3 * 2) / 16
    expect(cheapest(nightAndDay({ agent, limits: { usdPerHour: Math.max(intoNight, intoDay) } }))).toBe(68)
    expect(cheapest(nightAndDay({ agent, limits: { usdPerHour: intoDay - 0.01 } }))).toBe(72)
    expect(cheapest(nightAndDay({ agent, limits: { usdPerHour: 2.99 } }))).toBe('infeasible')
  })

  it('lets an agent grow in two places at once, which moves nobody, where more may run than are wanted', () => {
    const agent = { move: { usdPerReplica: 1 }, maxReplicas: 20, survive: [{ loss: 'cluster' as const, keep: 0.5 }] }
    const [twoAndTwo, sevenAndSeven] = [3 + 1, 3 + 2]
    expect(cheapest(nightAndDay({ agent }))).toBe(8 * twoAndTwo + 16 * sevenAndSeven)
  })
})

describe('the relaxation', () => {
  it('never passes the cheapest day, and knows of moves and starts', () => {
    const clusters = [dublin({ nodeStartUsd: 1 }), cork({ nodeStartUsd: 2 })]
    const priced = nightAndDay({ clusters, agent: { move: { usdPerReplica: 2 } } })
    expect(relaxed(priced)).toBeLessThanOrEqual(cheapest(priced) as number)
    const startedInParts = (14 - 3) / 16
    expect(relaxed(priced)).toBeCloseTo(relaxed(nightAndDay()) + startedInParts, 6)
  })
})

describe('packing told in sums', () => {
  it('bounds the day from below, if less well, and knows of starts too', () => {
    const schedule = nightAndDay({ clusters: [dublin({ nodeStartUsd: 1 })], agent: { requests: { cpu: 5, memoryGiB: 4 }, maxReplicas: 3 } })
    const [night, day] = schedule.periods
    const few = { ...day!, problem: { ...day!.problem, agents: day!.problem.agents.map((agent) => ({ ...agent, replicas: 3 })) } }
    const one = { ...night!, problem: { ...night!.problem, agents: night!.problem.agents.map((agent) => ({ ...agent, replicas: 1 })) } }
    const small = { ...schedule, periods: [one, few] }
    const instances = periodInstances(small)
    const sums = highs.solve(relaxationOf(buildScheduleModel(small, instances, instances.map(buildAggregateModel)).model)).lowerBound
    const [nodesByNight, nodesByDay] = [5 / 16, 15 / 16]
    expect(sums).toBeCloseTo(3 * (8 * nodesByNight + 16 * nodesByDay) + (nodesByDay - nodesByNight), 6)
    expect(sums).toBeLessThan(relaxed(small))
  })
})

describe('machines of a period', () => {
  it('that another beats all day are left out, and those that it beats only by night stay', () => {
    const dear = anOffer({ instanceType: 'dear', usdPerHour: 1.1 })
    const arm = anOffer({ instanceType: 'arm', arch: 'arm64', usdPerHour: 0.9 })
    const offers = [anOffer(), dear]
    const machinesOf = (schedule: ScheduleProblem) =>
      periodInstances(schedule).map(({ machines }) => machines.map(({ offer }) => offer.instanceType))
    expect(machinesOf(nightAndDay({ clusters: [cork({ offers })] }))).toEqual([['m.xlarge'], ['m.xlarge']])
    const schedule = nightAndDay({ agent: { arch: ['amd64', 'arm64'] }, clusters: [cork({ offers: [anOffer(), arm] })] })
    const [night, day] = schedule.periods
    const withX86 = { id: 'x86', replicas: 1, requests: { cpu: 1, memoryGiB: 1 } }
    const mixed = { ...day!, problem: { ...day!.problem, agents: [...day!.problem.agents, withX86] } }
    const absent = { ...night!, problem: { ...night!.problem, agents: [...night!.problem.agents, { ...withX86, replicas: 0 }] } }
    expect(machinesOf({ ...schedule, periods: [absent, mixed] })).toEqual([
      ['m.xlarge', 'arm'],
      ['m.xlarge', 'arm'],
    ])
  })
})
