import { describe, expect, it } from 'vitest'
import { mergedPolicy } from '../../src/domain/policies/merge-policies.ts'
import type { Policy } from '../../src/domain/policy.ts'
import { mistakesIn, read } from './fleet-texts.ts'

const merged = (policies: Record<string, Policy>, own: Policy = {}) =>
  mergedPolicy(
    Object.entries(policies).map(([name, policy]) => ({ name, policy })),
    own,
    'agents[0].policies',
  )

describe('several policies', () => {
  it('hold together', () => {
    expect(merged({ eu: { placement: { anyTag: ['EU'] } }, batch: { spot: { maxShare: 1 }, restartUsd: 0.01 } }).policy).toEqual({
      placement: { anyTag: ['EU'] },
      spot: { maxShare: 1 },
      restartUsd: 0.01,
    })
  })

  it('forbid what either forbids, and survive what either survives', () => {
    const { policy, issues } = merged({
      one: { placement: { noTag: ['US'] }, survive: [{ loss: 'cloud', keep: 0.5 }] },
      other: {
        placement: { noTag: ['operator:US'] },
        survive: [
          { loss: 'cloud', keep: 0.7 },
          { loss: 'node', keep: 0.9 },
        ],
      },
    })
    expect(issues).toEqual([])
    expect(policy.placement).toEqual({ noTag: ['US', 'operator:US'] })
    expect(policy.survive).toEqual([
      { loss: 'cloud', keep: 0.7 },
      { loss: 'node', keep: 0.9 },
    ])
  })

  it('that demand different things are a conflict, told with both names', () => {
    expect(merged({ cautious: { spot: { maxShare: 0 } }, batch: { spot: { maxShare: 1 } } }).issues).toEqual([
      {
        path: 'agents[0].policies',
        message: 'policies cautious and batch disagree on spot.maxShare: 0 and 1',
        remedy: "name only one of them, or decide it under the agent's own `policy`",
      },
    ])
  })

  it("that disagree are decided by the agent's own policy", () => {
    const { policy, issues } = merged(
      { cautious: { spot: { maxShare: 0 } }, batch: { spot: { maxShare: 1 } } },
      { spot: { maxShare: 0.5 } },
    )
    expect(issues).toEqual([])
    expect(policy.spot).toEqual({ maxShare: 0.5 })
  })

  it('that say the same are no conflict', () => {
    expect(merged({ one: { maxPerNode: 2 }, other: { maxPerNode: 2 } })).toEqual({ policy: { maxPerNode: 2 }, issues: [] })
  })
})

describe('in a fleet file', () => {
  it("an agent's own rule changes only that rule of its policy", () => {
    const fleet = read((d) => {
      d.policies.batch = { spot: { maxShare: 1, onDemandBase: 1 }, restartUsd: 0.01 }
      d.agents[0].policies = 'batch'
      d.agents[0].policy = { spot: { maxShare: 0.5 } }
    })
    expect(fleet.agents[0]).toMatchObject({
      policyNames: ['batch'],
      policy: { spot: { maxShare: 0.5, onDemandBase: 1 }, restartUsd: 0.01 },
    })
  })

  it('a conflict of policies is a mistake of the agent that names both', () => {
    const mistakes = mistakesIn((d) => {
      d.policies['us-only'] = { placement: { anyTag: ['US'] } }
      d.agents[0].policies = ['eu-only', 'us-only']
    })
    expect(mistakes).toEqual([
      'agents[0].policies: policies eu-only and us-only disagree on placement.anyTag: ["EU"] and ["US"] (name only one of them, or decide it under the agent\'s own `policy`)',
    ])
  })
})
