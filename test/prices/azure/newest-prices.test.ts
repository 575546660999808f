import fc from 'fast-check'
import { expect, it } from 'vitest'
import { type ListedPrice, listedPriceKey } from '../../../src/domain/listed-price.ts'
import { isoDate, newestPrices } from '../../../src/prices/azure/newest-prices.ts'
import { LeftOutRows } from '../../../src/prices/left-out.ts'

const somePrice = fc.record({
  provider: fc.constant('azure'),
  region: fc.constant('eastus'),
  zone: fc.constant(''),
  instanceType: fc.constantFrom('Standard_B1s', 'Standard_B2s'),
  capacityType: fc.constantFrom('on-demand' as const, 'spot' as const),
  usdPerHour: fc.constantFrom(0.1, 0.2),
  effectiveAt: fc.constantFrom('2019-01-01T00:00:00.000Z', '2020-01-01T00:00:00.000Z'),
})

const byKey = (prices: readonly ListedPrice[]) =>
  new Map(prices.map((price) => [listedPriceKey(price), `${price.usdPerHour} ${price.effectiveAt}`]))

it('which price counts does not hang on the order of the rows, and every row is taken or counted', () => {
  fc.assert(
    fc.property(fc.array(somePrice), fc.integer(), (prices, turn) => {
      const [leftOut, turnedLeftOut] = [new LeftOutRows(), new LeftOutRows()]
      const taken = newestPrices(prices, leftOut)
      const at = prices.length === 0 ? 0 : Math.abs(turn) % prices.length
      const turned = newestPrices([...prices.slice(at), ...prices.slice(0, at)], turnedLeftOut)
      expect(byKey(turned)).toEqual(byKey(taken))
      expect(turnedLeftOut.told()).toEqual(leftOut.told())
      expect(byKey(taken).size).toBe(taken.length)
      expect(taken.length + Object.values(leftOut.told()).reduce((sum, rows) => sum + rows, 0)).toBe(prices.length)
    }),
  )
})

it.each([
  ['2020-01-01T00:00:00Z', '2020-01-01T00:00:00.000Z'],
  ['2020-01-01T01:00:00+01:00', '2020-01-01T00:00:00.000Z'],
  ['soon', undefined],
  ['', undefined],
  [null, undefined],
])('the date %j is %j', (text, iso) => {
  expect(isoDate(text)).toBe(iso)
})
