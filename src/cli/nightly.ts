import { Command } from 'commander'
import type { NightOutcome } from '../reports/night.ts'
import { EXIT, type ExitCode, exitCodeOf } from './exit-codes.ts'
import { path } from './option-values.ts'
import { mustBeFolderOrFree } from './place-to-write.ts'
import { type Progress, solveProgress } from './progress.ts'
import type { Terminal } from './terminal.ts'

/** A fleet file, or the configuration that names the clusters to read. */
export interface FleetToPlan {
  readonly kind: 'described' | 'configured'
  readonly file: string
}

export interface NightlyOptions {
  readonly fleet: FleetToPlan
  readonly out: string
  readonly apply: boolean
  /** Takes user prices however old they are. */
  readonly allowStalePrices: boolean
  /** Where prices are live: reads them first. */
  readonly refresh: boolean
  readonly onProgress: (progress: Progress) => void
}

export interface NightlyParts {
  readonly terminal: Terminal
  readonly defaults: {
    readonly fleet: string
    /** The configuration, where it names clusters: they are the fleet, unless a fleet file is given. */
    readonly configured?: string
    readonly out: string
    readonly allowStalePrices: boolean
  }
  readonly nightly: (options: NightlyOptions) => Promise<NightOutcome>
  readonly exit: (code: ExitCode) => void
}

/** `ballast nightly`: the nightly job, once. */
export function nightlyCommand(parts: NightlyParts): Command {
  return new Command('nightly')
    .description('Run the nightly job once: what tonight’s rebalancing would do to the fleet, and what it saves.')
    .option('--fleet <file>', `a fleet’s description, a YAML file (default: ${usual(parts.defaults)})`, path)
    .option('--apply', 'take the steps; without it nothing is changed (simulated fleets only)', false)
    .option('--out <folder>', 'where plan.json, problem.json and the reports go', path, parts.defaults.out)
    .option('--allow-stale-prices', 'take the fleet’s own price files however old they are', parts.defaults.allowStalePrices)
    .option('--no-refresh', 'plan with the live prices that are stored, and read none (with BALLAST_PRICES=live)')
    .addHelpText('after', HELP)
    .action((flags: Flags) => run(flags, parts))
}

const usual = ({ fleet, configured }: NightlyParts['defaults']): string =>
  configured === undefined ? `"${fleet}"` : `the clusters of ${configured}`

interface Flags {
  readonly fleet?: string
  readonly apply: boolean
  readonly out: string
  readonly allowStalePrices: boolean
  readonly refresh: boolean
}

async function run(flags: Flags, { terminal, defaults, nightly, exit }: NightlyParts): Promise<void> {
  await mustBeFolderOrFree(flags.out)
  const progress = solveProgress(terminal)
  const { nightText, noPlanText } = await import('./night-text.ts')
  const fleet = fleetToPlan(flags, defaults)
  const outcome = await nightly({ ...flags, fleet, onProgress: progress.show }).finally(progress.end)
  terminal.err('\n')
  if (outcome.kind === 'no plan') {
    terminal.out(noPlanText(outcome.night, { out: flags.out, terminal }))
    exit(exitCodeOf(outcome.night.plan.status))
    return
  }
  const own = (name: string, value: string, usual: string) => (value === usual ? '' : ` ${name} ${quoted(value)}`)
  const stale = flags.allowStalePrices && !defaults.allowStalePrices ? ' --allow-stale-prices' : ''
  const stored = flags.refresh ? '' : ' --no-refresh'
  const applyCommand = `./scripts/nightly --apply${own('--fleet', flags.fleet ?? defaults.fleet, defaults.fleet)}${own('--out', flags.out, defaults.out)}${stale}${stored}`
  const reportCommand = `npx ballast report strategies${own('--from', flags.out, defaults.out)}`
  terminal.out(nightText(outcome.night, { out: flags.out, applyCommand, reportCommand, terminal }))
  exit(EXIT.done)
}

function fleetToPlan({ fleet }: Flags, { fleet: example, configured }: NightlyParts['defaults']): FleetToPlan {
  if (fleet === undefined && configured !== undefined) return { kind: 'configured', file: configured }
  return { kind: 'described', file: fleet ?? example }
}

const quoted = (value: string): string => (/^[\w./-]+$/.test(value) ? value : `'${value.replaceAll("'", "'\\''")}'`)

const HELP = `
Examples:
  ballast nightly                                   what tonight would do to the example fleet
  ballast nightly --apply                           do it, on the simulated fleet
  ballast nightly --fleet my-fleet.yaml --out mine  another fleet, its results in another folder
  ballast nightly --config ballast.yaml             a plan for the clusters that it names, read only

Exit codes:
  0  done, also where there was nothing to do
  1  failed, or no plan was found in time
  2  bad usage, or a mistake in the fleet's description
  3  infeasible: the constraints that cannot hold together are named`
