import { readFileSync } from 'node:fs'
import type { Machine } from '../domain/catalogue.ts'
import { InputError } from '../domain/input-error.ts'
import { assumedInterruption } from './bundled/interruptions.ts'
import { checkedPrices, type UserPrice } from './user-price.ts'
import { csvRows, yamlRows } from './user-rows.ts'

export interface UserPriceOptions {
  readonly now: Date
  /** Prices observed longer ago are refused; default 30. */
  readonly maxAgeDays?: number
  /** Takes them all the same. */
  readonly allowStale?: boolean
}

/** Reads a user's own prices, YAML or CSV by the file's name. Throws InputError with every mistake in it. */
export function readUserPrices(path: string, options: UserPriceOptions): Machine[] {
  const format = path.endsWith('.csv') ? 'csv' : 'yaml'
  return parseUserPrices(textOf(path), { ...options, format, source: path })
}

/**
 * A user's prices as machines: one for each provider, region and type, with what it costs on demand and as spot, in the text's order.
 * Throws InputError with every mistake, each with its line.
 */
export function parseUserPrices(text: string, options: UserPriceOptions & { format: 'csv' | 'yaml'; source: string }): Machine[] {
  const { rows, issues: unreadable } = options.format === 'csv' ? csvRows(text) : yamlRows(text)
  const { prices, issues } = checkedPrices(rows, options)
  const all = [...unreadable, ...issues]
  if (all.length === 0 && prices.length === 0) all.push({ path: '', message: 'it holds no prices', remedy: 'give at least one row' })
  if (all.length > 0) throw new InputError(options.source, all)
  return machinesOf(prices, options.source)
}

function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch (cause) {
    throw new InputError(path, [{ path: '', message: 'the file cannot be read', remedy: 'check its name and its permissions' }], { cause })
  }
}

function machinesOf(prices: readonly UserPrice[], source: string): Machine[] {
  const groups = Map.groupBy(prices, ({ price }) => `${price.provider}/${price.region}/${price.instanceType}`)
  return [...groups.values()].map((group) => {
    const { shape, price } = group[0]!
    const bought = (capacityType: string) => group.find((one) => one.price.capacityType === capacityType)?.price
    const [onDemand, spot] = [bought('on-demand'), bought('spot')]
    const interruption = assumedInterruption(price.provider)
    return Object.freeze({
      ...shape,
      provider: price.provider,
      region: price.region,
      ...(onDemand && { onDemand: { ...onDemand, source } }),
      ...(spot && { spot: { ...spot, source, interruption } }),
    })
  })
}
