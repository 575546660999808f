import { Command } from 'commander'
import type { Plan } from '../domain/plan.ts'
import type { Problem } from '../domain/problem.ts'
import { percentText, usdPerHourText } from '../reports/figures.ts'
import { readPlan, readProblem } from './documents.ts'
import { EXIT, type ExitCode, exitCodeOf } from './exit-codes.ts'
import { share } from './option-values.ts'
import { dayOf } from './plan-text.ts'
import type { Terminal } from './terminal.ts'

/** What checking a plan comes to; without `recomputed` it claims that there is none, which cannot be checked. */
export interface Verdict {
  readonly holds: boolean
  readonly violations: readonly {
    readonly constraint: string
    readonly detail: string
    readonly agent?: string
    readonly cluster?: string
  }[]
  readonly recomputed?: { readonly usdPerHour: { readonly total: number }; readonly gap: number } | undefined
}

export interface VerifyParts {
  readonly terminal: Terminal
  readonly verifyPlan: (problem: Problem, plan: Plan, options: { largestGap?: number }) => Promise<Verdict>
  readonly exit: (code: ExitCode) => void
}

/** `ballast verify`: whether a plan keeps every rule and costs what it says, recomputed by code that shares nothing with the optimiser. */
export function verifyCommand(parts: VerifyParts): Command {
  return new Command('verify')
    .description('Check a plan against its problem: every rule and every cost is recomputed; only the lower bound is taken on trust.')
    .argument('<problem>', 'the problem, a JSON file of the schema placement-problem/v1')
    .argument('<plan>', 'the plan, a JSON file of the schema placement-plan/v1')
    .option('--max-gap <share>', 'the largest gap to its lower bound that a plan may have', share)
    .addHelpText('after', HELP)
    .action(async (problemFile: string, planFile: string, { maxGap }: { maxGap?: number }) => {
      const [problem, plan] = [await readProblem(problemFile), await readPlan(planFile)]
      const verdict = await parts.verifyPlan(problem, plan, maxGap === undefined ? {} : { largestGap: maxGap })
      parts.terminal.out(verdictText(plan, verdict, problem.asOf))
      parts.exit(codeOf(plan, verdict))
    })
}

function verdictText(plan: Plan, { holds, violations, recomputed }: Verdict, asOf: string): string {
  const lines = violations.map(({ constraint, agent, cluster, detail }) => {
    const where = [agent, cluster].filter((name) => name !== undefined).join(', ')
    return `  ${constraint}${where ? ` (${where})` : ''}: ${detail}\n`
  })
  if (violations.length > 0) return `violated: ${violations.length === 1 ? '1 rule' : `${violations.length} rules`}\n${lines.join('')}`
  if (!holds || !recomputed) return `claims ${plan.status}: there is nothing to recompute, so the claim is not checked\n`
  return `ok: ${usdPerHourText(recomputed.usdPerHour.total)} USD/h at prices of ${dayOf(asOf)}, lower bound ${usdPerHourText(plan.lowerBoundUsdPerHour)}, gap ${percentText(recomputed.gap)}\n`
}

const codeOf = (plan: Plan, { violations }: Verdict): ExitCode => (violations.length > 0 ? EXIT.failed : exitCodeOf(plan.status))

const HELP = `
Examples:
  ballast verify out/problem.json out/plan.json
  ballast verify problem.json plan.json --max-gap 0.01

Exit codes:
  0  the plan holds
  1  it is violated, or claims that no plan was found in time
  2  bad usage, or what was given is no problem or no plan
  3  it claims infeasible, which recomputing cannot confirm`
