import { describe, expect, it } from 'vitest'
import type { AgentDeployment } from '../../src/domain/agent-deployment.ts'
import { type Agent, accepts, mayStandIn, type Problem } from '../../src/domain/problem.ts'
import { withinDeployments } from '../../src/problem/deployments.ts'
import { aCluster, aFleetAgent, anAgent, anOffer, aSpotOffer } from '../builders.ts'

const clusters = ['dublin', 'virginia', 'amsterdam'].map((id) => aCluster({ id, offers: [anOffer(), aSpotOffer()] }))
const deployment = (cluster: string, part: Partial<AgentDeployment> = {}): AgentDeployment => ({
  cluster,
  namespace: 'desk',
  name: 'support',
  capacityType: 'on-demand',
  isBound: true,
  replicas: 1,
  readyReplicas: 1,
  owner: { kind: 'none' },
  control: 'replicas',
  ...part,
})
const onSpot = { capacityType: 'spot' as const }

/** Where a problem's agent may stand: `dublin on-demand`. */
const places = ({ clusters: all, agents }: Pick<Problem, 'clusters' | 'agents'>, id: string): string[] => {
  const agent = agents.find((one) => one.id === id)!
  return all
    .filter((cluster) => mayStandIn(agent, cluster))
    .flatMap((cluster) =>
      cluster.offers.filter((offer) => accepts(agent, offer)).map(({ capacityType }) => `${cluster.id} ${capacityType}`),
    )
}
const stated = (deployments: AgentDeployment[] | undefined, agent: Partial<Agent> = {}, part = {}) =>
  withinDeployments(
    { clusters, agents: [anAgent({ id: 'support', spot: { maxShare: 1 }, ...agent }), anAgent({ id: 'chat' })] },
    { agents: [aFleetAgent({ id: 'support', ...(deployments && { deployments }), ...part }), aFleetAgent({ id: 'chat' })] },
  )

describe('an agent may stand', () => {
  it('anywhere where nothing real stands behind it', () => {
    expect(places(stated(undefined), 'support')).toHaveLength(6)
  })

  it('only in clusters where it has a Deployment', () => {
    const problem = stated([deployment('dublin', { isBound: false })])
    expect(places(problem, 'support')).toEqual(['dublin on-demand', 'dublin spot'])
    expect(problem.agents[0]!.placement).toEqual({ clusters: ['dublin'] })
  })

  it('of those, only in clusters that its policy names', () => {
    const both = [deployment('dublin', { isBound: false }), deployment('virginia', { isBound: false })]
    expect(places(stated(both, { placement: { clusters: ['virginia', 'amsterdam'] } }), 'support')).toEqual([
      'virginia on-demand',
      'virginia spot',
    ])
  })

  it('only on what its Deployment there is for, and others as before', () => {
    const problem = stated([deployment('dublin'), deployment('virginia', onSpot), deployment('amsterdam'), deployment('amsterdam', onSpot)])
    expect(places(problem, 'support')).toEqual(['dublin on-demand', 'virginia spot', 'amsterdam on-demand', 'amsterdam spot'])
    expect(places(problem, 'chat')).toHaveLength(6)
  })

  it('without a word of spot where its policy allows none', () => {
    const problem = stated([deployment('dublin')], { spot: { maxShare: 0 } })
    expect(problem.clusters).toEqual(clusters)
  })

  it('where it stands, when it stays as it stands', () => {
    const current = [{ cluster: 'dublin', capacityType: 'spot' as const, replicas: 1 }]
    const problem = stated([deployment('dublin')], { current }, { pinnedBecause: ['its pods hold volumes'] })
    expect(places(problem, 'support')).toEqual(['dublin on-demand', 'dublin spot'])
  })
})
