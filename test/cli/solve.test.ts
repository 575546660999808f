import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { SolveOptions } from '../../src/cli/solve.ts'
import type { Plan } from '../../src/domain/plan.ts'
import type { Problem } from '../../src/domain/problem.ts'
import { verifyPlan } from '../../src/verify/verify.ts'
import { aProblem } from '../builders.ts'
import { firstFit } from '../jobs/first-fit.ts'
import { command } from './command-line.ts'

let folder: string
let problemFile: string
let plan: Plan

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ballast-cli-'))
  problemFile = join(folder, 'problem.json')
  await writeFile(problemFile, JSON.stringify(aProblem()))
  plan = await firstFit(aProblem())
})
afterAll(() => rm(folder, { recursive: true }))

const infeasible = (): Plan => ({
  ...plan,
  status: 'infeasible',
  conflict: [{ constraint: 'survive', agent: 'support', detail: 'no cloud is left' }],
  conflictIsMinimal: true,
})

describe('ballast solve', () => {
  it('prints the plan, and its figures apart from it', async () => {
    const { code, out, err } = await command(['solve', problemFile], { optimise: async () => plan })
    expect([code, JSON.parse(out)]).toEqual([0, plan])
    expect(err).toBe('optimal: 1.000 USD/h at prices of 2026-07-20, and no plan can cost less than 1.000 (gap 0.0 %)\n')
  })

  it('with --out the plan goes there and the figures are the result', async () => {
    const { out, err, written } = await command(['solve', problemFile, '--out', 'plan.json'], { optimise: async () => plan })
    expect([out, err]).toEqual(['optimal: 1.000 USD/h at prices of 2026-07-20, and no plan can cost less than 1.000 (gap 0.0 %)\n', ''])
    expect(JSON.parse(written.get('plan.json')!)).toEqual(plan)
  })

  it('hands its options to the optimiser', async () => {
    const asked: Partial<SolveOptions>[] = []
    const optimise = async (_: Problem, { onProgress: __, ...options }: SolveOptions) => {
      asked.push(options)
      return plan
    }
    await command(['solve', problemFile, '--gap', '0.05', '--time-limit', '2.5', '--seed', '7', '--solver', 'javascript-lp-solver'], {
      optimise,
    })
    await command(['solve', problemFile], { optimise })
    expect(asked).toEqual([
      { gap: 0.05, timeLimitSeconds: 2.5, seed: 7, solver: 'javascript-lp-solver' },
      { gap: 0.01, seed: 1, solver: 'highs' },
    ])
  })

  it('hands a solved problem and its plan to start from, and asks for both', async () => {
    const planFile = join(folder, 'plan.json')
    await writeFile(planFile, JSON.stringify(plan))
    const base: (SolveOptions['base'] | undefined)[] = []
    const optimise = async (_: Problem, options: SolveOptions) => {
      base.push(options.base)
      return plan
    }
    await command(['solve', problemFile, '--base', problemFile, '--base-plan', planFile], { optimise })
    expect(base).toEqual([{ problem: aProblem(), plan }])
    const { code, err } = await command(['solve', problemFile, '--base', problemFile], { optimise })
    expect([code, err]).toEqual([2, expect.stringContaining('is given without --base-plan (name both, or neither)')])
  })

  it('a bound of 0 is told as nothing proved, since it says nothing', async () => {
    const unproved = { ...plan, status: 'feasible' as const, lowerBoundUsdPerHour: 0, gap: 1 }
    const { out } = await command(['solve', problemFile, '--out', 'p.json'], { optimise: async () => unproved })
    expect(out).toMatch(/^feasible: 1\.000 USD\/h .* was not shown in time\n$/)
  })

  it('a folder as --out is refused before any work is done', async () => {
    const { code, err } = await command(['solve', problemFile, '--out', folder])
    expect([code, err]).toEqual([2, expect.stringMatching(/--out: is a folder \(name a file in it\)/)])
  })

  it('infeasible ends with 3, says why, and the plan is written all the same', async () => {
    const { code, out, written } = await command(['solve', problemFile, '--out', 'p.json'], { optimise: async () => infeasible() })
    expect(code).toBe(3)
    expect(out).toBe('infeasible: these cannot hold together (none of them can be left out):\n  survive (support): no cloud is left\n')
    expect(written.get('p.json')).toMatch(/"infeasible"/)
  })

  it('no plan in time ends with 1', async () => {
    const { code, err } = await command(['solve', problemFile], { optimise: async () => ({ ...plan, status: 'unknown' }) })
    expect([code, err]).toEqual([1, expect.stringMatching(/no plan was found in time.*allow more time/)])
  })

  it('progress goes to stderr, a line a second at most', async () => {
    const optimise = async (_: Problem, { onProgress }: SolveOptions) => {
      const at = (elapsedSeconds: number) =>
        onProgress({ stage: 'search', lowerBoundUsdPerHour: 0.9, bestUsdPerHour: 1, gap: 0.1, elapsedSeconds })
      for (const seconds of [0.1, 0.2, 0.9, 1.1, 1.5, 2.2]) at(seconds)
      return plan
    }
    const { err } = await command(['solve', problemFile, '--out', 'p.json'], { optimise })
    expect(err.split('\n')).toEqual([
      '  search: best 1.000 USD/h, bound 0.900, gap 10.0 % (0.1 s)',
      '  search: best 1.000 USD/h, bound 0.900, gap 10.0 % (1.1 s)',
      '  search: best 1.000 USD/h, bound 0.900, gap 10.0 % (2.2 s)',
      '',
    ])
  })
})

describe('ballast verify', () => {
  const checked =
    (given: Plan, args: string[] = []) =>
    async () => {
      await writeFile(join(folder, 'plan.json'), JSON.stringify(given))
      return command(['verify', problemFile, join(folder, 'plan.json'), ...args], { verifyPlan: async (...asked) => verifyPlan(...asked) })
    }

  it('a plan that holds ends with 0', async () => {
    expect(await checked(plan)()).toMatchObject({ code: 0, out: 'ok: 1.000 USD/h at prices of 2026-07-20, lower bound 1.000, gap 0.0 %\n' })
  })

  it('a plan that breaks a rule ends with 1 and names whose', async () => {
    const { code, out } = await checked({ ...plan, placements: [] })()
    expect(code).toBe(1)
    expect(out).toMatch(/^violated: \d+ rules\n/)
    expect(out).toMatch(/demand \(support\)/)
  })

  it('a gap above the largest allowed ends with 1', async () => {
    const loose = { ...plan, lowerBoundUsdPerHour: 0.5, gap: 0.5 }
    expect((await checked(loose)()).code).toBe(0)
    expect((await checked(loose, ['--max-gap', '0.1'])()).code).toBe(1)
  })

  it('a claim of infeasible ends with 3, unchecked', async () => {
    expect(await checked(infeasible())()).toMatchObject({ code: 3, out: expect.stringMatching(/^claims infeasible/) })
  })
})
