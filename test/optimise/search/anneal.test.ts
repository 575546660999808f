import { expect, it } from 'vitest'
import { anneal, type Layout } from '../../../src/optimise/search/anneal.ts'
import { guess } from '../../../src/optimise/search/guide.ts'
import { anAgent, aProblem } from '../../builders.ts'
import { spaceOf } from './spaces.ts'

it('a first placement that nothing beats is told like any better one', () => {
  const space = spaceOf(aProblem({ agents: [anAgent({ replicas: 1 })] }))
  const told: Layout[] = []
  const best = anneal(space, {
    guide: guess(space),
    seed: 1,
    rounds: 50,
    elapsed: () => 0,
    guidedShare: 0.5,
    onBest: (layout) => told.push(layout),
  })
  expect(told).toEqual([best])
  expect(best).toMatchObject({ unplaced: 0, usdPerHour: 1 })
})
