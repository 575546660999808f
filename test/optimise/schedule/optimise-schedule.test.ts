import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { parseSchedule } from '../../../src/domain/parse-schedule.ts'
import type { SchedulePlan, ScheduleProblem } from '../../../src/domain/schedule.ts'
import { optimiseSchedule } from '../../../src/optimise/schedule/index.ts'
import { verifySchedule } from '../../../src/verify/schedule.ts'
import { anAgent } from '../../builders.ts'
import { cork, dublin, nightAndDay } from '../../schedules.ts'
import { contractVerifierIsAbsent, exitCodesByContract } from '../../verify/contract-verifier.ts'

const solve = (schedule: ScheduleProblem) => optimiseSchedule(schedule, { gap: 0, timeLimitSeconds: 20 })
const whereTheyRun = ({ periods }: SchedulePlan) =>
  periods.map(({ plan }) => [...new Set(plan.placements.map(({ cluster }) => cluster))].join())
const example = () => parseSchedule(JSON.parse(readFileSync('examples/schedules/night-and-day.json', 'utf8')), 'night-and-day.json')

describe('night and day', () => {
  it('differ where moving costs less than it saves', async () => {
    const plan = await solve(nightAndDay({ agent: { move: { usdPerReplica: 2 } } }))
    expect(whereTheyRun(plan)).toEqual(['cork', 'dublin'])
    expect(plan).toMatchObject({ status: 'optimal', usdPerDay: { total: 68, nodes: 56, moves: 12, starts: 0, fromToday: 0 } })
    expect(plan.transitions.map(({ from, to, movedReplicas }) => [from, to, movedReplicas])).toEqual([
      [1, 0, 3],
      [0, 1, 3],
    ])
  })

  it('are the same where moving costs more', async () => {
    const plan = await solve(nightAndDay({ agent: { move: { usdPerReplica: 3 } } }))
    expect(whereTheyRun(plan)).toEqual(['dublin', 'dublin'])
    expect(plan).toMatchObject({ status: 'optimal', usdPerDay: { total: 72, moves: 0 } })
  })

  it('are the same where starting nodes each day costs more', async () => {
    const clusters = [dublin({ nodeStartUsd: 20 }), cork({ nodeStartUsd: 20 })]
    expect(whereTheyRun(await solve(nightAndDay({ clusters })))).toEqual(['dublin', 'dublin'])
  })
})

