import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ExplainRequest } from '../../src/cli/explain.ts'
import type { Plan } from '../../src/domain/plan.ts'
import type { Problem } from '../../src/domain/problem.ts'
import type { Explanation } from '../../src/explain/explanation.ts'
import { verifyPlan } from '../../src/verify/verify.ts'
import { anAgent, aProblem } from '../builders.ts'
import { explained } from '../explain/real-parts.ts'
import { firstFit } from '../jobs/first-fit.ts'
import { anAgentOfWholeNodes, dublin, problemOf, virginia } from '../models/places.ts'
import { command } from './command-line.ts'

let folder: string
const write = async (name: string, document: unknown): Promise<string> => {
  const file = join(folder, name)
  await writeFile(file, JSON.stringify(document))
  return file
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ballast-explain-'))
})
afterAll(() => rm(folder, { recursive: true }))

const european = problemOf(anAgentOfWholeNodes({ placement: { anyTag: ['EU'] } }), [dublin({ limits: { nodes: 1 } }), virginia()], {
  limits: { usdPerHour: 3 },
})
const nothing: Explanation = {
  schema: 'explanation/v1',
  asOf: '2026-07-20T00:00:00Z',
  status: 'unknown',
  policies: [],
  limits: [],
  agents: [],
  leftOut: [],
}

describe('ballast explain', () => {
  it('tells what policies and limits cost and why an agent is not in a cheaper place', async () => {
    const file = await write('european.json', european)
    const { code, out, err } = await command(['explain', file], { explain: (problem) => explained(problem) })
    expect([code, err]).toEqual([0, ''])
    expect(out).toMatch(/^The plan costs 1\.000 USD\/h at prices of 2026-07-20, and no plan can cost less than 1\.000\s+\(gap 0\.0 %\)\./)
    expect(out).toMatch(/may not stand on spot +support +0\.700 +0\.700/)
    expect(out).toMatch(/may stand only in clusters that bear one of: EU +support +0\.500 +0\.500/)
    expect(out).toMatch(/dublin +1 of 1 nodes +0\.000 +2 +0\.000 +0\.000/)
    expect(out).toMatch(/The budget of 3\.000 USD\/h leaves 2\.000/)
    expect(out).toMatch(/virginia on-demand +0\.500 +it bears none of EU/)
    expect(Math.max(...out.split('\n').map((line) => line.length))).toBeLessThanOrEqual(100)
  })

  it('--json - prints the document alone, and the words apart from it', async () => {
    const file = await write('european.json', european)
    const { out, err } = await command(['explain', file, '--json', '-'], { explain: (problem) => explained(problem) })
    expect(JSON.parse(out)).toMatchObject({ schema: 'explanation/v1', status: 'explained', policies: expect.any(Array) })
    expect(err).toMatch(/^The plan costs/)
  })

  it('hands on the agent, the plan and the time', async () => {
    const [problem, plan] = [await write('problem.json', aProblem()), await write('plan.json', await firstFit(aProblem()))]
    const asked: Partial<ExplainRequest>[] = []
    const explain = async (_: Problem, { onProgress: __, ...request }: ExplainRequest) => {
      asked.push(request)
      return nothing
    }
    const brokenRules = async (of: Problem, given: Plan) => verifyPlan(of, given).violations
    await command(['explain', problem, '--plan', plan, '--agent', 'support', '--time-limit', '5'], { explain, brokenRules })
    await command(['explain', problem], { explain })
    expect(asked).toEqual([{ agent: 'support', plan: await firstFit(aProblem()), timeLimitSeconds: 5 }, { timeLimitSeconds: 60 }])
  })

  it('infeasible ends with 3, the conflict, and each change that is enough', async () => {
    const file = await write('full.json', problemOf(anAgentOfWholeNodes({ replicas: 3 }), [dublin({ limits: { nodes: 2 } })]))
    const { code, out } = await command(['explain', file], { explain: (problem) => explained(problem) })
    expect(code).toBe(3)
    expect(out).toMatch(/^infeasible: these cannot hold together \(none of them can be left out\):\n {2}limit \(dublin\)/)
    expect(out).toMatch(
      /dublin may have at most 2 nodes: 3 instead of 2 nodes \(no less is enough\); a plan with it was\s+found at 3\.000 USD\/h/,
    )
    expect(out).toMatch(/No other rule of the conflict is enough alone\./)
  })

  it('no plan in time ends with 1', async () => {
    const file = await write('problem.json', aProblem())
    const { code, out } = await command(['explain', file], { explain: async () => nothing })
    expect([code, out]).toEqual([1, expect.stringMatching(/no plan was found in time.*--time-limit/)])
  })
})

describe('what cannot be explained ends with 2 and says what to do', () => {
  const brokenRules = async (problem: Problem, plan: Plan) => verifyPlan(problem, plan).violations

  it('an agent that the problem does not have', async () => {
    const file = await write('problem.json', aProblem())
    const { code, err } = await command(['explain', file, '--agent', 'suport'])
    expect([code, err]).toEqual([2, expect.stringMatching(/--agent.*the problem has no agent "suport" \(did you mean "support"\?\)/s)])
  })

  it('a plan of another problem', async () => {
    const plan = await write('plan.json', await firstFit(aProblem()))
    const file = await write('other.json', aProblem({ agents: [anAgent({ replicas: 9 })] }))
    const { code, err } = await command(['explain', file, '--plan', plan], { brokenRules })
    expect([code, err]).toEqual([2, expect.stringMatching(/it breaks its rules \(solve it again: ballast solve.*demand:/s)])
  })

  it('a plan that claims there is none', async () => {
    const plan = await write('none.json', { ...(await firstFit(aProblem())), status: 'unknown' })
    const { code, err } = await command(['explain', await write('problem.json', aProblem()), '--plan', plan], { brokenRules })
    expect([code, err]).toEqual([2, expect.stringMatching(/there is no plan to explain \(leave out --plan/)])
  })

  it('--json onto the problem, or onto a folder', async () => {
    const file = await write('problem.json', aProblem())
    expect((await command(['explain', file, '--json', file])).err).toMatch(/--json: is a file that is read/)
    expect((await command(['explain', file, '--json', folder])).err).toMatch(/--json: is a folder/)
  })
})
