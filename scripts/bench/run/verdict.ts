import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { parseJson } from '../../../src/domain/parse-json.ts'
import { parsePlan } from '../../../src/domain/parse-plan.ts'
import type { Plan } from '../../../src/domain/plan.ts'
import type { Problem } from '../../../src/domain/problem.ts'
import { verifyPlan } from '../../../src/verify/verify.ts'
import type { Finding } from '../results/measurement.ts'
import type { Ran } from './measured-process.ts'

export type Verdict = Pick<Finding, 'outcome' | 'usdPerHour' | 'lowerBoundUsdPerHour' | 'verified' | 'remark'>

export interface JudgeParts {
  /** The contract's own verifier, where it is beside this clone. */
  readonly contractVerifier: string | undefined
  readonly run: (script: string, args: readonly string[]) => Promise<Ran>
}

/** What a plan's file says, recomputed by this project's verifier and by the contract's; undefined where there is none. */
export async function judgePlan(problem: Problem, problemFile: string, planFile: string, parts: JudgeParts): Promise<Verdict | undefined> {
  if (!existsSync(planFile)) return undefined
  const plan = parsePlan(parseJson(await readFile(planFile, 'utf8'), planFile), planFile)
  const own = verifyPlan(problem, plan)
  const bound = plan.lowerBoundUsdPerHour > 0 ? { lowerBoundUsdPerHour: plan.lowerBoundUsdPerHour } : {}
  if (!own.checked) return { outcome: own.claim, ...bound, remark: firstConflict(plan) }
  const faults = [
    ...own.violations.slice(0, 1).map(({ constraint, detail }) => `breaks ${constraint}: ${detail}`),
    ...(await contractFaults(problemFile, planFile, parts)),
  ]
  const figures = { outcome: plan.status, usdPerHour: own.recomputed.usdPerHour.total, ...bound }
  return faults.length === 0 ? { ...figures, verified: 'yes' } : { ...figures, verified: 'no', remark: faults.join(' · ') }
}

const firstConflict = ({ conflict }: Plan): string | undefined => conflict?.[0]?.detail

async function contractFaults(problemFile: string, planFile: string, { contractVerifier, run }: JudgeParts): Promise<string[]> {
  if (contractVerifier === undefined) return []
  const { exitCode } = await run(contractVerifier, [problemFile, planFile])
  return exitCode === 0 ? [] : [`the contract's verifier refuses it (exit code ${exitCode})`]
}