describe('a schedule', () => {
  it('tells what one plan for the peak and each period for itself would cost, and is dearer than neither', async () => {
    const { usdPerDay, alternatives } = await solve(nightAndDay({ agent: { move: { usdPerReplica: 3 } } }))
    expect(alternatives).toEqual({
      staticPeak: { usdPerDay: 72, keepsRules: true },
      independent: { usdPerDay: 8 + 48 + 2 * 9, keepsRules: true },
    })
    expect(usdPerDay.total).toBe(72)
  })

  it('tells where each period for itself is no choice, since too many would move', async () => {
    const { alternatives } = await solve(nightAndDay({ limits: { maxMovedReplicas: 1 } }))
    expect(alternatives.independent).toEqual({ usdPerDay: 56, keepsRules: false })
  })

  it('starts from today: once where days repeat, else as the only way in', async () => {
    const agent = { move: { usdPerReplica: 1 }, current: [{ cluster: 'dublin', capacityType: 'on-demand' as const, replicas: 3 }] }
    const repeated = await solve(nightAndDay({ agent }, { horizonHours: 240 }))
    expect(repeated.usdPerDay).toMatchObject({ moves: 6, fromToday: expect.closeTo(0.3, 9) })
    const once = await solve(nightAndDay({ agent }, { cyclic: false }))
    expect(once.usdPerDay).toMatchObject({ moves: 6, fromToday: 0 })
    expect(once.transitions[0]).toMatchObject({ from: 'today', to: 0, movedReplicas: 3 })
  })

  it('may have a night that wants nothing', async () => {
    const schedule = nightAndDay()
    const [night, day] = schedule.periods
    const asleep = { ...night!, problem: { ...night!.problem, agents: [anAgent({ replicas: 0 })] } }
    expect(await solve({ ...schedule, periods: [asleep, day!] })).toMatchObject({ status: 'optimal', usdPerDay: { total: 48 } })
  })

  it('of one period is the plan of the whole day', async () => {
    const [, { problem }] = nightAndDay().periods as [unknown, ScheduleProblem['periods'][number]]
    const whole = { startHour: 0, hours: 24, problem: { ...problem, horizonHours: 24 } }
    expect(await solve(nightAndDay({}, { periods: [whole] }))).toMatchObject({ status: 'optimal', usdPerDay: { total: 72, moves: 0 } })
  })

  it('is infeasible where a period is, with what is in conflict there', async () => {
    const plan = await solve(nightAndDay({ limits: { usdPerHour: 2.9 } }))
    expect(plan.status).toBe('infeasible')
    expect(plan.conflict?.map(({ detail }) => detail.slice(0, 9))).toContain('from 8 h:')
  })

  it('is infeasible where each period has a plan and no way leads from one to the next', async () => {
    const only = (cluster: string) => (period: ScheduleProblem['periods'][number]) => ({
      ...period,
      problem: { ...period.problem, agents: period.problem.agents.map((agent) => ({ ...agent, placement: { clusters: [cluster] } })) },
    })
    const schedule = nightAndDay({ limits: { maxMovedReplicas: 2 } })
    const [night, day] = schedule.periods
    const plan = await solve({ ...schedule, periods: [only('cork')(night!), only('dublin')(day!)] })
    expect(plan).toMatchObject({ status: 'infeasible', conflict: [{ constraint: 'moves' }] })
  })

  it('that nobody waits for is unknown, and none is called infeasible', async () => {
    const plan = await optimiseSchedule(nightAndDay(), { signal: AbortSignal.abort() })
    expect(plan.status).toBe('unknown')
    expect(verifySchedule(nightAndDay(), plan).violations).toEqual([])
  })

  it('tells how far it has come, and never a bound above its best', async () => {
    const told: (readonly [number, number | undefined])[] = []
    const onProgress = ({ lowerBoundUsdPerHour, bestUsdPerHour }: { lowerBoundUsdPerHour: number; bestUsdPerHour: number | undefined }) =>
      told.push([lowerBoundUsdPerHour, bestUsdPerHour])
    await optimiseSchedule(nightAndDay(), { gap: 0, onProgress })
    expect(told.length).toBeGreaterThan(2)
    for (const [bound, best = Number.POSITIVE_INFINITY] of told) expect(bound).toBeLessThanOrEqual(best + 1e-6)
  })
})

describe('the example', () => {
  it('runs in Berlin by night and in Dublin by day, stays there through the evening, and saves against both simpler ways', async () => {
    const plan = await solve(example())
    expect(plan.status).toBe('optimal')
    expect(whereTheyRun(plan)).toEqual(['berlin', 'dublin', 'dublin'])
    expect(plan.usdPerDay.total).toBeLessThan(0.99 * plan.alternatives.independent!.usdPerDay)
    expect(plan.usdPerDay.total).toBeLessThan(0.9 * plan.alternatives.staticPeak!.usdPerDay)
  })

  it.skipIf(contractVerifierIsAbsent)("passes the contract's own verifier, each period by itself", async () => {
    const plan = await solve(example())
    const folder = mkdtempSync(join(tmpdir(), 'ballast-schedule-'))
    const files = [...plan.periods, plan.fromToday!].map(({ problem, plan: own }, at) => {
      const [problemFile, planFile] = [join(folder, `${at}.problem.json`), join(folder, `${at}.plan.json`)]
      writeFileSync(problemFile, JSON.stringify(problem))
      writeFileSync(planFile, JSON.stringify(own))
      return [problemFile, planFile] as const
    })
    const codes = exitCodesByContract(folder, files)
    rmSync(folder, { recursive: true })
    expect(codes).toEqual([0, 0, 0, 0])
  })
})
