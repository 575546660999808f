import { Command } from 'commander'
import type { FeedState } from '../../domain/known-price.ts'
import { EXIT, type ExitCode } from '../exit-codes.ts'
import type { Terminal } from '../terminal.ts'
import { ageText, minuteText } from './age-text.ts'
import { type ValidHours, validUntil } from './feed-freshness.ts'
import { type Format, formatOption, type Listing, written } from './formats.ts'

export interface StatusParts {
  readonly terminal: Terminal
  readonly now: () => Date
  readonly exit: (code: ExitCode) => void
  readonly validHours: ValidHours
  readonly feedStates: () => Promise<readonly FeedState[]>
}

/** `ballast prices status`: how old and how whole what is known is. */
export function statusCommand(parts: StatusParts): Command {
  return new Command('status')
    .description('Show how old and how complete the known prices are, by listing and region.')
    .addOption(formatOption())
    .addHelpText('after', HELP)
    .action((flags: { readonly format: Format }) => run(flags, parts))
}

async function run({ format }: { readonly format: Format }, parts: StatusParts): Promise<void> {
  const { terminal, exit } = parts
  const states = (await parts.feedStates()).toSorted(inOrder)
  if (states.length === 0) {
    terminal.err('No prices were read yet: run ballast prices refresh.\n')
    exit(EXIT.failed)
  }
  const rows = states.map((state) => rowOf(state, parts))
  terminal.out(await written(format, statusListing(rows, parts.now()), terminal.width))
  for (const text of failureTexts(states, parts.now())) terminal.err(`${text}\n`)
  const stale = rows.filter(({ isStale }) => isStale === 'yes')
  if (stale.length === 0) return
  const which = stale.map(({ listing, region }) => `${listing} ${region}`)
  terminal.err(`Stale: ${which.join(', ')}. Run ballast prices refresh; nothing is acted on with stale prices.\n`)
  exit(EXIT.failed)
}

const inOrder = (one: FeedState, other: FeedState): number => (orderKey(one) < orderKey(other) ? -1 : 1)
const orderKey = ({ provider, listing, region }: FeedState): string => `${provider}|${listing}|${region}`

function rowOf(state: FeedState, { now, validHours }: StatusParts) {
  const { provider, listing, region, lastGoodAt, known, completeness, setAside, failure } = state
  const until = validUntil(state, validHours)
  return {
    provider,
    listing,
    region,
    lastGoodAt,
    validUntil: until?.toISOString(),
    isStale: until && until < now() ? 'yes' : 'no',
    onDemandPrices: known['on-demand'],
    spotPrices: known.spot,
    completenessPercent: Number((completeness * 100).toFixed(2)),
    setAside,
    failedAt: failure?.at,
    failure: failure?.message,
  }
}

const HEADINGS = {
  provider: 'provider',
  listing: 'listing',
  region: 'region',
  age: 'read ago',
  validUntil: 'valid until',
  isStale: 'stale',
  onDemandPrices: 'on-demand',
  spotPrices: 'spot',
  completenessPercent: 'complete %',
  setAside: 'set aside',
}

function statusListing(rows: readonly ReturnType<typeof rowOf>[], now: Date): Listing {
  const columns = Object.keys(HEADINGS).flatMap((column) => (column === 'age' ? ['lastGoodAt'] : column))
  const tableRows = rows.map((row) => ({
    ...row,
    age: ageText(row.lastGoodAt, now),
    validUntil: row.validUntil === undefined ? '' : minuteText(row.validUntil),
  }))
  return { name: 'feeds', columns: [...columns, 'failedAt', 'failure'], headings: HEADINGS, rows, tableRows }
}

/** A feed of many regions fails once for all of them. */
function failureTexts(states: readonly FeedState[], now: Date): string[] {
  const texts = states.flatMap(({ feedId, failure }) =>
    failure ? [`${feedId} failed ${ageText(failure.at, now)} ago: ${failure.message}`] : [],
  )
  return [...new Set(texts)]
}

const HELP = `
"valid until" follows the settings onDemandPricesValidHours and spotPricesValidHours. "complete" is
the share of the prices known before that the last answer listed again; "set aside" counts prices
that jumped and wait to be seen a second time. The prices that come with Ballast are neither fresh
nor stale: they are months old by nature, and nothing real is acted on with them.

Examples:
  ballast prices status
  ballast prices status --format csv

Exit codes:
  0  everything that is known is fresh
  1  something is stale, or nothing was read yet`
