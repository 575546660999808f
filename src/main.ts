#!/usr/bin/env node
import { createHash } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, relative } from 'node:path'
import { type ExitCode, endingOf } from './cli/exit-codes.ts'
import { type ExplainRequest, explainCommand } from './cli/explain.ts'
import { type NightlyOptions, nightlyCommand } from './cli/nightly.ts'
import { program } from './cli/program.ts'
import { reportCommand } from './cli/report.ts'
import { scheduleCommand } from './cli/schedule.ts'
import { solveCommand } from './cli/solve.ts'
import { processTerminal, type Terminal } from './cli/terminal.ts'
import { verifyCommand } from './cli/verify.ts'
import { type Config, loadConfig } from './config.ts'
import type { Catalogue } from './domain/catalogue.ts'
import type { Fleet } from './domain/fleet.ts'
import { InputError } from './domain/input-error.ts'
import type { AllocatableOf } from './domain/node-capacity.ts'
import type { Plan } from './domain/plan.ts'
import type { Problem } from './domain/problem.ts'
import type { ScheduleProblem } from './domain/schedule.ts'
import type { DescribedFleet, NightSettings, SolveLimits } from './jobs/night-parts.ts'
import type { NightOutcome } from './reports/night.ts'

/**
 * The composition root: reads the settings, gives each verb what it needs, and ends the process with its code.
 * What is heavy (the solver, the store) is loaded by the verb that needs it.
 */
async function main(): Promise<void> {
  const terminal = processTerminal(process, { noColour: Boolean(process.env.NO_COLOR) })
  endQuietlyWithoutReader()
  try {
    const config = loadConfig({ environment: process.env, warn: (message) => terminal.err(`ballast: ${message}\n`) })
    await program(verbs(config, terminal), terminal).parseAsync()
  } catch (error) {
    end(error, terminal)
  }
}

function verbs(config: Config, terminal: Terminal) {
  const exit = (code: ExitCode) => {
    process.exitCode = code
  }
  const writeWhole = async (path: string, text: string) => (await import('./reports/write-files.ts')).writeWhole(path, text)
  const demo = relative(process.cwd(), join(import.meta.dirname, '..', 'examples', 'fleets', 'demo.yaml'))
  return [
    nightlyCommand({
      terminal,
      exit,
      defaults: { fleet: demo, out: config.outDirectory, allowStalePrices: config.allowStalePrices },
      nightly: (options) => nightlyRun({ ...config, allowStalePrices: options.allowStalePrices }, options, terminal),
    }),
    solveCommand({
      terminal,
      exit,
      writeWhole,
      defaults: config,
      optimise: async (problem, options) => {
        const { optimise } = await import('./optimise/index.ts')
        const { timeLimitSeconds, ...others } = options
        if (options.base) await requirePlanOf(options.base)
        const limited = timeLimitSeconds === undefined ? {} : { timeLimitSeconds: leftOf(timeLimitSeconds) }
        return optimise(problem, { ...others, ...limited, signal: calledOff() })
      },
    }),
    scheduleCommand({
      terminal,
      exit,
      writeWhole,
      defaults: config,
      scheduleOfFleet: (path) => scheduleOfFleet(config, path),
      optimiseSchedule: async (schedule, options) => {
        const { optimiseSchedule } = await import('./optimise/schedule/index.ts')
        return optimiseSchedule(schedule, { ...options, timeLimitSeconds: leftOf(options.timeLimitSeconds ?? config.timeLimitSeconds) })
      },
    }),
    verifyCommand({
      terminal,
      exit,
      verifyPlan: async (problem, plan, options) => (await import('./verify/verify.ts')).verifyPlan(problem, plan, options),
    }),
    explainCommand({
      terminal,
      exit,
      writeWhole,
      explain: (problem, request) => explainProblem(config, problem, request),
      brokenRules: async (problem, plan) => (await import('./verify/verify.ts')).verifyPlan(problem, plan).violations,
    }),
    reportCommand({ terminal, outFolder: config.outDirectory }),
  ]
}

