import { Command, Option } from 'commander'
import { agoInWords } from '../../catalogue/age.ts'
import { sourcesAsPlanned } from '../../catalogue/live/live-sources.ts'
import type { PriceValidity } from '../../catalogue/price-validity.ts'
import { InputError } from '../../domain/input-error.ts'
import type { KnownPrice } from '../../domain/known-price.ts'
import { didYouMean } from '../../domain/nearest-name.ts'
import { SOURCES, type SourceName } from '../../prices/source.ts'
import type { Terminal } from '../terminal.ts'
import { believedPrices } from './believed-prices.ts'
import { type Format, formatOption, written } from './formats.ts'
import { names, sourceNames } from './list-option.ts'
import { toEnd } from './moment.ts'
import { priceListing, type ShownPrice, shownPrice } from './shown-price.ts'
import { staleText } from './stale-listings.ts'

export interface PriceQuery {
  readonly providers?: readonly string[]
  readonly regions?: readonly string[]
  readonly sources?: readonly string[]
}

export interface ShowParts {
  readonly terminal: Terminal
  readonly now: () => Date
  readonly freshness: PriceValidity
  /** Whose prices plans are made with. */
  /** `hasPriceFile`: a plan is made with the user's own file. */
  readonly defaults: { readonly sources: readonly SourceName[]; readonly hasPriceFile: boolean }
  /** Of the history at a time; undefined where nothing was ever read. */
  readonly pricesAt: (time: Date, query: PriceQuery) => Promise<readonly KnownPrice[] | undefined>
  /** Those that come with Ballast. */
  readonly bundledPrices: () => Promise<readonly ShownPrice[]>
  readonly regionNames: () => Promise<readonly string[]>
}

interface Flags {
  readonly source?: readonly SourceName[]
  readonly provider?: readonly string[]
  readonly region?: readonly string[]
  readonly type?: readonly string[]
  readonly capacity?: 'on-demand' | 'spot'
  readonly at?: Date
  readonly format: Format
}

/** `ballast prices show`: what is known, or was known on a day. */
export function showCommand(parts: ShowParts): Command {
  return new Command('show')
    .description('Show the prices that are known, or that were known on a day.')
    .option('--source <names>', 'only what these sources say', sourceNames)
    .option('--provider <names>', 'only of these clouds or operators', names)
    .option('--region <names>', 'only of these regions', names)
    .option('--type <names>', 'only of these machine types', names)
    .addOption(new Option('--capacity <kind>', 'only this way to buy').choices(['on-demand', 'spot']))
    .option('--at <day>', 'as known at the end of a day (UTC), or at a moment', toEnd)
    .addOption(formatOption())
    .addHelpText('after', HELP)
    .action((flags: Flags) => run(flags, parts))
}

async function run(flags: Flags, parts: ShowParts): Promise<void> {
  requirePast(flags.at, parts.now())
  const inPlace = await pricesFor(flags, parts)
  const shown = inPlace.filter(
    (price) => isAsked(flags.type, price.instanceType) && (flags.capacity ?? price.capacityType) === price.capacityType,
  )
  if (shown.length === 0) await sayWhyNone(flags, inPlace, parts)
  parts.terminal.out(await written(flags.format, priceListing(shown), parts.terminal.width))
}

/** The end of today is still to come, and meant. Throws InputError. */
function requirePast(at: Date | undefined, now: Date): void {
  if (at === undefined || at <= now || at.toISOString().slice(0, 10) === now.toISOString().slice(0, 10)) return
  throw new InputError('--at', [{ path: '', message: `${at.toISOString()} is still to come`, remedy: 'name a day that has been' }])
}

/** From the history; where that has nothing at all, or they are asked for, those that come with Ballast, and that is said. */
async function pricesFor({ source, provider, region, at }: Flags, parts: ShowParts): Promise<readonly ShownPrice[]> {
  const onlyBundled = source?.every((name) => name === 'bundled') ?? false
  const query = {
    ...(provider && { providers: provider }),
    ...(region && { regions: region }),
    ...(source && { sources: source }),
  }
  const known = await parts.pricesAt(at ?? parts.now(), query)
  if (known !== undefined && (known.length > 0 || !onlyBundled)) {
    const stale = at === undefined && staleText(known, parts.freshness, parts.now())
    if (stale) parts.terminal.err(`${stale}\n`)
    return believedPrices(known, sourcesAsPlanned(SOURCES, parts.defaults)).map(shownPrice)
  }
  if (at !== undefined || (source && !onlyBundled)) return []
  const bundled = (await parts.bundledPrices()).filter((price) => isAsked(provider, price.provider) && isAsked(region, price.region))
  if (bundled.length > 0) parts.terminal.err(bundledText(bundled, parts.now()))
  return bundled
}

const isAsked = (asked: readonly string[] | undefined, name: string): boolean => asked?.includes(name) ?? true

function bundledText(prices: readonly ShownPrice[], now: Date): string {
  const times = prices.map(({ observedAt }) => observedAt)
  const oldest = times.reduce((one, other) => (one < other ? one : other))
  return `These are the prices that come with Ballast, up to ${agoInWords(oldest, now)} old: ballast prices refresh reads today’s.\n`
}

/** Throws InputError for a region that nobody knows; what merely has no price is said. */
async function sayWhyNone(
  { type = [], region = [], at }: Flags,
  inPlace: readonly ShownPrice[],
  { terminal, regionNames }: ShowParts,
): Promise<void> {
  const known = await regionNames()
  const mistakes = region.filter((name) => inPlace.length === 0 && !known.includes(name))
  if (mistakes.length > 0)
    throw new InputError(
      'regions',
      mistakes.map((name) => ({ path: name, message: 'is no known region', remedy: didYouMean(name, known) })),
    )
  const types = inPlace.map(({ instanceType }) => instanceType)
  const unknown = type.filter((name) => !types.includes(name))
  for (const name of types.length > 0 ? unknown : []) terminal.err(`No price of ${name} is known there: ${didYouMean(name, types)}\n`)
  if (types.length > 0) return
  const when = at ? ` at ${at.toISOString()}` : ''
  terminal.err(`No such price is known${when}: ballast prices status tells what was read, ballast prices refresh reads more.\n`)
}

const HELP = `
CSV has the columns provider, region, zone, instanceType, capacityType, usdPerHour, currency,
observedAt, source. The zone is empty where a price holds in the whole region.
Where several sources know an offer, the price that plans are made with is shown, unless --source
names another: that of your own files, else of the first of these that the setting priceSources
names, else of the first of the others:
  ${SOURCES.filter((source) => source !== 'file').join(', ')}
As long as nothing was ever read, the prices that come with Ballast are shown, and stderr says so.

Examples:
  ballast prices show --region eu-west-1 --type m5.large
  ballast prices show --provider azure --capacity spot --format csv > spot.csv
  ballast prices show --at 2026-11-01 --format json`
