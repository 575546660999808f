import { Command } from 'commander'
import { InputError } from '../domain/input-error.ts'
import { didYouMean } from '../domain/nearest-name.ts'
import type { ConflictItem, Plan } from '../domain/plan.ts'
import type { Problem } from '../domain/problem.ts'
import type { Explanation } from '../explain/explanation.ts'
import { readPlan, readProblem } from './documents.ts'
import { EXIT, type ExitCode } from './exit-codes.ts'
import { explanationText } from './explain-text.ts'
import { path, seconds } from './option-values.ts'
import { mustBeAFileOfItsOwn } from './place-to-write.ts'
import { type Progress, solveProgress } from './progress.ts'
import type { Terminal } from './terminal.ts'

export interface ExplainRequest {
  readonly timeLimitSeconds: number
  readonly plan?: Plan
  readonly agent?: string
  readonly onProgress: (progress: Progress) => void
}

export interface ExplainCommandParts {
  readonly terminal: Terminal
  readonly explain: (problem: Problem, request: ExplainRequest) => Promise<Explanation>
  readonly brokenRules: (problem: Problem, plan: Plan) => Promise<readonly ConflictItem[]>
  readonly writeWhole: (path: string, text: string) => Promise<void>
  readonly exit: (code: ExitCode) => void
}

/** Long enough for a fleet of some twenty agents; larger ones say what was left out. */
const DEFAULT_SECONDS = 60

/** `ballast explain`: why a plan costs what it does, or why there is none. */
export function explainCommand(parts: ExplainCommandParts): Command {
  return new Command('explain')
    .description(
      'Say what each policy costs, what more of each limit would save and why agents are not in cheaper places; or why there is no plan.',
    )
    .argument('<problem>', 'the problem, a JSON file of the schema placement-problem/v1')
    .option('--plan <file>', 'the plan to explain; without it the problem is solved first', path)
    .option('--agent <id>', 'only this agent’s rules and places, more closely')
    .option('--json <file>', 'where the explanation also goes as JSON, schema explanation/v1; - is standard output', path)
    .option('--time-limit <seconds>', 'for all of it; what is not reached is told as left out', seconds, DEFAULT_SECONDS)
    .addHelpText('after', HELP)
    .action((problem: string, options: Flags) => runExplain(problem, options, parts))
}

interface Flags {
  readonly plan?: string
  readonly agent?: string
  readonly json?: string
  readonly timeLimit: number
}

async function runExplain(
  problemFile: string,
  { plan: planFile, agent, json, timeLimit }: Flags,
  parts: ExplainCommandParts,
): Promise<void> {
  if (json !== undefined) await mustBeAFileOfItsOwn(json, '--json', [problemFile, ...(planFile === undefined ? [] : [planFile])])
  const problem = await readProblem(problemFile)
  if (agent !== undefined) mustBeKnown(problem, agent)
  const plan = planFile === undefined ? undefined : await planToExplain(problem, problemFile, planFile, parts)
  const progress = solveProgress(parts.terminal)
  const explanation = await parts.explain(problem, {
    timeLimitSeconds: timeLimit,
    onProgress: progress.show,
    ...(plan ? { plan } : {}),
    ...(agent === undefined ? {} : { agent }),
  })
  progress.end()
  const document = `${JSON.stringify(explanation, undefined, 2)}\n`
  if (json === '-') parts.terminal.out(document)
  else if (json !== undefined) await parts.writeWhole(json, document)
  const say = json === '-' ? parts.terminal.err : parts.terminal.out
  say(explanationText(explanation, problem, parts.terminal))
  parts.exit(CODES[explanation.status])
}

const CODES = { explained: EXIT.done, infeasible: EXIT.infeasible, unknown: EXIT.failed } as const

function mustBeKnown({ agents }: Problem, agent: string): void {
  const known = agents.map(({ id }) => id)
  if (known.includes(agent)) return
  throw new InputError('--agent', [{ path: '', message: `the problem has no agent "${agent}"`, remedy: didYouMean(agent, known) }])
}

/** Only a plan that keeps every rule of this problem can be explained by them. */
async function planToExplain(problem: Problem, problemFile: string, planFile: string, parts: ExplainCommandParts): Promise<Plan> {
  const plan = await readPlan(planFile)
  if (plan.status === 'infeasible' || plan.status === 'unknown') {
    const remedy = 'leave out --plan: the problem is then solved, or its conflict looked for'
    throw new InputError(planFile, [{ path: 'status', message: `is ${plan.status}: there is no plan to explain`, remedy }])
  }
  const broken = await parts.brokenRules(problem, plan)
  if (broken.length === 0) return plan
  const remedy = `solve it again: ballast solve ${problemFile} --out ${planFile}`
  const issues = broken.slice(0, MOST_BROKEN).map(({ constraint, detail }) => ({ path: constraint, message: detail }))
  throw new InputError(planFile, [{ path: '', message: `is no plan of ${problemFile}: it breaks its rules`, remedy }, ...issues])
}

const MOST_BROKEN = 5

const HELP = `
Examples:
  ballast explain out/problem.json
  ballast explain out/problem.json --plan out/plan.json --json out/explanation.json
  ballast explain out/problem.json --agent support-agent --time-limit 120

Savings are told as the interval in which they are proved to lie: at least, at most.

Exit codes:
  0  a plan was explained
  1  no plan was found in time, and none excluded
  2  bad usage, a bad problem, or a plan that does not keep its rules
  3  infeasible: the conflict was explained`
