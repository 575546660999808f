import { describe, expect, it } from 'vitest'
import { requireSameClock } from '../../../src/prices/calls/clock.ts'
import { endpointOf } from '../../../src/prices/calls/endpoint.ts'
import { secondsUntil } from '../../../src/prices/calls/http-failure.ts'
import { networkFailure } from '../../../src/prices/calls/network-failure.ts'
import { Pages } from '../../../src/prices/calls/pages.ts'
import { exchangeOf, inUsd } from '../../../src/prices/currency.ts'

describe('an endpoint', () => {
  it.each(['https://prices.example.com', 'https://10.0.0.1:8443/base'])('may be %s', (url) =>
    expect(endpointOf('azureRetailUrl', url)).toMatchObject({ isPlain: false }),
  )
  it.each(['http://127.0.0.1:8080', 'http://localhost:1', 'http://[::1]:9'])('may be %s, and is plain', (url) =>
    expect(endpointOf('azureRetailUrl', url)).toMatchObject({ isPlain: true }),
  )
  it.each([
    ['http://prices.example.com', 'neither https nor plain http on this machine'],
    ['http://127.0.0.1.example.com', 'neither https nor plain http on this machine'],
    ['ftp://127.0.0.1', 'neither https nor plain http on this machine'],
    ['prices.example.com', 'it is no URL'],
    ['https://user:pass@prices.example.com', 'a URL with a user or a password is not taken'],
  ])('may not be %s', (url, message) => expect(() => endpointOf('azureRetailUrl', url)).toThrow(message))
})

describe('the clocks of two machines', () => {
  const now = new Date('2026-11-22T12:00:00Z')
  it('may differ by five minutes', () => expect(() => requireSameClock('Sun, 22 Nov 2026 12:05:00 GMT', now, 300, 'GET x')).not.toThrow())
  it('may not differ by more', () =>
    expect(() => requireSameClock('Sun, 22 Nov 2026 13:00:00 GMT', now, 300, 'GET x')).toThrow('60 min behind'))
  it.each([undefined, null, 'yesterday'])('say nothing where the answer has no date (%s)', (date) =>
    expect(() => requireSameClock(date, now, 300, 'GET x')).not.toThrow(),
  )
})

describe('Retry-After', () => {
  const now = new Date('2026-11-22T12:00:00Z')
  it('in seconds', () => expect(secondsUntil('7', now)).toBe(7))
  it('as a date', () => expect(secondsUntil('Sun, 22 Nov 2026 12:00:30 GMT', now)).toBe(30))
  it('as a date that has passed', () => expect(secondsUntil('Sun, 22 Nov 2026 11:00:00 GMT', now)).toBe(0))
  it.each([null, '', 'soon'])('%s is none', (text) => expect(secondsUntil(text, now)).toBeUndefined())
})

describe('the pages of a listing', () => {
  it('may be many, and the last has no link', () => {
    const pages = new Pages('GET x', 3)
    pages.take([{ sku: 'a' }], 'two')
    pages.take([], 'three')
    expect(() => pages.take([], null)).not.toThrow()
  })
  it('may not come twice', () => {
    const pages = new Pages('GET x', 9)
    pages.take([{ sku: 'a' }], 'two')
    expect(() => pages.take([{ sku: 'a' }], 'three')).toThrow('GET x: page 2 repeats an earlier one; what was known before is kept')
  })
  it('may not lead back', () => {
    const pages = new Pages('GET x', 9)
    pages.take([{ sku: 'a' }], 'two')
    expect(() => pages.take([{ sku: 'b' }], 'two')).toThrow('page 2 leads back to an earlier one')
  })
  it('may end with a page once more where a row that comes twice says nothing new', () => {
    const pages = new Pages('POST x', 9, { lastMayRepeat: true })
    pages.take([{ sku: 'a' }], 'two')
    expect(() => pages.take([{ sku: 'a' }], '')).not.toThrow()
    expect(() => pages.take([{ sku: 'a' }], 'three')).toThrow('page 3 repeats an earlier one')
  })
  it('must end', () => {
    const pages = new Pages('GET x', 2)
    pages.take([1], 'a')
    pages.take([2], 'b')
    expect(() => pages.take([3], 'c')).toThrow('the listing has not ended after 2 pages')
  })
})

describe('a foreign currency', () => {
  const exchange = exchangeOf('EUR', 'EUR=1.25, GBP=1.5')
  it('is worth what the settings say', () => expect(inUsd(2, 'EUR', exchange)).toBe(2.5))
  it('is worth nothing known where they do not', () => expect(inUsd(2, 'IDR', exchange)).toBeUndefined())
  it('is never needed for USD', () => expect(inUsd(2, 'USD', exchangeOf('USD', ''))).toBe(2))
})

describe('an error of the network', () => {
  it('is found behind what wraps it', () => {
    const error = new TypeError('fetch failed', { cause: new AggregateError([Object.assign(new Error('x'), { code: 'ECONNREFUSED' })]) })
    expect(networkFailure(error)).toMatchObject({ message: 'connection refused (ECONNREFUSED)', isPassing: true, isOfHost: true })
  })
  it('is told by its certificate where that is not trusted', () =>
    expect(networkFailure(Object.assign(new Error('x'), { code: 'DEPTH_ZERO_SELF_SIGNED_CERT' }))).toMatchObject({
      isPassing: false,
      isOfHost: true,
    }))
  it('is none where the program is at fault', () => expect(networkFailure(new TypeError('x is not a function'))).toBeUndefined())
})
