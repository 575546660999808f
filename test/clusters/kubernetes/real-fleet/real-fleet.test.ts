import { describe, expect, it } from 'vitest'
import { type DescribedRealFleet, type RealFleet, realFleet } from '../../../../src/clusters/kubernetes/real-fleet/real-fleet.ts'
import type { ClusterSnapshot } from '../../../../src/clusters/kubernetes/snapshot.ts'
import { decideDemand } from '../../../../src/demand/decide-demand.ts'
import type { Plan } from '../../../../src/domain/plan.ts'
import { planOfToday } from '../../../../src/plan/today.ts'
import { buildProblem } from '../../../../src/problem/build-problem.ts'
import { verifyPlan } from '../../../../src/verify/verify.ts'
import { aCatalogue, aMachine, DUBLIN, VIRGINIA } from '../../../builders.ts'
import { aClusterWith, aDeployment } from '../agents/fleet-of-agents.ts'
import { aNode, nominal } from '../capacity/snapshots.ts'

const catalogue = aCatalogue({ machines: [aMachine(), aMachine({ region: 'us-east-1' })], regions: [DUBLIN, VIRGINIA] })

const described: DescribedRealFleet = {
  ...{ name: 'two', horizonHours: 24, headroom: 0, operators: [], quotas: [], egress: [], limits: {}, policies: {}, defaultPolicies: {} },
  clusters: [{ id: 'dublin' }, { id: 'virginia' }],
}

/** Two nodes with `replicas` of the agent on the first. */
function aCluster(id: 'dublin' | 'virginia', replicas: number, part: Partial<ClusterSnapshot> = {}): ClusterSnapshot {
  const region = id === 'dublin' ? 'eu-west-1' : 'us-east-1'
  const node = (name: string) =>
    aNode({
      name,
      providerId: `aws:///${region}a/i-${name}`,
      labels: { 'topology.kubernetes.io/region': region, 'topology.kubernetes.io/zone': `${region}a` },
    })
  const standing = { deployment: aDeployment({ replicas }), on: Array.from({ length: replicas }, () => 'one') }
  return aClusterWith([standing], { cluster: id, nodes: [node('one'), node('two')], ...part })
}

const STALE = { since: '2026-07-19T00:00:00Z', because: 'no answer' }

const read = (snapshots: readonly ClusterSnapshot[], more: Partial<DescribedRealFleet> = {}): Promise<RealFleet> =>
  realFleet(
    snapshots,
    { ...described, ...more },
    {
      catalogue,
      allocatable: nominal,
      now: () => new Date('2026-07-20T12:00:00Z'),
      tagsOf: () => [],
      utilisationOf: async () => ({
        utilisation: new Map([['support', { windowHours: 24 }]]),
        findings: [{ severity: 'note', subject: 'utilisation', message: 'seen' }],
      }),
    },
  )

describe('a fleet that was read', () => {
  it('is real, with the agents of all clusters, what they used, and what was found', async () => {
    const { fleet, findings } = await read([aCluster('dublin', 2), aCluster('virginia', 1)])
    expect(fleet.simulated).toBe(false)
    expect(fleet.clusters.map(({ id, region }) => [id, region])).toEqual([
      ['dublin', 'eu-west-1'],
      ['virginia', 'us-east-1'],
    ])
    expect(fleet.agents).toMatchObject([{ id: 'support', demand: { replicas: 3 }, utilisation: { windowHours: 24 } }])
    expect(findings).toContainEqual({ severity: 'note', subject: 'utilisation', message: 'seen' })
  })

  it('is as old as its oldest cluster', async () => {
    const { fleet } = await read([aCluster('dublin', 2), aCluster('virginia', 1, { readAt: '2026-07-19T00:00:00Z' })])
    expect(fleet.readAt).toBe('2026-07-19T00:00:00Z')
  })

  it('leaves out a cluster that contradicts its configuration, and tells why', async () => {
    const clusters = [{ id: 'dublin', region: 'us-east-1' }, { id: 'virginia' }]
    const { fleet, findings } = await read([aCluster('dublin', 2), aCluster('virginia', 1)], { clusters })
    expect(fleet.clusters.map(({ id }) => id)).toEqual(['virginia'])
    expect(fleet.agents).toMatchObject([{ id: 'support', demand: { replicas: 1 } }])
    expect(findings.filter(({ severity }) => severity === 'error')).toMatchObject([{ cluster: 'dublin', subject: 'region' }])
  })

  it('may have no cluster left', async () => {
    const { fleet } = await read([])
    expect(fleet).toMatchObject({ clusters: [], agents: [], readAt: '2026-07-20T12:00:00.000Z' })
  })
})

describe('a cluster that did not answer', () => {
  const problemOf = async (snapshots: readonly ClusterSnapshot[]) => {
    const { fleet } = await read(snapshots)
    const { problem } = buildProblem(fleet, catalogue, decideDemand(fleet), nominal)
    return { problem, today: planOfToday(problem, fleet) }
  }
  const violations = (problem: Parameters<typeof verifyPlan>[0], plan: Plan) =>
    verifyPlan(problem, plan).violations.map(({ constraint }) => constraint)

  it('may stay as it is', async () => {
    const { problem, today } = await problemOf([aCluster('dublin', 2), aCluster('virginia', 1, { stale: STALE })])
    expect(violations(problem, today)).toEqual([])
  })

  it('has no room left on any node', async () => {
    const { problem, today } = await problemOf([aCluster('dublin', 2), aCluster('virginia', 1, { stale: STALE })])
    const requests = new Map(problem.agents.map((agent) => [agent.id, agent.requests]))
    const taken = (pods: Plan['nodeGroups'][number]['pods'], resource: 'cpu' | 'memoryGiB') =>
      pods.reduce((sum, { agent, replicas }) => sum + replicas * requests.get(agent)![resource], 0)
    const full = (cluster: string) =>
      today.nodeGroups.flatMap((group) =>
        group.cluster === cluster ? [[group.count, taken(group.pods, 'cpu'), taken(group.pods, 'memoryGiB')]] : [],
      )
    expect(full('virginia')).toEqual([
      [1, 4, 16],
      [1, 4, 16],
    ])
    expect(full('dublin')).toContainEqual([1, 2, 8])
  })

  it('grows by no node', async () => {
    const { problem } = await problemOf([aCluster('dublin', 2), aCluster('virginia', 1, { stale: STALE })])
    const offers = problem.clusters.map(({ id, offers: own }) => [id, own.map(({ maxNodes }) => maxNodes)])
    expect(offers).toEqual([
      ['dublin', [undefined]],
      ['virginia', [2]],
    ])
  })

  it('keeps its agents where they are', async () => {
    const { fleet, findings } = await read([aCluster('dublin', 2), aCluster('virginia', 1, { stale: STALE })])
    expect(fleet.agents.find(({ id }) => id === 'support')!.policy.pin).toBe('today')
    expect(findings.map(({ message }) => message)).toContainEqual(expect.stringMatching(/moved only where its rules demand it/))
  })
})
