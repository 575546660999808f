import { Command } from 'commander'
import type { RefreshOutcome } from '../../domain/price-refresh.ts'
import { SOURCES, type SourceName } from '../../prices/source.ts'
import { EXIT, type ExitCode } from '../exit-codes.ts'
import type { Terminal } from '../terminal.ts'
import { names, sourceNames } from './list-option.ts'
import { type PriceProgress, priceProgress } from './refresh-progress.ts'

export interface RefreshOptions {
  readonly sources: readonly SourceName[]
  readonly regions: readonly string[]
  readonly anew: boolean
  readonly acceptIncomplete: boolean
  readonly onProgress: (progress: PriceProgress) => void
}

export interface RefreshCommandParts {
  readonly terminal: Terminal
  readonly exit: (code: ExitCode) => void
  /** Where the command line names none. */
  readonly defaults: Pick<RefreshOptions, 'sources' | 'regions'>
  readonly refresh: (options: RefreshOptions) => Promise<RefreshOutcome>
}

interface Flags {
  readonly source?: readonly SourceName[]
  readonly region?: readonly string[]
  readonly anew: boolean
  readonly acceptIncomplete: boolean
}

/** `ballast prices refresh`: reads today's prices and keeps them. */
export function refreshCommand(parts: RefreshCommandParts): Command {
  return new Command('refresh')
    .description('Read today’s prices, and keep them with all that were known before.')
    .option('--source <names>', `who is asked: ${SOURCES.join(', ')}`, sourceNames)
    .option('--region <names>', 'only these regions; default: every region that a source knows', names)
    .option('--anew', 'read everything, also what a refresh that was cut short has read already', false)
    .option('--accept-incomplete', 'believe an answer that lists far fewer prices than were known before', false)
    .addHelpText('after', HELP)
    .action((flags: Flags) => run(flags, parts))
}

async function run(
  { source, region, anew, acceptIncomplete }: Flags,
  { terminal, exit, defaults, refresh }: RefreshCommandParts,
): Promise<void> {
  const progress = priceProgress(terminal)
  const options = {
    sources: source ?? defaults.sources,
    regions: region ?? defaults.regions,
    anew,
    acceptIncomplete,
    onProgress: progress.show,
  }
  const outcome = await refresh(options).finally(progress.end)
  const { refreshText } = await import('./refresh-text.ts')
  terminal.out(refreshText(outcome, terminal.width))
  exit(outcome.kind === 'complete' ? EXIT.done : EXIT.failed)
}

const HELP = `
Names have commas between them, or the option is given again. A region is checked against those
that Ballast knows of the asked clouds. Clouds open new ones: a region that Ballast does not know is
asked for all the same, with a warning, where it is named as its cloud names regions and is no slip
of the pen of a known one.

Each listing is kept as soon as it is whole. One that fails keeps the prices that were known before,
and says how old they are. A refresh that was cut short goes on where it was when the same is asked
for again within six hours.

Examples:
  ballast prices refresh
  ballast prices refresh --source aws,azure --region eu-west-1,westeurope
  ballast prices refresh --source gcp --anew

Exit codes:
  0  every price listing was read; machine shapes and interruption bands that were not are warnings
  1  some or all price listings were not read: of those, what was known before stays
  2  bad usage, such as a region or a source that nobody knows`
