import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { gibOf, largerOf, numberOf, parseQuantity, quantityOf, sumOf } from '../../src/domain/quantity.ts'
import { issuesOf } from '../issues-of.ts'

/** Powers of ten, and of 1024. */
const DECIMAL = { n: -9, u: -6, m: -3, '': 0, k: 3, M: 6, G: 9, T: 12, P: 15, E: 18 }
const BINARY = { Ki: 1n, Mi: 2n, Gi: 3n, Ti: 4n, Pi: 5n, Ei: 6n }

describe('a quantity', () => {
  it.each([
    ['500m', 0.5],
    ['2', 2],
    ['1.5Gi', 1_610_612_736],
    ['128Mi', 134_217_728],
    ['1k', 1000],
    ['1Ki', 1024],
    ['329087452n', 0.329087452],
    ['66759u', 0.066759],
    ['0.5Gi', 536_870_912],
    ['.5', 0.5],
    ['5.', 5],
    ['+3', 3],
    ['-250m', -0.25],
    ['-0', 0],
    ['1Ei', 2 ** 60],
    ['9223372036854775807', 2 ** 63],
  ])('%s is %d', (text, value) => {
    expect(quantityOf(text)).toBe(value)
  })

  it.each([
    ['1E', 1e18],
    ['1E3', 1000],
    ['1e3', 1000],
    ['1e-3', 0.001],
    ['2.5E+2', 250],
    ['12E0', 12],
  ])('%s tells exa and an exponent apart: %d', (text, value) => {
    expect(quantityOf(text)).toBe(value)
  })

  it('of bytes may be told in GiB', () => {
    expect([gibOf('1Gi'), gibOf('512Mi'), gibOf('1073741824'), gibOf('2748180Ki')]).toEqual([1, 0.5, 1, 2748180 / 2 ** 20])
  })

  it.each([
    '',
    ' ',
    '1 ',
    '.',
    '-',
    '+m',
    'm',
    '1e',
    '1e1.5',
    '1.2.3',
    '1K',
    '1ki',
    '1gi',
    '1GiB',
    '0x10',
    '1_000',
    '1,5',
    'NaN',
    'Infinity',
    '--1',
    '1e3m',
    '1mm',
    '١',
  ])('%j is none', (text) => {
    expect(issuesOf(() => quantityOf(text, 'limits.cpu'))).toHaveLength(1)
  })

  it.each([
    ['1K', 'suffixes are k (1000) and Ki (1024)'],
    ['512MB', 'leave out the B'],
    ['2 ', 'leave out the spaces'],
    ['', 'write a number such as'],
    ['two', 'write a number with n, u, m'],
  ])('that is none (%j) is refused with what, where and the remedy', (text, remedy) => {
    expect(() => quantityOf(text, 'NodePool spot: limits.cpu')).toThrow('NodePool spot: limits.cpu')
    const [issue] = issuesOf(() => quantityOf(text))
    expect(issue).toMatchObject({ message: `"${text}" is no quantity`, remedy: expect.stringContaining(remedy) })
  })

  it('beyond every number is refused, whether short or long', () => {
    for (const text of ['1e400', '1e999999999999', '9'.repeat(1000), '1e309']) expect(issuesOf(() => quantityOf(text))).toHaveLength(1)
  })

  it('is its exact value, rounded once, whatever it is written as', () => {
    fc.assert(
      fc.property(written, ({ text, value }) => {
        expect(isNearest(quantityOf(text), value), text).toBe(true)
      }),
      { numRuns: 3000 },
    )
  })

  it('adds up exactly: tenths of a core make a core', () => {
    expect(numberOf(sumOf(Array.from({ length: 10 }, () => parseQuantity('100m'))))).toBe(1)
    fc.assert(
      fc.property(fc.array(written, { maxLength: 8 }), (all) => {
        const sum = all.reduce((total, { value }) => plus(total, value), { over: 0n, under: 1n })
        expect(isNearest(numberOf(sumOf(all.map(({ text }) => parseQuantity(text)))), sum)).toBe(true)
      }),
      { numRuns: 500 },
    )
  })

  it('compares by value, not by how it is written', () => {
    expect(numberOf(largerOf(parseQuantity('1Gi'), parseQuantity('1G')))).toBe(2 ** 30)
    fc.assert(
      fc.property(written, written, (one, other) => {
        const isLess = one.value.over * other.value.under < other.value.over * one.value.under
        expect(largerOf(parseQuantity(one.text), parseQuantity(other.text))).toEqual(parseQuantity(isLess ? other.text : one.text))
      }),
    )
  })

  it('is either understood or refused with a reason, whatever the text', () => {
    const letters = fc.constantFrom(...'0123456789.+-eEnumkKMGTPi ')
    fc.assert(
      fc.property(fc.array(letters, { maxLength: 8 }), (all) => {
        const text = all.join('')
        const isOne = /^[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([KMGTPE]i|[numkMGTPE]|[eE][+-]?[0-9]+)?$/.test(text)
        const isSmall = !/[eE][+-]?[0-9]{3,}$/.test(text)
        if (isSmall) expect(issuesOf(() => quantityOf(text)).length, text).toBe(isOne ? 0 : 1)
      }),
      { numRuns: 3000 },
    )
  })
})

/** A fraction of whole numbers: another way to the same value than digits and exponents. */
interface Fraction {
  readonly over: bigint
  readonly under: bigint
}

const plus = (one: Fraction, other: Fraction): Fraction => ({
  over: one.over * other.under + other.over * one.under,
  under: one.under * other.under,
})

/** A text, and the value that it was made from. */
const written: fc.Arbitrary<{ text: string; value: Fraction }> = fc
  .record({
    sign: fc.constantFrom('', '+', '-'),
    whole: fc.bigInt({ min: 0n, max: 10n ** 19n }),
    decimals: fc.array(fc.integer({ min: 0, max: 9 }), { maxLength: 9 }),
    unit: fc.oneof(
      fc.constantFrom(...Object.entries(DECIMAL)).map(([text, power]) => ({ text, value: tenTo(power) })),
      fc.constantFrom(...Object.entries(BINARY)).map(([text, power]) => ({ text, value: { over: 1024n ** power, under: 1n } })),
      fc
        .record({ letter: fc.constantFrom('e', 'E'), power: fc.integer({ min: -30, max: 30 }) })
        .map(({ letter, power }) => ({ text: `${letter}${power}`, value: tenTo(power) })),
    ),
  })
  .map(({ sign, whole, decimals, unit }) => {
    const under = 10n ** BigInt(decimals.length)
    const over = whole * under + BigInt(decimals.join('') || '0')
    const value = { over: (sign === '-' ? -over : over) * unit.value.over, under: under * unit.value.under }
    return { text: `${sign}${whole}${decimals.length > 0 ? `.${decimals.join('')}` : ''}${unit.text}`, value }
  })

const tenTo = (power: number): Fraction =>
  power < 0 ? { over: 1n, under: 10n ** BigInt(-power) } : { over: 10n ** BigInt(power), under: 1n }

/** No other number is nearer to the fraction: neither the next larger nor the next smaller. */
function isNearest(number: number, value: Fraction): boolean {
  const distance = distanceTo(value)
  return [nextAfter(number, 1), nextAfter(number, -1)].every((other) => !Number.isFinite(other) || distance(number) <= distance(other))
}

/** Distances to one fraction, as whole numbers over one and the same denominator. */
function distanceTo({ over, under }: Fraction): (number: number) => bigint {
  return (number) => {
    const { mantissa, exponent } = binary(number)
    const difference = mantissa * 2n ** BigInt(exponent + 1100) * under - over * 2n ** 1100n
    return difference < 0n ? -difference : difference
  }
}

const view = new DataView(new ArrayBuffer(8))

function nextAfter(number: number, direction: 1 | -1): number {
  if (number === 0) return direction * Number.MIN_VALUE
  view.setFloat64(0, number)
  view.setBigInt64(0, view.getBigInt64(0) + BigInt(direction * Math.sign(number)))
  return view.getFloat64(0)
}

/** A double as mantissa × 2^exponent, from its bits. */
function binary(number: number): { mantissa: bigint; exponent: number } {
  view.setFloat64(0, number)
  const bits = view.getBigUint64(0)
  const [biased, fraction] = [Number((bits >> 52n) & 0x7ffn), bits & 0xf_ffff_ffff_ffffn]
  const mantissa = biased === 0 ? fraction : fraction | (1n << 52n)
  return { mantissa: number < 0 ? -mantissa : mantissa, exponent: (biased || 1) - 1075 }
}
