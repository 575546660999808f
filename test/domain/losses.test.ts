import { expect, it } from 'vitest'
import { survivableLosses } from '../../src/domain/losses.ts'
import { aCluster, anAgent, aProblem } from '../builders.ts'
import { aGroup, aPlan } from '../verify/plans.ts'

const berlin = aCluster({ id: 'berlin', provider: 'own', region: 'berlin' })
const problem = aProblem({
  clusters: [aCluster(), aCluster({ id: 'cork' }), berlin],
  agents: [anAgent({ replicas: 6 }), anAgent({ id: 'idle', replicas: 0 })],
})
const pods = (replicas: number) => [{ agent: 'support', replicas }]

it('each kind of loss takes the domain that holds most', () => {
  const groups = [
    aGroup({ zone: 'a', pods: pods(2) }),
    aGroup({ zone: 'a', cluster: 'cork' }),
    aGroup({ zone: 'b', cluster: 'cork', capacityType: 'spot' }),
    aGroup({ cluster: 'berlin', zone: 'a', count: 2 }),
  ]
  expect(survivableLosses(problem, aPlan(problem, groups)).get('support')).toEqual({
    node: { domain: 'dublin/m.xlarge/on-demand', lost: 2, left: 4 },
    zone: { domain: 'aws/eu-west-1/a', lost: 3, left: 3 },
    cluster: { domain: 'dublin', lost: 2, left: 4 },
    region: { domain: 'aws/eu-west-1', lost: 4, left: 2 },
    cloud: { domain: 'aws', lost: 4, left: 2 },
    spot: { domain: 'aws/eu-west-1', lost: 1, left: 5 },
  })
})

it('nodes of no known zone are lost with any zone of their cluster', () => {
  const groups = [aGroup({ zone: 'a' }), aGroup({ cluster: 'cork', count: 3 })]
  expect(survivableLosses(problem, aPlan(problem, groups)).get('support')?.zone).toEqual({ domain: 'aws/eu-west-1/a', lost: 4, left: 0 })
})

it('an agent that runs nowhere has nothing to lose', () => {
  expect(survivableLosses(problem, aPlan(problem, [])).get('idle')?.cloud).toEqual({ domain: undefined, lost: 0, left: 0 })
})
