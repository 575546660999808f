import fc from 'fast-check'
import { expect, it } from 'vitest'
import { isoTimes } from '../../../src/store/prices/times.ts'

it('a time reads as a Date writes it, from the year 0 to 9999, to the millisecond', () => {
  const iso = isoTimes()
  const [first, last] = [Date.parse('0000-01-01T00:00:00.000Z'), Date.parse('9999-12-31T23:59:59.999Z')]
  fc.assert(fc.property(fc.integer({ min: first, max: last }), (time) => iso(time / 1000) === new Date(time).toISOString()))
  const noon = Date.parse('2026-07-20T11:59:59.000Z')
  for (let time = noon; time < noon + 2000; time++) expect(iso(time / 1000)).toBe(new Date(time).toISOString())
})
