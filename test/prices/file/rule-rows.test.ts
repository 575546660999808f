import { expect, test } from 'vitest'
import { changeText, ruleText } from '../../../src/domain/price-rule.ts'
import { parsePriceFile } from '../../../src/prices/file/price-file.ts'
import { issuesOf } from '../../issues-of.ts'

const HEAD = 'kind,provider,region,instanceType,family,capacityType,change,appliesTo,usdPerHour'
const options = { format: 'csv', source: 'deals.csv', now: new Date('2026-07-20T00:00:00Z') } as const
const file = (...rows: string[]) => parsePriceFile([HEAD, ...rows, ''].join('\n'), options)
const issues = (...rows: string[]) => issuesOf(() => file(...rows)).map(({ path, message }) => `${path}: ${message}`)
const change = (text: string) => file(`rule,azure,,,,,${text},,`).rules[0]!.change

test('"Azure -12 %" is a rule of one provider and a change', () => {
  const [rule] = file('rule,azure,,,,,-12 %,,').rules
  expect(rule).toEqual({ provider: 'azure', change: -0.12, appliesTo: 'list', source: 'deals.csv', line: 2 })
})

test('a rule may be narrower: a region, machine types or a family, and on-demand or spot', () => {
  expect(file('rule,azure,westeurope,Standard_D*,,spot,+3 %,all,', 'rule,aws,all,,m7i,,-2.5%,,').rules).toMatchObject([
    { region: 'westeurope', instanceType: 'Standard_D*', capacityType: 'spot', change: 0.03, appliesTo: 'all' },
    { family: 'm7i', change: -0.025 },
  ])
  expect(file('rule,aws,all,,,,-1 %,,').rules[0]).not.toHaveProperty('region')
})

test('a minus may be written as people write it', () => {
  expect([change('-12 %'), change('−12 %'), change('- 12%')]).toEqual([-0.12, -0.12, -0.12])
})

test('what is no change in percent with its sign is refused, and so is one that leaves nothing or changes nothing', () => {
  expect(['12 %', '-0.12', 'free', '-100 %', '-120 %', '-0 %', ''].map((text) => issues(`rule,azure,,,,,${text},,`))).toEqual([
    ['line 2, change: "12 %" is no change in percent with its sign'],
    ['line 2, change: "-0.12" is no change in percent with its sign'],
    ['line 2, change: "free" is no change in percent with its sign'],
    ['line 2, change: -100 % would leave nothing to pay'],
    ['line 2, change: -120 % would leave nothing to pay'],
    ['line 2, change: it changes nothing'],
    ['line 2, change: it is missing'],
  ])
  expect(change('-99.9 %')).toBeCloseTo(-0.999)
})

test('a rule of a machine type and a family at once, and the same rule twice, are refused', () => {
  expect(issues('rule,azure,,Standard_D*,Ds_v5,,-1 %,,')).toEqual(['line 2, family: it is given beside an instanceType'])
  expect(issues('rule,azure,,,,,-1 %,,', 'rule,azure,,,,spot,-1 %,,', 'rule,azure,,,,,-1 %,,')).toEqual([
    'line 4: the same rule already stands in line 2',
  ])
})

test('a cell that means nothing for the kind of its row is refused rather than passed over', () => {
  expect(issues('rule,azure,,,,,-1 %,,0.2')).toEqual(['line 2, usdPerHour: it means nothing for a rule'])
})

test('once a row says its kind, all must, and it must be one', () => {
  expect(issues('rule,azure,,,,,-1 %,,', ',azure,,,,,-2 %,,', 'discount,azure,,,,,-3 %,,')).toEqual([
    'line 3, kind: it is missing',
    'line 4, kind: "discount" is not price or commitment or rule',
  ])
})

test('a rule is told in words as it was written', () => {
  const { rules } = file('rule,azure,westeurope,Standard_D*,,spot,-12 %,,', 'rule,aws,,,m7i,,+2.5 %,,')
  expect(rules.map(ruleText)).toEqual(['azure westeurope Standard_D* spot −12 %', 'aws m7i +2.5 %'])
  expect(changeText({ change: -0.07 })).toBe('−7 %')
})
