import { Command } from 'commander'
import { agoInWords } from '../../catalogue/age.ts'
import { type FreshnessSettings, judgedRegion } from '../../catalogue/judged-feed.ts'
import type { FeedState } from '../../domain/known-price.ts'
import { EXIT, type ExitCode } from '../exit-codes.ts'
import type { Terminal } from '../terminal.ts'
import { type Format, formatOption, type Listing, written } from './formats.ts'
import { minuteText } from './minute-text.ts'

export interface StatusParts {
  readonly terminal: Terminal
  readonly now: () => Date
  readonly exit: (code: ExitCode) => void
  readonly freshness: FreshnessSettings
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
  for (const verdict of ['stale', 'incomplete'] as const) {
    const which = rows.filter((row) => row.verdict === verdict).map(({ listing, region }) => `${listing} ${region}`)
    if (which.length === 0) continue
    terminal.err(`${FORBIDDING[verdict]}: ${which.join(', ')}. Run ballast prices refresh; nothing is acted on with ${verdict} prices.\n`)
    exit(EXIT.failed)
  }
}

const FORBIDDING = { stale: 'Stale', incomplete: 'Incomplete' } as const

const inOrder = (one: FeedState, other: FeedState): number => (orderKey(one) < orderKey(other) ? -1 : 1)
const orderKey = ({ provider, listing, region }: FeedState): string => `${provider}|${listing}|${region}`

/**
 * The prices that come with Ballast, months old by nature, count as no reading. What nobody asks for any more is nobody's concern.
 */
function verdictOn(state: FeedState, { now, freshness }: StatusParts) {
  if (state.source === 'bundled') return { verdict: 'dated' as const }
  const judged = judgedRegion(state, freshness, now())
  return state.isNoLongerRead ? { ...judged, verdict: 'no longer read' as const } : judged
}

function rowOf(state: FeedState, parts: StatusParts) {
  const { provider, listing, region, lastGoodAt, known, completeness, setAside, failure } = state
  const { verdict, validUntil }: { verdict: string; validUntil?: string } = verdictOn(state, parts)
  return {
    provider,
    listing,
    region,
    lastGoodAt,
    validUntil,
    verdict,
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
  verdict: 'verdict',
  onDemandPrices: 'on-demand',
  spotPrices: 'spot',
  completenessPercent: 'complete %',
  setAside: 'set aside',
}

function statusListing(rows: readonly ReturnType<typeof rowOf>[], now: Date): Listing {
  const columns = Object.keys(HEADINGS).flatMap((column) => (column === 'age' ? ['lastGoodAt'] : column))
  const tableRows = rows.map((row) => ({
    ...row,
    age: agoInWords(row.lastGoodAt, now),
    validUntil: row.validUntil === undefined ? '' : minuteText(row.validUntil),
  }))
  return { name: 'feeds', columns: [...columns, 'failedAt', 'failure'], headings: HEADINGS, rows, tableRows }
}

/** A feed of many regions fails once for all of them. */
function failureTexts(states: readonly FeedState[], now: Date): string[] {
  const texts = states.flatMap(({ feedId, failure }) =>
    failure ? [`${feedId} failed ${agoInWords(failure.at, now)} ago: ${failure.message}`] : [],
  )
  return [...new Set(texts)]
}

const HELP = `
"valid until" follows the settings onDemandPricesValidHours and spotPricesValidHours. "complete" is
the share of the prices known before that the last answer listed again; "set aside" counts prices
that jumped and wait to be seen a second time. One that keeps jumping grows older all the while:
once it is past its hours, a spot price is no offer, and one on demand makes its listing stale.
The prices that come with Ballast are dated: months old by nature, and nothing real is acted on with
them. A region for which neither the listing's last refresh nor any within 30 days asked is
no longer read, and nobody's concern.

Examples:
  ballast prices status
  ballast prices status --format csv

Exit codes:
  0  nothing that is still read is stale or incomplete
  1  something is, or nothing was read yet`