/** A solved problem and its plan belong together, or nothing that follows from them holds. Throws InputError. */
async function requirePlanOf({ problem, plan }: { problem: Problem; plan: Plan }): Promise<void> {
  const { verifyPlan } = await import('./verify/verify.ts')
  const [first] = verifyPlan(problem, plan).violations
  if (first)
    throw new InputError('--base-plan', [
      { path: '', message: `is no plan of the problem that --base names: ${first.detail}`, remedy: 'give the plan that was made for it' },
    ])
}

/** Called off by Ctrl-C; by a second one the process ends at once. */
function calledOff(): AbortSignal {
  const control = new AbortController()
  process.once('SIGINT', () => control.abort())
  return control.signal
}

/** What is left of a time limit [s]: who sets one counts from the command, not from where the solve begins. */
const leftOf = (timeLimitSeconds: number): number => Math.max(0.1, timeLimitSeconds - process.uptime())

/** Explains a problem with the optimiser that solves it. */
async function explainProblem(config: Config, problem: Problem, { timeLimitSeconds, onProgress, ...options }: ExplainRequest) {
  const [{ explain }, { optimise }, { isPossible, relax, whyInfeasible }, { verifyPlan }] = await Promise.all([
    import('./explain/explain.ts'),
    import('./optimise/index.ts'),
    import('./optimise/conflict/inquiry.ts'),
    import('./verify/verify.ts'),
  ])
  const { seed, solver } = config
  const parts = {
    solve: (changed: Problem, limits: SolveLimits) => {
      const base = limits.candidates?.[0]
      // Where the plan comes from is not known here: it is where the search starts, and its bound proves nothing.
      return optimise(changed, {
        seed,
        solver,
        ...limits,
        ...(base ? { base: { problem, plan: { ...base, lowerBoundUsdPerHour: 0 } } } : {}),
      })
    },
    relax: (changed: Problem, seconds: number) => relax(changed, seconds, solver),
    isPossible: (changed: Problem, seconds: number) => isPossible(changed, seconds, solver),
    whyInfeasible: (changed: Problem, seconds: number) => whyInfeasible(changed, seconds, solver),
    brokenRules: async (changed: Problem, plan: Plan) => verifyPlan(changed, plan).violations,
    now: () => performance.now() / 1000,
    onStage: (stage: string) => onProgress({ stage }),
  }
  return explain(problem, parts, { ...options, timeLimitSeconds: leftOf(timeLimitSeconds) })
}

/** The nightly run on what the settings name: its store is opened and closed here. */
async function nightlyRun(config: Config, { fleet, out, apply, onProgress }: NightlyOptions, terminal: Terminal): Promise<NightOutcome> {
  const [{ nightly }, { openStore }, { optimise }, { writeFiles }, { simulatedCluster }, { createLog }] = await Promise.all([
    import('./jobs/nightly.ts'),
    import('./store/store.ts'),
    import('./optimise/index.ts'),
    import('./reports/write-files.ts'),
    import('./clusters/simulated/simulated-cluster.ts'),
    import('./telemetry/log.ts'),
  ])
  const log = createLog({ level: config.logLevel, human: terminal.isInteractive })
  const now = () => new Date()
  const store = await openStore(config.store, { now })
  try {
    const parts = {
      ...(await factsAndFleet(config, fleet, now)),
      now,
      store,
      optimise: (problem: Problem, limits: SolveLimits) => optimise(problem, { seed: config.seed, solver: config.solver, ...limits }),
      writeFiles: (files: ReadonlyMap<string, string | undefined>) => writeFiles(out, files),
      openClusters: simulatedCluster,
      onProgress,
    }
    const outcome = await nightly(parts, nightSettings(config, apply))
    log.info({ runId: outcome.night.runId, outcome: outcome.kind, plan: outcome.night.plan.status }, 'the nightly run ended')
    return outcome
  } finally {
    await store.close()
  }
}

/** The catalogue that comes with Ballast, the fleet that a file describes, and the problem of both. */
async function factsAndFleet(config: Config, fleetFile: string, now: () => Date) {
  const [{ loadBundledCatalogue }, { allocatable }, { ageSentence }, { buildProblem }, { decideDemand }, readFleet] = await Promise.all([
    import('./prices/bundled/catalogue.ts'),
    import('./catalogue/allocatable.ts'),
    import('./catalogue/age.ts'),
    import('./problem/build-problem.ts'),
    import('./demand/decide-demand.ts'),
    fleetReader(config, fleetFile, now),
  ])
  return {
    readCatalogue: loadBundledCatalogue,
    priceAge: (catalogue: Catalogue) => sentence(ageSentence(catalogue, now())),
    readFleet: (clouds: Catalogue) => readFleet(clouds, allocatable),
    buildProblem: (fleet: Fleet, catalogue: Catalogue) => buildProblem(fleet, catalogue, decideDemand(fleet), allocatable),
  }
}

