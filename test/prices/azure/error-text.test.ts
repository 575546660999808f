import { expect, it } from 'vitest'
import { azureErrorText } from '../../../src/prices/azure/error-text.ts'

it.each([
  [{ Error: { Code: 'BadRequest', Message: 'Invalid OData parameters supplied' } }, 'BadRequest: Invalid OData parameters supplied'],
  [{ error: { code: 'AuthorizationFailed', message: 'The client\n has no\tright.' } }, 'AuthorizationFailed: The client has no right.'],
  [{ Message: 'Invalid query specified. ' }, 'Invalid query specified.'],
  [{ code: 'DisallowedProvider', message: '' }, 'DisallowedProvider'],
  [{ error: 'invalid_client' }, undefined],
  [{ Items: [] }, undefined],
  [[], undefined],
  [null, undefined],
  ['no JSON', undefined],
])('of %j it tells %s', (body, text) => {
  expect(azureErrorText(body)).toBe(text)
})

it('cuts a text that is too long for one line', () => {
  expect(azureErrorText({ message: 'x'.repeat(1000) })).toBe(`${'x'.repeat(300)}…`)
})
