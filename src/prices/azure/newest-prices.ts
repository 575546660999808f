import { type ListedPrice, listedPriceKey } from '../../domain/listed-price.ts'
import type { LeftOutRows } from '../left-out.ts'

/** Of several prices of one offer that all hold, the newest; where two of one date differ, none, for nobody can tell which one is paid. */
export function newestPrices(prices: readonly ListedPrice[], leftOut: LeftOutRows): ListedPrice[] {
  return [...Map.groupBy(prices, listedPriceKey).values()].flatMap((ofOffer) =>
    ofOffer.length === 1 ? ofOffer : clearPrice(ofOffer, leftOut),
  )
}

function clearPrice(ofOffer: readonly ListedPrice[], leftOut: LeftOutRows): ListedPrice[] {
  const dateOf = ({ effectiveAt = '' }: ListedPrice) => effectiveAt
  const newestDate = ofOffer.map(dateOf).reduce((latest, date) => (date > latest ? date : latest))
  const [older, newest] = [ofOffer.filter((price) => dateOf(price) < newestDate), ofOffer.filter((price) => dateOf(price) === newestDate)]
  const isClear = newest.every(({ usdPerHour }) => usdPerHour === newest[0]!.usdPerHour)
  for (const _ of older) leftOut.count('replaced by a newer price')
  for (const _ of isClear ? newest.slice(1) : newest) leftOut.count(isClear ? 'listed twice' : 'two prices of one date')
  return isClear ? newest.slice(0, 1) : []
}

/** An ISO date-time as Azure writes it, in one form; undefined where it is none. */
export function isoDate(text: string | null | undefined): string | undefined {
  const time = Date.parse(text ?? '')
  return Number.isNaN(time) ? undefined : new Date(time).toISOString()
}
