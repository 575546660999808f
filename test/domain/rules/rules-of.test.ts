import { describe, expect, it } from 'vitest'
import type { Problem } from '../../../src/domain/problem.ts'
import type { Rule } from '../../../src/domain/rules/rule.ts'
import { rulesOf } from '../../../src/domain/rules/rules-of.ts'
import { anAgent, anOffer } from '../../builders.ts'
import { dublin, problemOf, virginia } from '../../models/places.ts'

const ruleOf = (problem: Problem, kind: Rule['kind']): Rule => rulesOf(problem).find((rule) => rule.kind === kind)!
const amounts = ({ easing }: Rule, count = 3): number[] => Array.from({ length: count }, (_, steps) => easing!.amount(steps))

const agent = anAgent({
  replicas: 4,
  placement: { anyTag: ['EU'], noTag: ['CN'], clusters: ['dublin'] },
  latency: { maxMs: 20, msByCluster: { dublin: 90, virginia: 30 } },
  survive: [{ loss: 'zone', keep: 0.5 }],
  spread: { regions: 2 },
  spot: { maxShare: 0.5, onDemandBase: 2 },
  maxPerNode: 2,
  instanceTypes: ['m.xlarge'],
  move: { maxReplicas: 1 },
  current: [{ cluster: 'dublin', capacityType: 'on-demand', replicas: 4 }],
})
const problem = problemOf(
  agent,
  [dublin({ limits: { nodes: 3, vcpu: 9 } }), virginia({ offers: [anOffer({ maxNodes: 2, taints: ['gpu'] })] })],
  {
    quotas: [{ id: 'account', vcpu: 9 }],
    limits: { maxMovedReplicas: 5, usdPerHour: 7 },
  },
)

describe('what can be left out of a problem', () => {
  it('each rule is there once, the demand last', () => {
    expect(rulesOf(problem).map(({ kind }) => kind)).toEqual([
      'placement.anyTag',
      'placement.noTag',
      'placement.clusters',
      'latency',
      'survive.zone',
      'maxReplicas',
      'spread.regions',
      'maxPerNode',
      'instanceTypes',
      'arch',
      'tolerates',
      'spot',
      'moves',
      'limit',
      'limit',
      'quota',
      'maxNodes',
      'maxMovedReplicas',
      'budget',
      'demand',
    ])
  })

  it('without any of them nothing of what they asked for is left', () => {
    const bare = rulesOf(problem).reduce((rest, rule) => rule.leftOut(rest), problem)
    expect(rulesOf(bare).map(({ kind }) => kind)).toEqual([])
    expect(bare.clusters[0].limits).toEqual({})
    expect(bare.clusters[1].offers[0]).not.toHaveProperty('maxNodes')
  })

  it('what is reserved is told apart from the most nodes of other offers', () => {
    const reserved = problemOf(anAgent(), [dublin({ offers: [anOffer({ capacityType: 'reserved', maxNodes: 2 })] })])
    expect(rulesOf(reserved).map(({ kind }) => kind)).toContain('reserved')
    expect(ruleOf(reserved, 'reserved').item.detail).toBe('dublin has reserved only so many nodes: 2 m.xlarge reserved')
  })
})

describe('a rule gives way bit by bit', () => {
  it.each<[Rule['kind'], readonly number[]]>([
    ['latency', [20, 30, 90]],
    ['survive.zone', [2, 1, 0]],
    ['maxReplicas', [4, 5, 6]],
    ['spread.regions', [2, 1]],
    ['maxPerNode', [2, 3, 4]],
    ['spot', [2, 3, 4]],
    ['moves', [1, 2, 3]],
    ['quota', [9, 12, 16]],
    ['maxNodes', [2, 3, 4]],
    ['maxMovedReplicas', [5, 6, 7]],
    ['demand', [4, 3, 2]],
  ])('%s: %j', (kind, expected) => {
    expect(amounts(ruleOf(problem, kind), expected.length)).toEqual(expected)
  })

  it('so that the problem says what the amount says', () => {
    const eased = (kind: Rule['kind'], steps: number) => ruleOf(problem, kind).easing!.by(problem, steps)
    expect(eased('spot', 1).agents[0].spot).toEqual({ maxShare: 0.75, onDemandBase: 1 })
    expect(eased('survive.zone', 1).agents[0].survive).toEqual([{ loss: 'zone', keep: 0.25 }])
    expect(eased('demand', 1).agents[0]).toMatchObject({ replicas: 3, maxReplicas: 4 })
    expect(eased('quota', 1).quotas).toEqual([{ id: 'account', vcpu: 12 }])
    expect(eased('limit', 2).clusters[0].limits).toEqual({ nodes: 5, vcpu: 9 })
  })
})
