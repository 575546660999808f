import { expect, test } from 'vitest'
import interruptionRates from '../../data/interruption-rates.json' with { type: 'json' }
import jurisdictions from '../../data/jurisdictions.json' with { type: 'json' }
import nodeReserves from '../../data/node-reserves.json' with { type: 'json' }
import { assumedInterruption } from '../../src/prices/bundled/interruptions.ts'
import { tagsOfCountry } from '../../src/prices/bundled/jurisdictions.ts'

test('every fact written by hand names a public page and a day', () => {
  const facts = [...Object.values(nodeReserves), ...jurisdictions.groups, ...jurisdictions.operators, interruptionRates.bands]
  expect(facts).toHaveLength(11)
  for (const { source, asOf } of facts) {
    expect(source).toMatch(/^https:\/\//)
    expect(asOf).toMatch(/^\d{4}-\d{2}-\d{2}$/)
  }
})

test('the EU has 27 members; the EEA is the EU and three more; no country of it needs an adequacy decision', () => {
  const countries = (tag: string) => jurisdictions.groups.find((group) => group.tag === tag)!.countries
  expect(countries('EU')).toHaveLength(27)
  expect(countries('EEA').filter((country) => !countries('EU').includes(country))).toEqual(['IS', 'LI', 'NO'])
  expect(countries('EU').filter((country) => !countries('EEA').includes(country))).toEqual([])
  const decided = [...countries('GDPR-adequate'), ...countries('GDPR-adequate-conditional')]
  expect(decided.filter((country) => countries('EEA').includes(country))).toEqual([])
})

test('a country without any group bears its own tag alone', () => {
  expect(tagsOfCountry('DE')).toEqual(['DE', 'EU', 'EEA'])
  expect(tagsOfCountry('BR')).toEqual(['BR'])
})

test('every assumed rate gives its reason, and there is one for any provider', () => {
  for (const { because, perHour } of interruptionRates.assumed) {
    expect(because).not.toBe('')
    expect(perHour).toBeGreaterThan(0)
  }
  expect(assumedInterruption('gcp')).toEqual(assumedInterruption('stadtwolke'))
  expect(assumedInterruption('azure')).toEqual({ perHour: 0.025, origin: 'assumed' })
})
