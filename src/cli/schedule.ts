import { Command, Option } from 'commander'
import { parseJson } from '../domain/parse-json.ts'
import { parseSchedule } from '../domain/parse-schedule.ts'
import type { SchedulePlan, ScheduleProblem } from '../domain/schedule.ts'
import { readText } from './documents.ts'
import { type ExitCode, exitCodeOf } from './exit-codes.ts'
import { path, seconds, share, wholeNumber } from './option-values.ts'
import { mustBeAFileOfItsOwn } from './place-to-write.ts'
import { solveProgress } from './progress.ts'
import { scheduleText } from './schedule-text.ts'
import type { SolveOptions } from './solve.ts'
import type { Terminal } from './terminal.ts'

export interface ScheduleParts {
  readonly terminal: Terminal
  readonly defaults: Pick<SolveOptions, 'gap' | 'timeLimitSeconds' | 'seed' | 'solver'>
  /** What a fleet file wants by the hour, as a schedule. */
  readonly scheduleOfFleet: (path: string) => Promise<ScheduleProblem>
  readonly optimiseSchedule: (schedule: ScheduleProblem, options: SolveOptions) => Promise<SchedulePlan>
  readonly writeWhole: (path: string, text: string) => Promise<void>
  readonly exit: (code: ExitCode) => void
}

/** `ballast schedule`: a day of several periods in, a plan for each out, decided as one. */
export function scheduleCommand(parts: ScheduleParts): Command {
  return new Command('schedule')
    .description('Plan a day of several periods as one: what runs by night and by day, and when a move between them pays.')
    .argument('<schedule>', 'a JSON file of the schema placement-schedule/v1, or a fleet file (YAML) that says demandByHour')
    .option('--out <file>', 'where the schedule’s plan goes, as JSON; - is standard output', path)
    .option('--gap <share>', 'stop once the schedule is shown to be within this share of the optimum', share, parts.defaults.gap)
    .option('--time-limit <seconds>', 'stop after this long with the best schedule found', seconds, parts.defaults.timeLimitSeconds)
    .option('--seed <number>', 'seed of whatever is chosen at random', wholeNumber, parts.defaults.seed)
    .addOption(
      new Option('--solver <name>', 'which solver of linear programs to use')
        .choices(['highs', 'javascript-lp-solver'])
        .default(parts.defaults.solver),
    )
    .addHelpText('after', HELP)
    .action((source: string, flags: Flags) => schedule(source, flags, parts))
}

interface Flags {
  readonly out?: string
  readonly gap: number
  readonly timeLimit: number
  readonly seed: number
  readonly solver: SolveOptions['solver']
}

async function schedule(source: string, { out, timeLimit, ...flags }: Flags, parts: ScheduleParts): Promise<void> {
  const { terminal } = parts
  if (out !== undefined) await mustBeAFileOfItsOwn(out, '--out', [source])
  const problem = isFleetFile(source) ? await parts.scheduleOfFleet(source) : await readSchedule(source)
  const progress = solveProgress(terminal)
  const plan = await parts.optimiseSchedule(problem, { ...flags, timeLimitSeconds: timeLimit, onProgress: progress.show })
  progress.end()
  const json = `${JSON.stringify(plan, undefined, 2)}\n`
  if (out === '-') terminal.out(json)
  else if (out !== undefined) await parts.writeWhole(out, json)
  const say = out === '-' ? terminal.err : terminal.out
  say(scheduleText(plan, problem, terminal))
  parts.exit(exitCodeOf(plan.status))
}

const isFleetFile = (source: string): boolean => /\.ya?ml$/i.test(source)

async function readSchedule(source: string): Promise<ScheduleProblem> {
  return parseSchedule(parseJson(await readText(source), source), source)
}

const HELP = `
Examples:
  ballast schedule examples/schedules/night-and-day.json
  ballast schedule examples/fleets/demo.yaml --out schedule.json
  ballast schedule schedule.json --gap 0.02 --time-limit 60

Exit codes:
  0  a schedule was found
  1  none was found in time
  2  bad usage or a bad schedule
  3  infeasible: what cannot hold together is named`
