import { describe, expect, it } from 'vitest'
import { putBack } from '../../../src/plan/preferences/put-back.ts'
import { restated } from '../../../src/plan/preferences/restate.ts'
import { verifyPlan } from '../../../src/verify/verify.ts'
import { inDublin, places, standing, twoPlaces } from './two-places.ts'

describe('an agent put back to today', () => {
  const prices = { support: [1, 0.5], archive: [1, 0.5] } as const

  it('stands where it stood, others where the plan has them, and the plan holds', () => {
    const problem = twoPlaces(prices, [inDublin('support', 2), inDublin('archive', 1)])
    const back = putBack(problem, standing(problem, { support: [0, 2], archive: [0, 1] }), 'support')!
    expect(places(back)).toEqual({ 'support in dublin': 2, 'archive in berlin': 1 })
    expect(verifyPlan(problem, restated(problem, back)).violations).toEqual([])
  })

  it('runs as many as the plan: what demand adds stays where the plan has it, what it takes is gone', () => {
    const current = [{ cluster: 'dublin', capacityType: 'on-demand' as const, replicas: 2 }]
    const grown = twoPlaces(prices, [inDublin('support', 3, { current })])
    expect(places(putBack(grown, standing(grown, { support: [0, 3] }), 'support')!)).toEqual({
      'support in dublin': 2,
      'support in berlin': 1,
    })
    const shrunk = twoPlaces(prices, [inDublin('support', 1, { current })])
    expect(places(putBack(shrunk, standing(shrunk, { support: [0, 1] }), 'support')!)).toEqual({ 'support in dublin': 1 })
  })

  it('takes room on nodes that are there before it starts any', () => {
    const small = (id: string) => inDublin(id, 1, { requests: { cpu: 2, memoryGiB: 4 }, instanceTypes: ['node'] })
    const problem = twoPlaces({ node: [1, 1] }, [small('support'), small('archive')])
    const at = (cluster: string, agent: string) => ({
      cluster,
      instanceType: 'node',
      capacityType: 'on-demand' as const,
      count: 1,
      pods: [{ agent, replicas: 1 }],
    })
    const placements = [
      { agent: 'support', cluster: 'berlin', capacityType: 'on-demand' as const, replicas: 1 },
      { agent: 'archive', cluster: 'dublin', capacityType: 'on-demand' as const, replicas: 1 },
    ]
    const back = putBack(problem, { placements, nodeGroups: [at('berlin', 'support'), at('dublin', 'archive')], flows: [] }, 'support')!
    expect(back.nodeGroups).toMatchObject([{ cluster: 'dublin', count: 1, pods: [{ agent: 'archive' }, { agent: 'support' }] }])
  })

  it('is nowhere to be put where today’s place has no machine for it any more', () => {
    const problem = twoPlaces(prices, [inDublin('support', 1)])
    const closed = { ...problem, clusters: [{ ...problem.clusters[0]!, offers: [] }, problem.clusters[1]!] }
    expect(putBack(closed, standing(problem, { support: [0, 1] }), 'support')).toBeUndefined()
  })
})
