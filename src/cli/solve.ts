import { realpath } from 'node:fs/promises'
import { Command, Option } from 'commander'
import { InputError } from '../domain/input-error.ts'
import type { Plan } from '../domain/plan.ts'
import type { Problem } from '../domain/problem.ts'
import { readPlan, readProblem } from './documents.ts'
import { type ExitCode, exitCodeOf } from './exit-codes.ts'
import { path, seconds, share, wholeNumber } from './option-values.ts'
import { mustNotBeFolder } from './place-to-write.ts'
import { planText } from './plan-text.ts'
import { type SolveProgress, solveProgress } from './progress.ts'
import type { Terminal } from './terminal.ts'

export interface SolveOptions {
  readonly gap: number
  /** Absent: until the solve ends by itself. */
  readonly timeLimitSeconds?: number
  readonly seed: number
  readonly solver: 'highs' | 'javascript-lp-solver'
  readonly base?: { readonly problem: Problem; readonly plan: Plan }
  readonly onProgress: (progress: SolveProgress) => void
}

export interface SolveParts {
  readonly terminal: Terminal
  readonly defaults: Pick<SolveOptions, 'gap' | 'seed' | 'solver'>
  readonly optimise: (problem: Problem, options: SolveOptions) => Promise<Plan>
  readonly writeWhole: (path: string, text: string) => Promise<void>
  readonly exit: (code: ExitCode) => void
}

/** `ballast solve`: a problem in, a plan out, and nothing else touched. */
export function solveCommand(parts: SolveParts): Command {
  return new Command('solve')
    .description('Solve a placement problem: the cheapest plan that keeps every rule, and a proved lower bound.')
    .argument('<problem>', 'the problem, a JSON file of the schema placement-problem/v1')
    .option('--out <file>', 'where the plan goes, as JSON; - is standard output', path, '-')
    .option('--gap <share>', 'stop once the plan is shown to be within this share of the optimum', share, parts.defaults.gap)
    .option('--time-limit <seconds>', 'stop after this long with the best plan found (default: it ends by itself)', seconds)
    .option('--base <problem>', 'what-if: a problem much alike that is solved already; with --base-plan', path)
    .option('--base-plan <plan>', 'its plan: where the search starts; its lower bound is taken on trust', path)
    .option('--seed <number>', 'seed of whatever is chosen at random', wholeNumber, parts.defaults.seed)
    .addOption(
      new Option('--solver <name>', 'which solver of linear programs to use')
        .choices(['highs', 'javascript-lp-solver'])
        .default(parts.defaults.solver),
    )
    .addHelpText('after', HELP)
    .action((problem: string, options: Flags) => solve(problem, options, parts))
}

interface Flags {
  readonly out: string
  readonly gap: number
  readonly timeLimit?: number
  readonly seed: number
  readonly solver: SolveOptions['solver']
  readonly base?: string
  readonly basePlan?: string
}

async function solve(problemFile: string, { out, timeLimit, base, basePlan, ...flags }: Flags, parts: SolveParts): Promise<void> {
  await refuseToOverwrite(problemFile, out)
  const problem = await readProblem(problemFile)
  const solved = await readBase(base, basePlan)
  const progress = solveProgress(parts.terminal)
  const plan = await parts.optimise(problem, {
    ...flags,
    ...(timeLimit === undefined ? {} : { timeLimitSeconds: timeLimit }),
    ...(solved ? { base: solved } : {}),
    onProgress: progress.show,
  })
  progress.end()
  const text = `${JSON.stringify(plan, undefined, 2)}\n`
  if (out === '-') parts.terminal.out(text)
  else await parts.writeWhole(out, text)
  const say = out === '-' ? parts.terminal.err : parts.terminal.out
  say(planText(plan, problem))
  parts.exit(exitCodeOf(plan.status))
}

async function refuseToOverwrite(problemFile: string, out: string): Promise<void> {
  if (out === '-') return
  await mustNotBeFolder(out)
  const [input, output] = await Promise.all([problemFile, out].map((path) => realpath(path).catch(() => path)))
  if (input === output)
    throw new InputError(out, [{ path: '--out', message: 'is the problem itself', remedy: 'name another file for the plan' }])
}

/** Throws InputError where only one of the two is named. */
async function readBase(problem: string | undefined, plan: string | undefined): Promise<SolveOptions['base']> {
  if (problem !== undefined && plan !== undefined) return { problem: await readProblem(problem), plan: await readPlan(plan) }
  const named = problem ?? plan
  if (named === undefined) return undefined
  const [option, other] = problem === undefined ? ['--base-plan', '--base'] : ['--base', '--base-plan']
  throw new InputError(option, [{ path: '', message: `is given without ${other}`, remedy: 'name both, or neither' }])
}

const HELP = `
Examples:
  ballast solve problem.json --out plan.json
  ballast solve problem.json --gap 0.05 --time-limit 5 > plan.json
  ballast solve changed.json --base problem.json --base-plan plan.json --out what-if.json

Without a time limit the same problem, seed and solver give the same plan.
Ctrl-C ends a solve with the best plan so far.

Exit codes:
  0  a plan was found
  1  none was found in time
  2  bad usage or a bad problem
  3  infeasible: the plan names constraints that cannot hold together`
