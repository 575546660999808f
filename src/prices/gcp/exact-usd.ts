/**
 * Money without rounding: USD times 10^18, as a whole number. A rate of the catalogue has nine decimals; per GB (10^9 bytes) made into
 * per GiB (2^30) it has eighteen.
 */
export type AttoUsd = bigint

export const ATTO_PER_NANO = 10n ** 9n
const ATTO_DIGITS = 18

/** The sum of rates times quantities in thousandths, as the number that its decimal digits mean. */
export function sumInUsd(terms: readonly { readonly rate: AttoUsd; readonly thousandths: bigint }[]): number {
  const total = terms.reduce((sum, { rate, thousandths }) => sum + rate * thousandths, 0n)
  const digits = total.toString().padStart(ATTO_DIGITS + 4, '0')
  const point = digits.length - ATTO_DIGITS - 3
  return Number(`${digits.slice(0, point)}.${digits.slice(point)}`)
}
