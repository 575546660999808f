import { describe, expect, it } from 'vitest'
import type { Agent, Problem } from '../../src/domain/problem.ts'
import { compareStrategies } from '../../src/jobs/compare-strategies.ts'
import type { Strategy } from '../../src/reports/findings.ts'
import { aCluster, anAgent, anOffer, aProblem, aSpotOffer } from '../builders.ts'
import { arrangement } from '../reports/a-night.ts'
import { firstFit } from './first-fit.ts'

/** Dublin at 1 USD/h a node, or 30 cents as spot; Berlin on another cloud at 2; a machine of the house in Bonn at 5, which is no cloud. */
const CLUSTERS = [
  aCluster({ offers: [anOffer(), aSpotOffer()] }),
  aCluster({ id: 'berlin', provider: 'gcp', region: 'europe-west10', tags: ['DE', 'EU'], offers: [anOffer({ usdPerHour: 2 })] }),
  aCluster({ id: 'bonn', provider: 'house', region: 'bonn', tags: ['DE', 'operator:EU'], offers: [anOffer({ usdPerHour: 5 })] }),
]

async function compared(agents: Agent[], part: Partial<Problem> = {}): Promise<Record<string, Strategy>> {
  const problem = aProblem({ clusters: CLUSTERS, agents, ...part })
  const best = await firstFit(problem)
  const today = arrangement(problem, {
    placements: agents.map(({ id, replicas }) => ({ agent: id, cluster: 'bonn', capacityType: 'on-demand' as const, replicas })),
    nodeGroups: agents.map(({ id, replicas }) => ({
      cluster: 'bonn',
      instanceType: 'm.xlarge',
      capacityType: 'on-demand' as const,
      count: 1,
      pods: [{ agent: id, replicas }],
    })),
    flows: [],
  })
  const night = { problem, today, brokenRules: [], best, recommended: best, staysToday: false, clouds: ['aws', 'azure', 'gcp'] }
  const strategies = await compareStrategies(night, firstFit, () => undefined)
  return Object.fromEntries(strategies.map((strategy) => [strategy.name, strategy]))
}

describe('the strategies compared', () => {
  it('are today, each cloud that the fleet stands in, all without and with spot, and the recommended plan', async () => {
    expect(Object.keys(await compared([anAgent()]))).toEqual([
      'today',
      'aws alone',
      'gcp alone',
      'all clouds, no spot',
      'all clouds, with spot',
      'recommended',
    ])
  })

  it('each has the cost of its own cheapest plan', async () => {
    const strategies = await compared([anAgent({ spot: { maxShare: 1 } })])
    const costs = Object.values(strategies).map(({ name, cost }) => [name, cost?.usdPerHour])
    expect(costs).toEqual([
      ['today', 5],
      ['aws alone', 0.3],
      ['gcp alone', 2],
      ['all clouds, no spot', 1],
      ['all clouds, with spot', 0.3],
      ['recommended', 0.3],
    ])
  })

  it('an agent that one cloud may not hold is left out there, and out of every cost that is compared', async () => {
    const sovereign = anAgent({ id: 'archive', placement: { anyTag: ['operator:EU'] } })
    const strategies = await compared([anAgent(), sovereign])
    expect(strategies['aws alone']).toMatchObject({ unplaceable: ['archive'], unplaceableIsMinimal: true, placedAgents: 1 })
    expect(strategies.recommended).toMatchObject({ unplaceable: [], cost: { usdPerHour: 6 }, comparableCost: { usdPerHour: 1 } })
    expect(strategies.today).toMatchObject({ cost: { usdPerHour: 10 }, comparableCost: { usdPerHour: 5 } })
  })

  it('a cap on tonight’s moves does not make a cloud impossible, and that is said', async () => {
    const current = [{ cluster: 'bonn', capacityType: 'on-demand' as const, replicas: 1 }]
    const agent = anAgent({ current, move: { maxReplicas: 1 } })
    const strategies = await compared([agent], { limits: { maxMovedReplicas: 1 } })
    expect(strategies['gcp alone']).toMatchObject({ status: 'optimal', notes: ['without the caps on moves and budget'] })
    expect(strategies['all clouds, with spot']?.notes).toEqual([])
  })

  it('losses count the agents that keep a replica', async () => {
    const { today } = await compared([anAgent({ replicas: 2 }), anAgent({ id: 'idle', replicas: 0 })])
    expect(today).toMatchObject({ placedAgents: 1, agentsThatRunOn: { node: 0, cloud: 0, spot: 1 } })
  })
})
