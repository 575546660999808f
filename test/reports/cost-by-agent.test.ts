import { describe, expect, it } from 'vitest'
import { costByAgent, EMPTY_NODES } from '../../src/reports/agent-costs.ts'
import { costByAgentReport } from '../../src/reports/cost-by-agent.ts'
import { APART, aNight, arrangement, TOGETHER, TWO_CLOUDS } from './a-night.ts'

const sum = (costs: ReturnType<typeof costByAgent>) =>
  [...costs.values()].reduce((total, { nodes, egress, interruption, moves }) => total + nodes + egress + interruption + moves, 0)

describe('cost by agent', () => {
  it('two pods of a quarter of the node and one of a half pay a half each', () => {
    const costs = costByAgent(TWO_CLOUDS, TOGETHER)
    expect(costs.get('support')?.nodes).toBeCloseTo(1)
    expect(costs.get('retriever')?.nodes).toBeCloseTo(1)
  })

  it('egress is paid by the sender, a restart by those who restart, a start by those on the new node', () => {
    expect({ ...costByAgent(TWO_CLOUDS, APART).get('support') }).toEqual({ nodes: 0.3, egress: 0.5, interruption: 0.1, moves: 0.5 })
    expect(costByAgent(TWO_CLOUDS, APART).get('retriever')).toMatchObject({ nodes: 2, egress: 0, interruption: 0, moves: 0 })
  })

  it('what the agents pay sums to what the plan costs', () => {
    for (const each of [APART, TOGETHER]) expect(sum(costByAgent(TWO_CLOUDS, each))).toBeCloseTo(each.usdPerHour.total, 9)
  })

  it('nodes without pods are nobody’s, and are counted all the same', () => {
    const idle = arrangement(TWO_CLOUDS, {
      placements: [],
      flows: [],
      nodeGroups: [{ cluster: 'berlin', instanceType: 'm.xlarge', capacityType: 'on-demand', count: 3, pods: [] }],
    })
    expect(costByAgent(TWO_CLOUDS, idle).get(EMPTY_NODES)?.nodes).toBe(6)
  })

  it('a node whose price is not known is an error, never free', () => {
    const unknown = { ...TOGETHER, nodeGroups: TOGETHER.nodeGroups.map((group) => ({ ...group, instanceType: 'm.unheard' })) }
    expect(() => costByAgent(TWO_CLOUDS, unknown)).toThrow(/berlin has no offer of m\.unheard on-demand: its price is unknown/)
  })

  it('a row tells an agent’s cost after and today, today without one-off costs', () => {
    const [support] = costByAgentReport.rows(aNight())
    expect(support).toMatchObject({
      agent: 'support',
      replicas: 2,
      usdPerHour: 1,
      usdPerMonth: 730,
      todayReplicas: 2,
      todayUsdPerHour: expect.closeTo(0.9),
    })
  })
})
