import { basename } from 'node:path'
import { InputError } from '../../domain/input-error.ts'
import type { ListedPrice } from '../../domain/listed-price.ts'
import type { Exchange } from '../currency.ts'
import { badAnswer, PriceSourceError } from '../price-source-error.ts'
import type { Feed, PriceAnswer, PriceSource, Reading } from '../source.ts'
import { type PriceFile, type PriceFileOptions, readPriceFile } from './price-file.ts'

export interface FileSettings {
  /** Its path. */
  readonly priceFile: string
  readonly userPricesMaxAgeDays: number
  readonly allowStalePrices: boolean
}

export interface FileParts {
  readonly exchange: Exchange
  /** Regions that Ballast knows of a provider: there, too, a price that the file does not give is withdrawn. */
  readonly regionsOf: (provider: string) => readonly string[]
}

/**
 * The negotiated prices of a user's file, a feed for each provider that it names. Its commitments and rules are no prices: they are read
 * each time a catalogue is made, and have no history. `feeds` throws InputError where no file is named; a file with mistakes is a feed that fails.
 */
export function fileSource({ exchange, regionsOf }: FileParts, settings: FileSettings): PriceSource {
  const { priceFile: path, userPricesMaxAgeDays: maxAgeDays, allowStalePrices: allowStale } = settings
  const fileAt = (now: Date) => soundFile(path, { now, allowStale, maxAgeDays, exchange })
  return {
    name: 'file',
    feeds: (asked) => {
      requireNamed(path)
      const places = placesIn(path, { now: new Date(), allowStale: true, exchange })
      if (places instanceof PriceSourceError) return [feedOf(path, 'any', () => Promise.reject(places))]
      return [...Map.groupBy(places, ({ provider }) => provider)].flatMap(([provider, own]) => {
        const known = new Set([...regionsOf(provider), ...own.map(({ region }) => region)])
        const regions = asked?.filter((region) => known.has(region)) ?? [...known]
        const read: Feed['read'] = async (reading) => answerOf(fileAt(begun(path, reading).now()), provider, regions, reading)
        return regions.length === 0 ? [] : [feedOf(path, provider, read)]
      })
    },
  }
}

function requireNamed(path: string): void {
  if (path !== '') return
  throw new InputError('settings', [{ path: 'priceFile', message: 'no file is named', remedy: 'name yours, by BALLAST_PRICE_FILE' }])
}

/** What there is to read, before it is read: the file is read again when it is its turn. */
function placesIn(path: string, options: PriceFileOptions): PriceFile['machines'] | PriceSourceError {
  try {
    return soundFile(path, options).machines
  } catch (error) {
    if (error instanceof PriceSourceError) return error
    throw error
  }
}

function soundFile(path: string, options: PriceFileOptions): PriceFile {
  try {
    return readPriceFile(path, options)
  } catch (cause) {
    if (!(cause instanceof InputError)) throw cause
    const mistakes = cause.issues.map(({ path: at, message, remedy }) => `${at && `${at}: `}${message}${remedy ? ` (${remedy})` : ''}`)
    throw badAnswer(path, mistakes.join('; '), { cause })
  }
}

function feedOf(path: string, provider: string, read: Feed['read']): Feed {
  const listing = `file:${basename(path)}`
  return { id: `${listing} ${provider}`, source: 'file', listing, provider, gives: 'prices', host: 'this machine', read }
}

function begun(path: string, reading: Reading): Reading {
  if (!reading.signal.aborted) return reading
  throw new PriceSourceError(path, { message: 'the reading was called off', isPassing: false, isOfHost: false })
}

function answerOf({ machines }: PriceFile, provider: string, regions: readonly string[], { onPage }: Reading): PriceAnswer {
  const here = machines.filter((machine) => machine.provider === provider && regions.includes(machine.region))
  const prices = here.flatMap(({ onDemand, spot }) => [onDemand, spot].filter((price) => price !== undefined)).map(listed)
  onPage?.({ rows: prices.length })
  return { gives: 'prices', regions, prices, leftOut: {} }
}

const listed = ({ provider, region, instanceType, capacityType, usdPerHour, asOf }: Omit<ListedPrice, 'zone'> & { asOf: string }) => ({
  provider,
  region,
  zone: '',
  instanceType,
  capacityType,
  usdPerHour,
  effectiveAt: new Date(asOf).toISOString(),
})
