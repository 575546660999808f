#!/usr/bin/env node
import { join, relative } from 'node:path'
import { configFileIn } from './cli/config-option.ts'
import { type ExitCode, endingOf } from './cli/exit-codes.ts'
import { explainCommand } from './cli/explain.ts'
import { fleetCommand } from './cli/fleet/fleet.ts'
import { nightlyCommand } from './cli/nightly.ts'
import { pricesCommand } from './cli/prices/prices.ts'
import { program } from './cli/program.ts'
import { reportCommand } from './cli/report.ts'
import { scheduleCommand } from './cli/schedule.ts'
import { solveCommand } from './cli/solve.ts'
import { processTerminal, type Terminal } from './cli/terminal.ts'
import { verifyCommand } from './cli/verify.ts'
import { keepDetails } from './compose/keep-details.ts'
import { pricesParts } from './compose/prices-parts.ts'
import { calledOff, leftOf } from './compose/time-and-signals.ts'
import { type Config, fileWithFleet, loadConfig } from './config.ts'
import { InputError } from './domain/input-error.ts'
import type { Plan } from './domain/plan.ts'
import type { Problem } from './domain/problem.ts'

/**
 * The composition root: reads the settings, gives each verb what it needs, and ends the process with its code.
 * What is heavy (the solver, the store) is loaded by the verb that needs it.
 */
async function main(): Promise<void> {
  const terminal = processTerminal(process, { noColour: Boolean(process.env.NO_COLOR) })
  endQuietlyWithoutReader()
  try {
    const file = configFileIn(process.argv.slice(2))
    const warn = (message: string) => terminal.err(`ballast: ${message}\n`)
    const config = loadConfig({ ...(file === undefined ? {} : { file }), environment: process.env, warn })
    await program(verbs(config, terminal, file), terminal).parseAsync()
  } catch (error) {
    end(error, terminal)
  }
}

function verbs(config: Config, terminal: Terminal, file: string | undefined) {
  const exit = (code: ExitCode) => {
    process.exitCode = code
  }
  const writeWhole = async (path: string, text: string) => (await import('./reports/write-files.ts')).writeWhole(path, text)
  const demo = relative(process.cwd(), join(import.meta.dirname, '..', 'examples', 'fleets', 'demo.yaml'))
  const configured = fileWithFleet(file)
  const { env: environment } = process
  return [
    nightlyCommand({
      terminal,
      exit,
      defaults: {
        fleet: demo,
        ...(configured === undefined ? {} : { configured }),
        out: config.outDirectory,
        allowStalePrices: config.allowStalePrices,
      },
      nightly: async (options) => {
        const { nightlyRun } = await import('./compose/nightly-run.ts')
        return nightlyRun({ ...config, allowStalePrices: options.allowStalePrices }, options, { terminal, environment })
      },
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
      scheduleOfFleet: async (path) => {
        const { scheduleOfFleet } = await import('./compose/facts-and-fleet.ts')
        return scheduleOfFleet(config, path, (warning) => terminal.err(`Warning: ${warning}\n`))
      },
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
      explain: async (problem, request) => (await import('./compose/explain-problem.ts')).explainProblem(config, problem, request),
      brokenRules: async (problem, plan) => (await import('./verify/verify.ts')).verifyPlan(problem, plan).violations,
    }),
    reportCommand({ terminal, outFolder: config.outDirectory }),
    pricesCommand(pricesParts(config, terminal, exit)),
    fleetCommand({
      terminal,
      exit,
      readFleet: async (onStage) => {
        const { fleetRead } = await import('./compose/fleet-read.ts')
        return fleetRead(config, file ?? 'ballast.yaml', { environment, onStage })
      },
    }),
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

function end(error: unknown, terminal: Terminal): void {
  const { code, message, isDefect } = endingOf(error)
  process.exitCode = code
  if (isDefect) terminal.err(`ballast: internal error: ${message}\nThis is a defect of Ballast. Its details are in ${keepDetails(error)}\n`)
  else if (message !== undefined) terminal.err(`ballast: ${message}\n`)
}

/** `ballast report … | head` is no failure. */
function endQuietlyWithoutReader(): void {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit()
    throw error
  })
}

await main()
