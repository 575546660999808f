import { expect, it } from 'vitest'
import { unusedNames } from '../../src/fleet-config/unused-names.ts'

const configured = { clusters: [{ id: 'a' }], policies: { eu: {}, us: {} }, defaultPolicies: { desk: 'eu', dsk: 'us' } }
const found = (policyNames: string[], namespaces: string[]) =>
  unusedNames(configured, [{ policyNames }], namespaces).map(({ severity, subject }) => `${severity} ${subject}`)

it('tells policies that no agent has', () => {
  expect(found(['eu'], ['desk', 'dsk'])).toEqual(['note policy us'])
  expect(found(['eu', 'us'], ['desk', 'dsk'])).toEqual([])
})

it('warns of default policies for a namespace that is nowhere, unless no namespace could be read', () => {
  expect(found(['eu', 'us'], ['desk'])).toEqual(['warning namespace dsk'])
  expect(found(['eu', 'us'], [])).toEqual([])
})
