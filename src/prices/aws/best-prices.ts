import { type ListedPrice, listedPriceKey } from '../../domain/listed-price.ts'
import type { UsdPerHour } from '../../domain/units.ts'
import type { LeftOutRows } from '../left-out.ts'

/** Compared number by number; of two rows of one machine the greater is believed. */
export type Precedence = readonly number[]

interface Best {
  readonly price: ListedPrice
  readonly precedence: Precedence
  /** What rows of this precedence say that it costs: one amount, where they agree. */
  readonly amounts: UsdPerHour[]
}

/**
 * One price for each machine of a listing that may hold several rows of it. The order of the rows decides nothing:
 * of two that contradict each other with equal precedence neither is taken.
 */
export class BestPrices {
  readonly #best = new Map<string, Best>()

  offer(price: ListedPrice, precedence: Precedence): void {
    const key = listedPriceKey(price)
    const best = this.#best.get(key)
    const order = best ? compared(precedence, best.precedence) : 1
    if (order > 0) this.#best.set(key, { price, precedence, amounts: [price.usdPerHour] })
    else if (order === 0 && !best!.amounts.includes(price.usdPerHour)) best!.amounts.push(price.usdPerHour)
  }

  taken(leftOut: LeftOutRows): ListedPrice[] {
    const all = [...this.#best.values()]
    for (const { amounts } of all) if (amounts.length > 1) leftOut.count('two prices of one machine that hold at once', amounts.length)
    return all.filter(({ amounts }) => amounts.length === 1).map(({ price }) => price)
  }
}

function compared(one: Precedence, other: Precedence): number {
  const place = one.findIndex((number, index) => number !== other[index])
  return place === -1 ? 0 : one[place]! - other[place]!
}
