/**
 * Money without rounding: USD times 10^18, as a whole number. A rate of the catalogue has nine decimals; per GB (10^9 bytes) made into
 * per GiB (2^30) it has eighteen.
 */
export type AttoUsd = bigint

const ATTO_PER_NANO = 10n ** 9n
const PICO = 10n ** 12n
const ATTO_DIGITS = 18

/** Money of the catalogue (whole units and nanos, 10^-9) in a currency whose one unit is worth so much; undefined where it is no amount. */
export function attoUsdOf(units: unknown, nanos: unknown, usdPerUnit: number): AttoUsd | undefined {
  const whole = String(units ?? 0)
  const fraction = String(nanos ?? 0)
  if (!/^\d+$/.test(whole) || !/^\d{1,9}$/.test(fraction)) return undefined
  const nanoUnits = BigInt(whole) * 10n ** 9n + BigInt(fraction)
  return (nanoUnits * ATTO_PER_NANO * BigInt(Math.round(usdPerUnit * Number(PICO)))) / PICO
}

/** The sum of rates times quantities in thousandths, as the number that its decimal digits mean. */
export function sumInUsd(terms: readonly { readonly attoUsd: AttoUsd; readonly thousandths: bigint }[]): number {
  const total = terms.reduce((sum, { attoUsd, thousandths }) => sum + attoUsd * thousandths, 0n)
  const digits = total.toString().padStart(ATTO_DIGITS + 4, '0')
  const point = digits.length - ATTO_DIGITS - 3
  return Number(`${digits.slice(0, point)}.${digits.slice(point)}`)
}
