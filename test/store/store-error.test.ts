import { expect, it } from 'vitest'
import { asStoreError, StoreError } from '../../src/store/store-error.ts'

const ofDatabase = (code: string, message: string) => Object.assign(new Error(message), { code })

it('a full disk of the database is told with what to do, and is no defect', () => {
  const told = asStoreError(ofDatabase('53100', 'could not extend file: No space left on device'))
  expect(told).toBeInstanceOf(StoreError)
  expect((told as Error).message).toBe(
    "the store refused (53100): could not extend file: No space left on device; make room on the database's disk, or give it more memory or connections, and run it again",
  )
})

it.each([ofDatabase('42P01', 'relation "x" does not exist'), ofDatabase('ECONNRESET', 'reset'), new TypeError('a defect'), 'text'])(
  'what is no trouble of the database stays what it is: %s',
  (error) => expect(asStoreError(error)).toBe(error),
)
