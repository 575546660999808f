import { beforeAll, describe, expect, it } from 'vitest'
import { optimise } from '../../src/optimise/index.ts'
import { verifyPlan } from '../../src/verify/verify.ts'
import { anAgent, aProblem } from '../builders.ts'
import { largeProblem, tightProblem } from './large-problem.ts'

async function timed<T>(work: () => Promise<T>): Promise<[result: T, seconds: number]> {
  const from = performance.now()
  return [await work(), (performance.now() - from) / 1000]
}

/** So that both threads are there: starting them is not what is measured. */
beforeAll(async () => {
  await optimise(aProblem(), { timeLimitSeconds: 5 })
})

describe('once the time is over', () => {
  it('the best plan so far is told, verified, with a bound that no plan passes', async () => {
    const problem = largeProblem()
    const [plan, seconds] = await timed(() => optimise(problem, { gap: 0, timeLimitSeconds: 3 }))
    expect(plan.status).toBe('feasible')
    expect(verifyPlan(problem, plan).violations).toEqual([])
    expect(plan.lowerBoundUsdPerHour).toBeGreaterThan(0)
    expect(seconds).toBeLessThan(4)
    const better = await optimise(problem, { gap: 0, timeLimitSeconds: 2, seed: 2, candidates: [plan] })
    expect(better.usdPerHour.total).toBeLessThanOrEqual(plan.usdPerHour.total)
    expect(plan.lowerBoundUsdPerHour).toBeLessThanOrEqual(better.usdPerHour.total)
  })

  it('no plan is unknown, not infeasible: nothing was proved', async () => {
    const plan = await optimise(tightProblem(), { timeLimitSeconds: 1 })
    expect(plan).toMatchObject({ status: 'unknown', usdPerHour: { total: 0 }, placements: [], nodeGroups: [] })
    expect(plan.conflict).toBeUndefined()
    expect(plan.lowerBoundUsdPerHour).toBeGreaterThanOrEqual(0)
  })

  it('a candidate is told where nothing better was found', async () => {
    const problem = largeProblem()
    const known = await optimise(problem, { gap: 0.2, timeLimitSeconds: 10 })
    const plan = await optimise(problem, { gap: 0, timeLimitSeconds: 0.1, candidates: [known] })
    expect(plan.usdPerHour.total).toBeLessThanOrEqual(known.usdPerHour.total)
    expect(verifyPlan(problem, plan).violations).toEqual([])
  })
})

describe('a solve that is called off', () => {
  it('while it works tells the best plan so far at once', async () => {
    const problem = largeProblem()
    const control = new AbortController()
    const onProgress = ({ bestUsdPerHour }: { bestUsdPerHour: number | undefined }) => {
      if (bestUsdPerHour !== undefined) control.abort()
    }
    const [plan, seconds] = await timed(() => optimise(problem, { gap: 0, timeLimitSeconds: 12, onProgress, signal: control.signal }))
    expect(verifyPlan(problem, plan).violations).toEqual([])
    expect(seconds).toBeLessThan(8)
  })

  it('before it begins does not begin', async () => {
    const [plan, seconds] = await timed(() => optimise(largeProblem(), { gap: 0, timeLimitSeconds: 12, signal: AbortSignal.abort() }))
    expect(plan.status).toBe('unknown')
    expect(seconds).toBeLessThan(3)
  })

  it('leaves no thread at work', async () => {
    const ports = () => process.getActiveResourcesInfo().filter((name) => name === 'MessagePort').length
    const before = ports()
    await optimise(largeProblem(25), { gap: 0, timeLimitSeconds: 12, signal: AbortSignal.timeout(1_500) })
    await expect.poll(ports, { timeout: 3_000 }).toBeLessThanOrEqual(before)
  })

  it('leaves the next one alone', async () => {
    const problem = aProblem({ agents: [anAgent({ replicas: 8 })] })
    await optimise(largeProblem(), { gap: 0, timeLimitSeconds: 12, signal: AbortSignal.timeout(300) })
    expect((await optimise(problem, { gap: 0, timeLimitSeconds: 5 })).usdPerHour.total).toBeCloseTo(2, 9)
  })
})
