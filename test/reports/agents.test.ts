import { describe, expect, it } from 'vitest'
import type { Agent, Problem } from '../../src/domain/problem.ts'
import { agentsReport } from '../../src/reports/agents.ts'
import { aCluster, anAgent, anOffer, aProblem } from '../builders.ts'
import { aNight, arrangement, asPlan } from './a-night.ts'

/** Six replicas: four in Dublin on AWS, two in Berlin on GCP, two to a node. */
function told(rules: Partial<Agent>): Record<string, string> {
  const problem: Problem = aProblem({
    clusters: [aCluster(), aCluster({ id: 'berlin', provider: 'gcp', region: 'europe-west10', tags: ['DE', 'EU'], offers: [anOffer()] })],
    agents: [anAgent({ replicas: 6, ...rules })],
  })
  const plan = arrangement(problem, {
    placements: [
      { agent: 'support', cluster: 'dublin', capacityType: 'on-demand', replicas: 4 },
      { agent: 'support', cluster: 'berlin', capacityType: 'on-demand', replicas: 2 },
    ],
    nodeGroups: [
      {
        cluster: 'dublin',
        instanceType: 'm.xlarge',
        capacityType: 'on-demand',
        count: 2,
        zone: 'a',
        pods: [{ agent: 'support', replicas: 2 }],
      },
      { cluster: 'berlin', instanceType: 'm.xlarge', capacityType: 'on-demand', count: 1, pods: [{ agent: 'support', replicas: 2 }] },
    ],
    flows: [],
  })
  const rows = agentsReport.rows(aNight({ problem, today: plan, plan: asPlan(plan) }))
  return Object.fromEntries(rows.map(({ rule, kept, why }) => [rule, `${kept}: ${why}`]))
}

describe('where an agent runs and why that keeps its rules', () => {
  it('an agent without rules of its own still has its demand, and no spot', () => {
    expect(told({})).toEqual({ demand: 'yes: 6 run, 6 wanted', 'no spot': 'yes: all 6 on demand' })
  })

  it('survival names the worst loss and how many stay', () => {
    const rule = 'survives the loss of any cloud'
    expect(told({ survive: [{ loss: 'cloud', keep: 0.3 }] })[rule]).toBe('yes: 2 of 6 stay without aws, 2 wanted')
    expect(told({ survive: [{ loss: 'cloud', keep: 0.5 }] })[rule]).toBe('no: 2 of 6 stay without aws, 3 wanted')
  })

  it('the loss of a zone takes the nodes that stand in it', () => {
    expect(told({ survive: [{ loss: 'zone', keep: 0.3 }] })['survives the loss of any zone']).toBe(
      'yes: 2 of 6 stay without aws/eu-west-1/a, 2 wanted',
    )
  })

  it('without spot the loss of all spot takes nothing', () => {
    expect(told({ survive: [{ loss: 'spot', keep: 1 }] })['survives the loss of all spot of a region']).toBe('yes: all 6 stay, 6 wanted')
  })

  it('jurisdiction names the tags that each cluster bears', () => {
    expect(told({ placement: { anyTag: ['IE', 'DE'] } })['only in IE or DE']).toBe('yes: dublin is IE; berlin is DE')
    expect(told({ placement: { anyTag: ['IE'] } })['only in IE']).toBe('no: dublin is IE; berlin is none of these')
    expect(told({ placement: { noTag: ['US'] } })['never in US']).toBe('yes: dublin is IE, EU; berlin is DE, EU')
    expect(told({ placement: { noTag: ['DE'] } })['never in DE']).toBe('no: berlin is DE, EU')
  })

  it('a list of clusters names those outside it', () => {
    expect(told({ placement: { clusters: ['dublin'] } })['only in the clusters dublin']).toBe('no: berlin is not among them')
  })

  it('latency tells the milliseconds of each cluster, and which are not known', () => {
    const rule = 'within 80 ms'
    expect(told({ latency: { maxMs: 80, msByCluster: { dublin: 12.34, berlin: 31 } } })[rule]).toBe(
      'yes: 12.3 ms to dublin, 31 ms to berlin',
    )
    expect(told({ latency: { maxMs: 80, msByCluster: { dublin: 12 } } })[rule]).toBe('no: 12 ms to dublin, berlin has no known latency')
  })

  it('spread tells how many are held, and never asks for more than there are replicas', () => {
    expect(told({ spread: { clouds: 2 } })['in at least 2 clouds']).toBe('yes: in 2: aws, gcp')
    expect(told({ spread: { clouds: 3 } })['in at least 3 clouds']).toBe('no: in 2: aws, gcp')
  })

  it('spot tells what is allowed and what is on demand', () => {
    expect(told({ spot: { maxShare: 0.6, onDemandBase: 2 } })['at most 60 % on spot, 2 on demand']).toBe(
      'yes: 0 of 6 on spot, 3 allowed; 6 on demand',
    )
    expect(told({ spot: { maxShare: 0.6, onDemandBase: 9 } })['at most 60 % on spot, 6 on demand']).toMatch(/^yes/)
  })

  it('moves count what grows somewhere though the agent does not', () => {
    const current = [{ cluster: 'dublin', capacityType: 'on-demand' as const, replicas: 6 }]
    expect(told({ current, move: { maxReplicas: 2 } })['at most 2 moved at once']).toBe('yes: 2 moved')
    expect(told({ current, move: { maxReplicas: 1 } })['at most 1 moved at once']).toBe('no: 2 moved')
  })

  it('machines are told where not any will do, and how many share a node', () => {
    expect(told({ instanceTypes: ['m.xlarge'] })['machine m.xlarge']).toBe('yes: m.xlarge (amd64)')
    expect(told({ instanceTypes: ['m.large'] })['machine m.large']).toBe('no: m.xlarge (amd64)')
    expect(told({ maxPerNode: 2 })['at most 2 on a node']).toBe('yes: 2 on the fullest')
  })

  it('an agent of which none is wanted has a row that says so', () => {
    const problem = aProblem({ agents: [anAgent({ replicas: 0 })] })
    const none = arrangement(problem, { placements: [], nodeGroups: [], flows: [] })
    expect(agentsReport.rows(aNight({ problem, today: none, plan: asPlan(none) }))).toEqual([
      { agent: 'support', runsIn: '', rule: 'demand', kept: 'yes', why: 'none wanted, none runs' },
    ])
  })
})
