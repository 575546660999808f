import { describe, expect, it } from 'vitest'
import { fitToShow } from '../../src/prices/fit-to-show.ts'

describe('what a server says is shown', () => {
  it.each([
    ['InvalidAuthenticationToken: The access token has expired'],
    ['HTTP 403 (not allowed): the key of the account is not enabled'],
  ])('as it is where it is plain: %s', (text) => expect(fitToShow(text)).toBe(text))

  it.each([
    ['API key not valid: AIzaSyA-0123456789', 'API key not valid: …'],
    ['token=abcdefghijklmnop rejected', 'token=… rejected'],
    ['Bearer eyJhbGciOi.eyJzdWIi.sig is bad', 'Bearer … is bad'],
    ['no such id AKIAIOSFODNN7EXAMPLE', 'no such id …'],
    ['see /RateCard?sig=a%2Bbcdefghijkl', 'see /RateCard?sig=…'],
  ])('without its secrets: %s', (text, shown) => expect(fitToShow(text)).toBe(shown))

  it('without escapes that would colour or steer a terminal', () =>
    expect(fitToShow('bad \u001b[31mRED\u001b[0m\u0007 filter\r\nnext')).toBe('bad RED filter next'))

  it('and not for ever', () => expect(fitToShow('x'.repeat(9000))).toHaveLength(4000))
})
