import { InputError } from './input-error.ts'
import type { GiB } from './units.ts'

/**
 * A quantity as Kubernetes writes one, exactly: `digits` × 10^`exponent`, in the resource's own unit (cores, bytes, devices).
 * It stays exact while amounts are added and compared; only `numberOf` rounds, once.
 */
export interface Quantity {
  readonly digits: bigint
  readonly exponent: number
}

export const NO_QUANTITY: Quantity = { digits: 0n, exponent: 0 }

const DECIMAL_POWERS: Readonly<Record<string, number>> = { n: -9, u: -6, m: -3, '': 0, k: 3, M: 6, G: 9, T: 12, P: 15, E: 18 }
const BINARY_POWERS: Readonly<Record<string, bigint>> = { Ki: 10n, Mi: 20n, Gi: 30n, Ti: 40n, Pi: 50n, Ei: 60n }

/** Sign, digits with or without a point, then an exponent or a suffix: `1E` is exa, `1E3` a thousand. */
const GRAMMAR =
  /^(?<sign>[+-]?)(?<whole>[0-9]*)(?:\.(?<fraction>[0-9]*))?(?:[eE](?<exponent>[+-]?[0-9]+)|(?<suffix>[KMGTPE]i|[numkMGTPE])?)$/

/** Beyond this nothing is a number any more; a limit, so that a short text cannot ask for an endless sum. */
const MOST_EXPONENT = 400

/**
 * The quantity that a text says. Throws InputError, which names `where`.
 * Source of the grammar: Kubernetes API conventions, resource.Quantity (k8s.io/apimachinery/pkg/api/resource).
 */
export function parseQuantity(text: string, where = 'quantity'): Quantity {
  const { sign, whole = '', fraction = '', exponent, suffix = '' } = GRAMMAR.exec(text)?.groups ?? {}
  if (whole + fraction === '') throw noQuantity(text, where)
  const digits = BigInt(whole + fraction)
  const power = exponent === undefined ? (DECIMAL_POWERS[suffix] ?? 0) : Number(exponent)
  if (Math.abs(power) > MOST_EXPONENT || text.length > MOST_EXPONENT) throw outOfRange(text, where)
  const scaled = digits << (BINARY_POWERS[suffix] ?? 0n)
  return { digits: sign === '-' ? -scaled : scaled, exponent: power - fraction.length }
}

/** The number that a text says, in the resource's own unit, rounded once. Throws InputError, which names `where`. */
export function quantityOf(text: string, where = 'quantity'): number {
  const value = numberOf(parseQuantity(text, where))
  if (!Number.isFinite(value)) throw outOfRange(text, where)
  return value
}

/** Bytes as GiB. Throws as `quantityOf` does; dividing by 2^30 rounds nothing. */
export function gibOf(text: string, where = 'quantity'): GiB {
  return quantityOf(text, where) / 2 ** 30
}

/** The number nearest to it: the only place that rounds. */
export function numberOf({ digits, exponent }: Quantity): number {
  return Number(`${digits}e${exponent}`) + 0
}

export function sumOf(quantities: Iterable<Quantity>): Quantity {
  let sum = NO_QUANTITY
  for (const quantity of quantities) sum = add(sum, quantity)
  return sum
}

/** The larger of the two; the first where they are equal. */
export function largerOf(one: Quantity, other: Quantity): Quantity {
  const exponent = Math.min(one.exponent, other.exponent)
  return atExponent(one, exponent) >= atExponent(other, exponent) ? one : other
}

function add(one: Quantity, other: Quantity): Quantity {
  const exponent = Math.min(one.exponent, other.exponent)
  return { digits: atExponent(one, exponent) + atExponent(other, exponent), exponent }
}

const atExponent = ({ digits, exponent }: Quantity, target: number): bigint => digits * 10n ** BigInt(exponent - target)

function noQuantity(text: string, where: string): InputError {
  const shown = text.length > 40 ? `${text.slice(0, 40)}…` : text
  return new InputError(where, [{ path: '', message: `"${shown}" is no quantity`, remedy: remedyFor(text) }])
}

function remedyFor(text: string): string {
  if (text.trim() === '') return 'write a number such as 500m, 2 or 1.5Gi'
  if (text !== text.trim()) return 'leave out the spaces'
  if (/^[+-]?[0-9.]+(K|[kmgtpe]i|[KMGTPE]I)$/.test(text))
    return 'suffixes are k (1000) and Ki (1024), M and Mi, G and Gi, T and Ti, P and Pi, E and Ei'
  if (/^[+-]?[0-9.]+(i?[bB]|[kKMGTPE]i?[bB])$/.test(text)) return 'leave out the B: 512Mi, not 512MiB'
  return 'write a number with n, u, m, k, M, G, T, P, E, Ki to Ei, or an exponent: 500m, 2, 1.5Gi, 1e3'
}

function outOfRange(text: string, where: string): InputError {
  const shown = text.length > 40 ? `${text.slice(0, 40)}…` : text
  return new InputError(where, [{ path: '', message: `"${shown}" is beyond every number`, remedy: 'Kubernetes holds at most 2^63 − 1' }])
}
