import { type ListedPrice, listedPriceKey } from '../../domain/listed-price.ts'
import type { LeftOutRows } from '../left-out.ts'

/** Compared number by number; of two rows of one machine the greater is believed. */
export type Precedence = readonly number[]

interface Best {
  readonly price: ListedPrice
  readonly precedence: Precedence
  /** Rows of this precedence that name another amount. */
  contradictions: number
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
    if (order > 0) this.#best.set(key, { price, precedence, contradictions: 0 })
    else if (order === 0 && price.usdPerHour !== best?.price.usdPerHour) best!.contradictions++
  }

  taken(leftOut: LeftOutRows): ListedPrice[] {
    const all = [...this.#best.values()]
    const torn = all.filter(({ contradictions }) => contradictions > 0)
    for (const { contradictions } of torn) leftOut.count('two prices of one machine that hold at once', contradictions + 1)
    return all.filter(({ contradictions }) => contradictions === 0).map(({ price }) => price)
  }
}

function compared(one: Precedence, other: Precedence): number {
  const place = one.findIndex((number, index) => number !== other[index])
  return place === -1 ? 0 : one[place]! - other[place]!
}
