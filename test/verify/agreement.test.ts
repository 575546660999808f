import { execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Plan } from '../../src/domain/plan.ts'
import type { Problem } from '../../src/domain/problem.ts'
import { verifyPlan } from '../../src/verify/verify.ts'
import { contractVerifierIsAbsent, exitCodesByContract } from './contract-verifier.ts'
import { type Draw, draws, type Mutation, planMutations, problemMutations } from './mutations.ts'
import { withItsCost } from './plans.ts'

const shared = (name: string) => resolve('../shared', name)
const isAbsent = contractVerifierIsAbsent || !existsSync(shared('bench/baseline-greedy.mjs'))
let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'ballast-agreement-'))
})
afterAll(() => rmSync(folder, { recursive: true }))

interface Judged {
  readonly what: string
  readonly problem: Problem
  readonly plan: Plan
  readonly files: [problem: string, plan: string]
}

describe.skipIf(isAbsent).each([
  { size: 'S', scale: ['--agents', '10', '--clusters', '4', '--types', '40'], seeds: [1, 2, 3, 4], rounds: 2 },
  { size: 'M', scale: ['--agents', '100', '--clusters', '12', '--types', '120'], seeds: [1], rounds: 1 },
])('of the baseline for instances of size $size', ({ size, scale, seeds, rounds }) => {
  const judge = (mutations: Readonly<Record<string, Mutation>>) => {
    const cases = seeds.flatMap((seed) => mutated(baseline(size, scale, seed), mutations, rounds, draws(seed)))
    return {
      ours: cases.map(ourCode),
      theirs: exitCodesByContract(
        folder,
        cases.map(({ files }) => files),
      ),
      whats: cases.map(({ what }) => what),
    }
  }

  it.each([
    ['plans', planMutations],
    ['problems', problemMutations],
  ])("random changes of the %s are judged as the contract's own verifier judges them", (_, mutations) => {
    const { ours, theirs, whats } = judge(mutations)
    expect(whats.map((what, at) => `${what}: ${ours[at]}`)).toEqual(whats.map((what, at) => `${what}: ${theirs[at]}`))
    expect(new Set(theirs)).toContain(0)
    expect(new Set(theirs)).toContain(1)
  })
})

const run = (script: string, args: string[]) =>
  execFileSync(process.execPath, [script, ...args], { encoding: 'utf8', maxBuffer: 1 << 28, stdio: ['ignore', 'pipe', 'ignore'] })

interface Baseline {
  readonly name: string
  readonly problem: string
  readonly problemFile: string
  readonly plan: string
}

const baselines = new Map<string, Baseline>()
function baseline(size: string, scale: string[], seed: number): Baseline {
  const name = `${size} ${seed}`
  const known = baselines.get(name) ?? madeBaseline(name, [...scale, '--seed', `${seed}`])
  baselines.set(name, known)
  return known
}

function madeBaseline(name: string, scale: string[]): Baseline {
  const problem = run(shared('bench/make-instance.mjs'), scale)
  const problemFile = join(folder, `${name}.json`)
  writeFileSync(problemFile, problem)
  return { name, problem, problemFile, plan: run(shared('bench/baseline-greedy.mjs'), [problemFile]) }
}

function mutated(base: Baseline, mutations: Readonly<Record<string, Mutation>>, rounds: number, draw: Draw): Judged[] {
  const judged: Judged[] = []
  for (let round = 0; round < rounds; round++) {
    for (const [what, mutate] of Object.entries(mutations)) judged.push(mutatedOnce(base, `${what} (${round})`, mutate, draw))
  }
  return judged
}

function mutatedOnce({ name, problem: text, problemFile, plan: planText }: Baseline, what: string, mutate: Mutation, draw: Draw): Judged {
  const problem = JSON.parse(text)
  const given = JSON.parse(planText)
  const isOfProblem = Object.values(problemMutations).includes(mutate)
  mutate(given, problem, draw)
  const plan = isOfProblem ? withItsCost(problem, given) : given
  const key = join(folder, `${name} ${what}`)
  writeFileSync(`${key}.plan`, JSON.stringify(plan))
  if (isOfProblem) writeFileSync(`${key}.problem`, JSON.stringify(problem))
  return { what: `${name}: ${what}`, problem, plan, files: [isOfProblem ? `${key}.problem` : problemFile, `${key}.plan`] }
}

/** As the contract's verifier exits: 0 holds, 1 violated, 3 not checked. */
function ourCode({ problem, plan }: Judged): number {
  const verdict = verifyPlan(problem, plan)
  if (!verdict.checked) return 3
  return verdict.holds ? 0 : 1
}
