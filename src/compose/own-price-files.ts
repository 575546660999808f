import { dirname, isAbsolute, join, resolve } from 'node:path'
import type { Config } from '../config.ts'
import type { FleetFile } from '../fleet-file/open-fleet-file.ts'
import type { PriceFile } from '../prices/file/price-file.ts'

/**
 * The user's own price files: the one that the settings name and those that a fleet's description does, each once.
 * They are read each time that a catalogue is made, so that commitments and rules are those of the day. Throws InputError.
 */
export async function ownPriceFiles(
  config: Config,
  now: () => Date,
): Promise<(fleet: Pick<FleetFile, 'source' | 'prices'>) => PriceFile[]> {
  const [{ readPriceFile }, { exchangeOf }] = await Promise.all([import('../prices/file/price-file.ts'), import('../prices/currency.ts')])
  const exchange = exchangeOf(config.priceCurrency, config.exchangeRates)
  return (fleet) => {
    const named = fleet.prices.map(({ file, allowStale }) => ({
      path: isAbsolute(file) ? file : join(dirname(fleet.source), file),
      allowStale,
    }))
    const all = config.priceFile === '' ? named : [{ path: config.priceFile, allowStale: undefined }, ...named]
    const each = all.filter(({ path }, at) => all.findIndex((one) => resolve(one.path) === resolve(path)) === at)
    const options = { now: now(), maxAgeDays: config.userPricesMaxAgeDays, exchange }
    return each.map(({ path, allowStale }) => readPriceFile(path, { ...options, allowStale: allowStale ?? config.allowStalePrices }))
  }
}
