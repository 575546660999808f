import { expect, test } from 'vitest'
import { idleRules, withPriceRules } from '../../src/catalogue/price-rules.ts'
import type { PriceRule } from '../../src/domain/price-rule.ts'
import { aCatalogue, aMachine } from '../builders.ts'

const machines = [
  aMachine(),
  aMachine({ instanceType: 'm.2xlarge' }),
  aMachine({ instanceType: 'mx2xlarge' }),
  aMachine({ region: 'us-east-1' }),
]
const base = aCatalogue({ machines })
const rule = (part: Partial<PriceRule> = {}): PriceRule => ({
  provider: 'aws',
  change: -0.1,
  appliesTo: 'list',
  source: 'deals.csv',
  line: 2,
  ...part,
})
const onDemand = (rules: readonly PriceRule[], region = 'eu-west-1') =>
  withPriceRules(base, rules)
    .machines('aws', region)
    .map((machine) => machine.onDemand!.usdPerHour)
const spot = (rules: readonly PriceRule[]) => withPriceRules(base, rules).machines('aws', 'eu-west-1')[0]!.spot!.usdPerHour

test('a rule changes every price of its provider, on demand and as spot, and of nobody else', () => {
  expect(onDemand([rule()])).toEqual([0.9, 0.9, 0.9])
  expect(spot([rule()])).toBeCloseTo(0.27)
  expect(onDemand([rule({ provider: 'azure' })])).toEqual([1, 1, 1])
})

test('a rule changes the price of each zone as it does their mean', () => {
  const machine = aMachine()
  const zoned = { ...machine, spot: { ...machine.spot!, usdPerHourByZone: new Map([['eu-west-1a', 0.2]]) } }
  const [changed] = withPriceRules(aCatalogue({ machines: [zoned] }), [rule({ change: -0.5 })]).machines('aws', 'eu-west-1')
  expect(changed?.spot?.usdPerHourByZone?.get('eu-west-1a')).toBe(0.1)
})

test.each<[string, Partial<PriceRule>, number[]]>([
  ['a region', { region: 'us-east-1' }, [1, 1, 1]],
  ['machine types by a pattern, in which a dot is a dot', { instanceType: 'm.*' }, [0.9, 0.9, 1]],
  ['one machine type', { instanceType: 'm.2xlarge' }, [1, 0.9, 1]],
  ['a family', { family: 'm' }, [0.9, 0.9, 1]],
  ['spot', { capacityType: 'spot' }, [1, 1, 1]],
])('a rule may be for %s alone', (_, part, prices) => {
  expect(onDemand([rule(part)])).toEqual(prices)
})

test('a rule for a region and one for spot change what they name', () => {
  expect(onDemand([rule({ region: 'us-east-1' })], 'us-east-1')).toEqual([0.9])
  expect(spot([rule({ capacityType: 'spot' })])).toBeCloseTo(0.27)
})

test('several rules that match are applied one upon the other, in any order to the same price', () => {
  const [one, other] = [rule({ change: -0.5 }), rule({ change: 0.1, instanceType: 'm.xlarge' })]
  expect(onDemand([one, other])).toEqual([0.55, 0.5, 0.5])
  expect(onDemand([other, one])).toEqual([0.55, 0.5, 0.5])
})

test('a changed price says by which rules and by whose; the others are as they were', () => {
  const { machines: changed } = withPriceRules(base, [
    rule({ change: -0.12 }),
    rule({ change: 0.03, source: 'tax.csv', instanceType: 'm.xlarge' }),
  ])
  const [both, one] = changed('aws', 'eu-west-1')
  expect(both!.onDemand!.source).toBe('made up for a test: list −12 % by deals.csv, +3 % by tax.csv')
  expect(one!.onDemand!.source).toBe('made up for a test: list −12 % by deals.csv')
  const [unchanged] = withPriceRules(base, [rule({ provider: 'gcp' })]).machines('aws', 'eu-west-1')
  expect(unchanged).toEqual(machines[0])
})

test('a rule that matches no price is told, by its line', () => {
  expect(idleRules(base, [], [rule(), rule({ line: 3, instanceType: 'n*' })])).toEqual([
    'deals.csv, line 3: −10 % changes nothing, for no list price is known that it matches; check its provider, region and machine types.',
  ])
})

test('a rule for negotiated prices too is not idle where it matches one of these', () => {
  const own = [aMachine({ provider: 'stadtwolke', region: 'berlin' })]
  expect(idleRules(base, own, [rule({ provider: 'stadtwolke', appliesTo: 'all' })])).toEqual([])
  expect(idleRules(base, own, [rule({ provider: 'stadtwolke', appliesTo: 'list' })])).toHaveLength(1)
})
