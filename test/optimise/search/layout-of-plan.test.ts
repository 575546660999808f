import { describe, expect, it } from 'vitest'
import { draftOf, draftUnder } from '../../../src/optimise/plan-of.ts'
import { anneal } from '../../../src/optimise/search/anneal.ts'
import { guess } from '../../../src/optimise/search/guide.ts'
import { layoutOfPlan } from '../../../src/optimise/search/layout-of-plan.ts'
import { anAgent, aProblem } from '../../builders.ts'
import { dublin, iowa } from '../../models/places.ts'
import { aPlan } from '../../verify/plans.ts'
import { largeProblem } from '../large-problem.ts'
import { spaceOf } from './spaces.ts'

const problem = aProblem({ clusters: [dublin(), iowa()], agents: [anAgent({ replicas: 6 }), anAgent({ id: 'batch', replicas: 1 })] })
const node = { cluster: 'iowa', instanceType: 'm.xlarge', capacityType: 'on-demand' } as const
const plan = aPlan(problem, [
  { ...node, count: 2, pods: [{ agent: 'support', replicas: 3 }] },
  { ...node, count: 1, pods: [{ agent: 'batch', replicas: 1 }] },
])

describe('a plan as the search knows it', () => {
  it('is its nodes one by one, and what is to run', () => {
    const { nodes, target } = layoutOfPlan(spaceOf(problem), plan)
    expect(nodes.map(({ agents, counts }) => [agents, counts])).toEqual([
      [[0], [3]],
      [[0], [3]],
      [[1], [1]],
    ])
    expect([...target]).toEqual([6, 1])
  })

  it('leaves out nodes and agents that are not there', () => {
    const changed = { ...problem, agents: [anAgent({ id: 'batch', replicas: 1 })] }
    expect(layoutOfPlan(spaceOf(changed), plan).nodes.flatMap(({ counts }) => counts)).toEqual([1])
    expect(layoutOfPlan(spaceOf({ ...problem, clusters: [dublin()] }), plan).nodes).toEqual([])
  })
})

it('a search that starts from a plan of another problem keeps the rules of its own', () => {
  const strict = { ...problem, agents: [anAgent({ replicas: 6, maxPerNode: 2 }), anAgent({ id: 'batch', replicas: 1 })] }
  const space = spaceOf(strict)
  const layout = anneal(space, {
    guide: guess(space),
    seed: 1,
    rounds: 50,
    elapsed: () => 0,
    guidedShare: 0,
    start: layoutOfPlan(space, plan),
  })
  expect(layout.unplaced).toBe(0)
  expect(Math.max(...layout.nodes.flatMap(({ agents, counts }) => counts.filter((_, i) => agents[i] === 0)))).toBeLessThanOrEqual(2)
})

it('a search that starts from its own plan is never dearer', () => {
  const large = largeProblem(15)
  const space = spaceOf(large)
  const found = anneal(space, { guide: guess(space), seed: 1, rounds: 3_000, elapsed: () => 0, guidedShare: 0 })
  const draft = draftOf(large, space, found)
  const again = anneal(space, {
    guide: guess(space),
    seed: 2,
    rounds: 10,
    elapsed: () => 0,
    guidedShare: 0,
    start: layoutOfPlan(space, draft),
  })
  expect(again.usdPerHour).toBeLessThanOrEqual(found.usdPerHour + 1e-9)
})

describe('a plan under another problem', () => {
  it('costs what it costs there', () => {
    const dearer = { ...problem, clusters: [dublin(), iowa({ offers: [{ ...iowa().offers[0], usdPerHour: 7 }] })] }
    expect(draftUnder(dearer, plan)!.usdPerHour.nodes).toBeCloseTo(21, 9)
  })

  it('is none where one of its nodes or agents is not there', () => {
    expect(draftUnder({ ...problem, clusters: [dublin()] }, plan)).toBeUndefined()
    expect(draftUnder({ ...problem, agents: [anAgent({ replicas: 6 })] }, plan)).toBeUndefined()
  })
})
