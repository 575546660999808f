import type { ListedPrice } from '../../domain/listed-price.ts'
import type { PriceAnswer } from '../../prices/source.ts'

/** As every cloud and operator writes regions, zones and machine types. */
const PLAIN = /^[\w][\w .+:/-]*$/

/** The answer without prices whose names are none: a name is shown in terminals and spreadsheets, which follow escapes and formulas. */
export function withPlainNames(answer: PriceAnswer): PriceAnswer {
  const prices = answer.prices.filter(isPlain)
  const strange = answer.prices.length - prices.length
  return strange === 0 ? answer : { ...answer, prices, leftOut: { ...answer.leftOut, 'of a name that is none': strange } }
}

const isPlain = ({ region, zone, instanceType }: ListedPrice): boolean =>
  PLAIN.test(region) && PLAIN.test(instanceType) && (zone === '' || PLAIN.test(zone))
