import { expect, test } from 'vitest'
import type { Commitment } from '../../src/domain/commitment.ts'
import { commitmentUse } from '../../src/domain/commitment-use.ts'
import { aCluster, aCommitment, aProblem } from '../builders.ts'

const problem = aProblem({ clusters: [aCluster(), aCluster({ id: 'cork' }), aCluster({ id: 'virginia', region: 'us-east-1' })] })
const reserved = (cluster: string, count: number, capacityType: 'reserved' | 'on-demand' = 'reserved') => ({
  cluster,
  instanceType: 'm.xlarge',
  capacityType,
  count,
})
const used = (commitments: Commitment[], ...groups: ReturnType<typeof reserved>[]) =>
  commitmentUse(commitments, problem, groups, []).map((use) => use.used)

test('reserved nodes in all clusters of its place use a commitment; on-demand ones and those elsewhere do not', () => {
  expect(used([aCommitment({ count: 5 })], reserved('dublin', 1), reserved('cork', 2), reserved('dublin', 1, 'on-demand'))).toEqual([3])
  expect(used([aCommitment({ count: 5 })], reserved('virginia', 2))).toEqual([0])
  expect(used([aCommitment({ count: 5, region: 'all' })], reserved('virginia', 2), reserved('dublin', 1))).toEqual([3])
})

test('of two commitments that cannot be told apart the first is used first', () => {
  const two = [aCommitment({ count: 2 }), aCommitment({ count: 2, termEnds: '2098-01-01' })]
  expect(used(two, reserved('dublin', 3))).toEqual([2, 1])
})

test('what is payable whatever runs is payable for nothing where it is not used', () => {
  const [use] = commitmentUse([aCommitment({ count: 4 })], problem, [reserved('dublin', 1)], [reserved('cork', 3)])
  expect(use).toMatchObject({ used: 1, usedToday: 3, payableUsdPerHour: 2, unusedUsdPerHour: 1.5 })
})

test('what is payable while a node runs is never payable for nothing', () => {
  const [use] = commitmentUse([aCommitment({ count: 4, payable: 'while running' })], problem, [reserved('dublin', 1)], [])
  expect(use).toMatchObject({ used: 1, payableUsdPerHour: 0.5, unusedUsdPerHour: 0 })
})
