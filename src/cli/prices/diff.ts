import { Command } from 'commander'
import { InputError } from '../../domain/input-error.ts'
import type { PriceChange } from '../../domain/known-price.ts'
import type { SourceName } from '../../prices/source.ts'
import type { Terminal } from '../terminal.ts'
import { type Format, formatOption, type Listing, written } from './formats.ts'
import { names, sourceNames } from './list-option.ts'
import { minuteText } from './minute-text.ts'
import { fromStart, toEnd } from './moment.ts'
import { type ChangeKind, type NetChange, netChanges } from './net-changes.ts'
import type { PriceQuery } from './show.ts'

export interface DiffParts {
  readonly terminal: Terminal
  readonly now: () => Date
  readonly changes: (after: Date, until: Date, query: PriceQuery) => Promise<readonly PriceChange[]>
}

interface Flags {
  readonly since: Date
  readonly until?: Date
  readonly source?: readonly SourceName[]
  readonly provider?: readonly string[]
  readonly region?: readonly string[]
  readonly format: Format
}

/** `ballast prices diff`: what became dearer, cheaper, new, or is gone. */
export function diffCommand(parts: DiffParts): Command {
  return new Command('diff')
    .description('Show how prices changed between two times, the largest change first.')
    .requiredOption('--since <day>', 'changes from the start of this day (UTC) on, or after a moment', fromStart)
    .option('--until <day>', 'and up to the end of this day, or up to a moment; default: now', toEnd)
    .option('--source <names>', 'only what these sources say', sourceNames)
    .option('--provider <names>', 'only of these clouds or operators', names)
    .option('--region <names>', 'only of these regions', names)
    .addOption(formatOption())
    .addHelpText('after', HELP)
    .action((flags: Flags) => run(flags, parts))
}

async function run({ since, until, source, provider, region, format }: Flags, { terminal, now, changes }: DiffParts): Promise<void> {
  if (since >= (until ?? now()))
    throw new InputError('--since', [
      { path: '', message: 'is not before --until, or still to come', remedy: 'give the earlier time first' },
    ])
  const query = {
    ...(provider && { providers: provider }),
    ...(region && { regions: region }),
    ...(source && { sources: source }),
  }
  const net = netChanges(await changes(since, until ?? now(), query))
  terminal.err(`${countsText(net)}\n`)
  terminal.out(await written(format, changeListing(net), terminal.width))
}

const KINDS: readonly ChangeKind[] = ['dearer', 'cheaper', 'new', 'withdrawn']

function countsText(net: readonly NetChange[]): string {
  if (net.length === 0) return 'No price changed.'
  const counts = KINDS.map((kind) => [net.filter((change) => change.kind === kind).length, kind] as const).filter(([count]) => count > 0)
  return `${net.length === 1 ? '1 price' : `${net.length} prices`} changed: ${counts.map((count) => count.join(' ')).join(', ')}.`
}

const COLUMNS = [
  'provider',
  'region',
  'zone',
  'instanceType',
  'capacityType',
  'kind',
  'oldUsdPerHour',
  'newUsdPerHour',
  'changePercent',
  'at',
  'source',
]

const HEADINGS = {
  provider: 'provider',
  region: 'region',
  zone: 'zone',
  instanceType: 'type',
  capacityType: 'capacity',
  kind: 'change',
  oldUsdPerHour: 'old USD/h',
  newUsdPerHour: 'new USD/h',
  changePercent: '%',
  at: 'seen',
}

function changeListing(net: readonly NetChange[]): Listing {
  const rows = net.map(({ source: _, listing, changePercent, ...change }) => ({
    ...change,
    ...(changePercent !== undefined && { changePercent: Number(changePercent.toFixed(2)) }),
    source: listing,
  }))
  const tableRows = rows.map((row) => ({
    ...row,
    oldUsdPerHour: row.oldUsdPerHour?.toFixed(6),
    newUsdPerHour: row.newUsdPerHour?.toFixed(6),
    at: minuteText(row.at),
  }))
  return { name: 'changes', columns: COLUMNS, headings: HEADINGS, rows, tableRows }
}

const HELP = `
A price that changed several times counts once, from what it was before to what it is after; one
that is again what it was, not at all. "new" is what the source did not list before, "withdrawn"
what it lists no more; both stand after the changes.

Examples:
  ballast prices diff --since 2026-11-01
  ballast prices diff --since 2026-11-01 --until 2026-11-07 --provider aws --format csv > week.csv`
