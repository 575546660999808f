import { describe, expect, it } from 'vitest'
import { failFrom, failOnceAt } from '../../src/clusters/simulated/faults.ts'
import { simulatedCluster } from '../../src/clusters/simulated/simulated-cluster.ts'
import { aCluster, aFleet, aFleetAgent, aFleetCluster, anAgent, aProblem, aSpotOffer } from '../builders.ts'
import { clusterContract } from '../contract/cluster.ts'

clusterContract('the simulated fleet', async (fleet, problem) => simulatedCluster(fleet, problem))

const node = { cluster: 'dublin', instanceType: 'm.xlarge', capacityType: 'on-demand' } as const
const support = { agent: 'support', cluster: 'dublin', capacityType: 'on-demand' } as const
const pods = (replicas: number) => [{ agent: 'support', replicas }]

function simulated(...counts: number[]) {
  const nodes = counts.map((replicas) => ({ ...node, count: 1, pods: pods(replicas) }))
  const fleet = aFleet({ clusters: [aFleetCluster({ nodes })] })
  return { fleet, cluster: simulatedCluster(fleet, aProblem({ agents: [anAgent({ replicas: 4 })] })) }
}

const podsByNode = async (cluster: ReturnType<typeof simulatedCluster>) =>
  (await cluster.readFleet()).clusters[0].nodes.flatMap(({ count, pods }) => Array(count).fill(pods[0]?.replicas ?? 0)).sort()

describe('the simulated fleet', () => {
  it('puts pods on the nodes that the layout names', async () => {
    const { cluster } = simulated(1, 2)
    await cluster.scale(support, 5, [{ node: { ...node, pods: pods(1) }, count: 1, replicas: 2 }])
    expect(await podsByNode(cluster)).toEqual([2, 3])
  })

  it('without a layout it fills the fullest node first', async () => {
    const { cluster } = simulated(1, 2)
    await cluster.scale(support, 5)
    expect(await podsByNode(cluster)).toEqual([1, 4])
  })

  it('takes pods from the nodes that the layout names', async () => {
    const { cluster } = simulated(1, 2)
    await cluster.scale(support, 2, [{ node: { ...node, pods: pods(1) }, count: 1, replicas: 1 }])
    expect(await podsByNode(cluster)).toEqual([0, 2])
  })

  it('a layout that no node has room for does not overfill it', async () => {
    const { cluster } = simulated(3)
    await cluster.scale(support, 5, [{ node: { ...node, pods: pods(3) }, count: 1, replicas: 2 }])
    expect(await podsByNode(cluster)).toEqual([4])
    expect(await cluster.replicas(support)).toBe(5)
  })

  it('pods for spot stay off on-demand nodes', async () => {
    const fleet = aFleet({ clusters: [aFleetCluster({ nodes: [{ ...node, count: 1, pods: [] }] })], agents: [aFleetAgent()] })
    const cluster = simulatedCluster(fleet, aProblem())
    await cluster.scale({ ...support, capacityType: 'spot' }, 1)
    await expect(cluster.waitUntilReady({ ...support, capacityType: 'spot' }, 1)).rejects.toThrow(/add nodes/)
  })

  it('the fleet that it starts from is not changed', async () => {
    const { fleet, cluster } = simulated(1)
    const before = structuredClone(fleet)
    await cluster.scale(support, 4)
    await cluster.setRequests('support', { cpu: 0.5, memoryGiB: 1 })
    expect(fleet).toEqual(before)
  })

  it('a machine that no cluster offers cannot be started: its size is not known', async () => {
    const { cluster } = simulated(1)
    await expect(cluster.resizeNodes({ ...node, capacityType: 'spot' }, 1)).rejects.toThrow(/no offer/)
  })

  it('a real fleet is not simulated: nobody shall take that for done', () => {
    expect(() => simulatedCluster(aFleet({ simulated: false }), aProblem())).toThrow(/real fleet/)
  })

  it('fails where it is told to, and changes nothing then', async () => {
    const fleet = aFleet()
    const problem = aProblem({ clusters: [aCluster({ offers: [aSpotOffer()] })] })
    const pool = { ...node, capacityType: 'spot' } as const
    const once = simulatedCluster(fleet, problem, failOnceAt(2))
    await once.resizeNodes(pool, 1)
    await expect(once.resizeNodes(pool, 2)).rejects.toThrow(/operation 2/)
    expect(await once.nodes(pool)).toBe(1)
    await once.resizeNodes(pool, 2)
    const broken = simulatedCluster(fleet, problem, failFrom(1))
    await expect(broken.resizeNodes(pool, 1)).rejects.toThrow()
    await expect(broken.resizeNodes(pool, 1)).rejects.toThrow()
  })
})
