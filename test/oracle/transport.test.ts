import { expect, it } from 'vitest'
import { cheapestTransport } from './transport.ts'

it('what was carried first goes another way where that makes room for more', () => {
  const price = [
    [0, 1],
    [0, 10],
  ]
  expect(cheapestTransport({ supplies: [1, 1], capacities: [1, 1], price, amount: 2 })).toEqual({
    cost: 1,
    carried: [
      [0, 1],
      [1, 0],
    ],
  })
})

it('where there is more than is needed, the cheapest part is carried', () => {
  expect(cheapestTransport({ supplies: [2, 3], capacities: [9], price: [[0.5], [0.25]], amount: 4 }).cost).toBe(3 * 0.25 + 0.5)
})

it('what cannot be carried is an error', () => {
  expect(() => cheapestTransport({ supplies: [1], capacities: [1], price: [[1]], amount: 2 })).toThrow('1 of 2 cannot be carried')
})
