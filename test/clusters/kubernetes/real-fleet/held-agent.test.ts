import { describe, expect, it } from 'vitest'
import { heldAgent } from '../../../../src/clusters/kubernetes/real-fleet/held-agent.ts'
import type { AgentDeployment } from '../../../../src/domain/agent-deployment.ts'
import type { FleetAgent, FleetCluster } from '../../../../src/domain/fleet.ts'
import type { Policy } from '../../../../src/domain/policy.ts'
import { aFleetAgent, aFleetCluster } from '../../../builders.ts'

const deployment = (cluster: string): AgentDeployment => ({
  ...{ cluster, namespace: 'desk', name: 'support', capacityType: 'on-demand', isBound: false },
  ...{ replicas: 2, readyReplicas: 2, owner: { kind: 'none' }, control: 'replicas' },
})

const cluster = (id: string, provider: string, replicas: number): FleetCluster =>
  aFleetCluster({
    ...{ id, provider, region: `${id}-1` },
    nodes: [{ cluster: id, instanceType: 'm.xlarge', capacityType: 'on-demand', count: 1, pods: [{ agent: 'support', replicas }] }],
  })

/** `support` with so many replicas in Dublin (AWS, silent) and Amsterdam (Azure), and a Deployment in each. */
function held(standing: { dublin: number; amsterdam: number }, part: Partial<FleetAgent> = {}, silent = ['dublin']): FleetAgent {
  const clusters = [cluster('dublin', 'aws', standing.dublin), cluster('amsterdam', 'azure', standing.amsterdam)]
  const demand = { replicas: standing.dublin + standing.amsterdam }
  const agent = aFleetAgent({ demand, deployments: [deployment('dublin'), deployment('amsterdam')], ...part })
  return heldAgent(agent, clusters, new Set(silent))
}
const survives = (keep: number): Policy => ({ survive: [{ loss: 'cloud', keep }] })

describe('an agent of which replicas stand in a cluster that does not answer', () => {
  it('is what it was where all clusters answer', () => {
    const agent = held({ dublin: 2, amsterdam: 2 }, {}, [])
    expect(agent.policy).toEqual({})
    expect(agent.demand).toEqual({ replicas: 4 })
  })

  it('is not shrunk, whatever is wanted of it: by number or by load', () => {
    expect(held({ dublin: 2, amsterdam: 2 }, { demand: { replicas: 1 } }).demand).toEqual({ replicas: 4 })
    expect(held({ dublin: 2, amsterdam: 2 }, { demand: { replicas: 7 } }).demand).toEqual({ replicas: 7 })
    const load = { load: 1, perReplica: 1, unit: 'requests/s' }
    expect(held({ dublin: 2, amsterdam: 2 }, { demand: load }).demand).toEqual({ ...load, minReplicas: 4 })
  })

  it('keeps its requests', () => {
    const rightSizing = { cpu: { percentile: 'p95' as const, headroom: 0.1 } }
    expect(held({ dublin: 2, amsterdam: 2 }, { policy: { rightSizing } }).policy.rightSizing).toEqual({ ...rightSizing, mode: 'recommend' })
  })

  it('moves as many replicas as must survive elsewhere, and no more', () => {
    expect(held({ dublin: 4, amsterdam: 2 }, { policy: survives(0.5) }).policy.move).toEqual({ maxReplicas: 1 })
    expect(held({ dublin: 3, amsterdam: 3 }, { policy: survives(0.5) }).policy.move).toBeUndefined()
  })

  it('moves no more than its owner allows', () => {
    const move = { maxReplicas: 1, usdPerReplica: 2 }
    expect(held({ dublin: 6, amsterdam: 0 }, { policy: { ...survives(0.5), move } }).policy.move).toEqual(move)
  })

  it('stays as it stands where it cannot survive without that cluster, and says why', () => {
    const agent = held({ dublin: 2, amsterdam: 4 }, { policy: survives(0.5) })
    expect(agent).toMatchObject({ demand: { replicas: 6 }, policy: { pin: 'today' } })
    expect(agent.policy.survive).toBeUndefined()
    expect(agent.pinnedBecause).toEqual(['survive cloud, keep 0.5: that cannot be kept while dublin does not answer'])
  })

  it('stays as it stands where it has a Deployment nowhere else', () => {
    const agent = held({ dublin: 2, amsterdam: 0 }, { deployments: [deployment('dublin')], demand: { replicas: 5 } })
    expect(agent).toMatchObject({ demand: { replicas: 2 }, policy: { pin: 'today' } })
  })

  it('is left to its pause and its own pins', () => {
    expect(held({ dublin: 2, amsterdam: 0 }, { isPaused: true, demand: { replicas: 1 } }).demand).toEqual({ replicas: 1 })
  })
})

it('an agent of which none stands in a cluster that does not answer does not come there', () => {
  expect(held({ dublin: 0, amsterdam: 2 }).policy.placement).toEqual({ clusters: ['amsterdam'] })
  const policy = { placement: { anyTag: ['EU'], clusters: ['dublin', 'amsterdam'] } }
  expect(held({ dublin: 0, amsterdam: 2 }, { policy }).policy.placement).toEqual({ anyTag: ['EU'], clusters: ['amsterdam'] })
})

it('an agent that must be spread over more clusters than answer, or hold it, stays as it stands', () => {
  expect(held({ dublin: 0, amsterdam: 2 }, { policy: { spread: { clouds: 2 } } }).pinnedBecause).toEqual([
    'spread over 2 clouds: that cannot be kept while dublin does not answer',
  ])
  expect(held({ dublin: 1, amsterdam: 1 }, { policy: { spread: { clouds: 2 } } }).pinnedBecause).toBeUndefined()
})
