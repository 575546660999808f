import { endingOf } from '../../src/cli/exit-codes.ts'
import { type PricesParts, pricesCommand } from '../../src/cli/prices/prices.ts'
import { program } from '../../src/cli/program.ts'
import type { KnownPrice } from '../../src/domain/known-price.ts'

export const NOW = new Date('2026-11-02T12:00:00Z')

/** Runs `ballast prices …` within this process, on what is handed in; nothing is known where nothing is. */
export async function prices(args: readonly string[], parts: Partial<PricesParts> = {}) {
  const said = { code: 0, out: '', err: '' }
  const terminal = {
    out: (text: string) => {
      said.out += text
    },
    err: (text: string) => {
      said.err += text
    },
    width: 100,
    isInteractive: false,
    bold: (text: string) => text,
  }
  const all: PricesParts = {
    terminal,
    exit: (code) => {
      said.code = code
    },
    now: () => NOW,
    defaults: { sources: ['aws', 'azure', 'gcp'], regions: [], hasPriceFile: true },
    freshness: { onDemandPricesValidHours: 72, spotPricesValidHours: 26, leastPriceCompleteness: 0.9 },
    refresh: () => Promise.reject(new Error('this was not expected to be called')),
    pricesAt: async () => undefined,
    bundledPrices: async () => [],
    changes: async () => [],
    feedStates: async () => [],
    regionNames: async () => ['eu-west-1', 'westeurope'],
    knownPlaces: async () => [
      { provider: 'aws', region: 'eu-west-1' },
      { provider: 'azure', region: 'westeurope' },
    ],
    recordSpotEvents: () => Promise.reject(new Error('this was not expected to be called')),
    refusalOf: () => undefined,
    ...parts,
  }
  try {
    await program([pricesCommand(all)], terminal).parseAsync(['prices', ...args], { from: 'user' })
  } catch (error) {
    const ending = endingOf(error)
    said.code = ending.code
    said.err += ending.message ?? ''
  }
  return said
}

/** A price of an m5.large in Ireland on demand, read an hour ago. */
export const known = (facts: Partial<KnownPrice> = {}): KnownPrice => ({
  provider: 'aws',
  region: 'eu-west-1',
  zone: '',
  instanceType: 'm5.large',
  capacityType: 'on-demand',
  usdPerHour: 0.107,
  source: 'aws',
  listing: 'aws-pricing',
  observedAt: '2026-11-02T11:00:00.000Z',
  since: '2026-11-01T03:00:00.000Z',
  ...facts,
})