/** The day of a fleet whose agents say what they want by the hour, as it is described. */
async function scheduleOfFleet(config: Config, fleetFile: string): Promise<ScheduleProblem> {
  const [{ demandByHour }, { scheduleOf }, { readCatalogue, readFleet, buildProblem }] = await Promise.all([
    import('./demand/demand-by-hour.ts'),
    import('./domain/day-periods.ts'),
    factsAndFleet(config, fleetFile, () => new Date()),
  ])
  const { fleet, catalogue } = readFleet(readCatalogue())
  const { problem } = buildProblem(fleet, catalogue)
  return scheduleOf({ schema: 'placement-schedule/v1', problem, demandByHour: demandByHour(fleet) })
}

const sentence = (words: string): string => `${words.charAt(0).toUpperCase()}${words.slice(1)}.`

/** Reads a fleet file and the user's own prices beside it. */
async function fleetReader(config: Config, path: string, now: () => Date) {
  const [{ openFleetFile }, { fleetOf }, { readUserPrices }, { withUserPrices }] = await Promise.all([
    import('./fleet-file/open-fleet-file.ts'),
    import('./fleet-file/read-fleet.ts'),
    import('./prices/file.ts'),
    import('./catalogue/additions.ts'),
  ])
  const limits = { now: now(), maxAgeDays: config.userPricesMaxAgeDays }
  return (clouds: Catalogue, allocatable: AllocatableOf): DescribedFleet => {
    const file = openFleetFile(path)
    const machines = file.prices.flatMap((prices) =>
      readUserPrices(join(dirname(path), prices.file), { ...limits, allowStale: prices.allowStale ?? config.allowStalePrices }),
    )
    const catalogue = withUserPrices(clouds, machines)
    const sourceHash = createHash('sha256').update(readFileSync(path)).digest('hex')
    return { fleet: fleetOf(file, { catalogue, allocatable, now: now() }), catalogue, source: path, sourceHash }
  }
}

/** Comparing answers “about how much”, by a dozen solves: each states its own gap. */
const COMPARE_SECONDS = 2
const COMPARE_GAP = 0.02

function nightSettings(config: Config, apply: boolean): NightSettings {
  const { gap, timeLimitSeconds, actor, minimumSavingShare, minimumSavingUsdPerMonth, actOnBundledPrices } = config
  const { minimumSavingPerDisruption, minimumDwellHours, equalCostShare, preferenceSolves } = config
  return {
    thresholds: { leastSavingShare: minimumSavingShare, leastSavingUsdPerMonth: minimumSavingUsdPerMonth },
    preferences: {
      leastSavingPerDisruption: minimumSavingPerDisruption,
      dwellHours: minimumDwellHours,
      equalCostShare,
      mostSolves: preferenceSolves,
    },
    solve: { gap, timeLimitSeconds },
    compare: { gap: Math.max(gap, COMPARE_GAP), timeLimitSeconds: Math.min(timeLimitSeconds, COMPARE_SECONDS) },
    apply,
    actor,
    mayActOnBundledPrices: actOnBundledPrices === 'simulated-fleet',
  }
}

function end(error: unknown, terminal: Terminal): void {
  const { code, message, isDefect } = endingOf(error)
  process.exitCode = code
  if (isDefect) terminal.err(`ballast: internal error: ${message}\nThis is a defect of Ballast. Its details are in ${keepDetails(error)}\n`)
  else if (message !== undefined) terminal.err(`ballast: ${message}\n`)
}

function keepDetails(error: unknown): string {
  const file = join(tmpdir(), `ballast-error-${process.pid}.txt`)
  writeFileSync(file, `${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`)
  return file
}

/** `ballast report … | head` is no failure. */
function endQuietlyWithoutReader(): void {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit()
    throw error
  })
}

await main()
