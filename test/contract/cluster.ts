import { describe, expect, it } from 'vitest'
import type { ClusterWriter } from '../../src/apply/cluster-writer.ts'
import type { FleetReader } from '../../src/clusters/port.ts'
import { type Fleet, nodesToday, replicasToday } from '../../src/domain/fleet.ts'
import type { Problem } from '../../src/domain/problem.ts'
import { aCluster, aFleet, aFleetAgent, aFleetCluster, anAgent, anOffer, aProblem } from '../builders.ts'

export type Cluster = FleetReader & ClusterWriter

const pool = { cluster: 'dublin', instanceType: 'm.xlarge', capacityType: 'on-demand' } as const
const support = { agent: 'support', cluster: 'dublin', capacityType: 'on-demand' } as const

/** One node of four vCPUs with two replicas of one vCPU each; at most three nodes. */
const START: { readonly fleet: Fleet; readonly problem: Problem } = {
  fleet: aFleet({
    clusters: [aFleetCluster({ nodes: [{ ...pool, count: 1, pods: [{ agent: 'support', replicas: 2 }] }] })],
    agents: [aFleetAgent({ demand: { replicas: 2 } })],
  }),
  problem: aProblem({ clusters: [aCluster({ limits: { nodes: 3 }, offers: [anOffer()] })], agents: [anAgent({ replicas: 2 })] }),
}

/** What every cluster must do, simulated or real: `start` brings one up that stands as the fleet says. */
export function clusterContract(name: string, start: (fleet: Fleet, problem: Problem) => Promise<Cluster>): void {
  const begin = () => start(START.fleet, START.problem)

  describe(`${name} as a cluster`, () => {
    it('tells the fleet as it stands', async () => {
      const fleet = await (await begin()).readFleet()
      expect(replicasToday(fleet, 'support')).toEqual([{ cluster: 'dublin', capacityType: 'on-demand', replicas: 2 }])
      expect(nodesToday(fleet.clusters[0])).toEqual([{ instanceType: 'm.xlarge', capacityType: 'on-demand', count: 1 }])
    })

    it('replicas that fit become ready', async () => {
      const cluster = await begin()
      await cluster.scale(support, 4, [])
      await cluster.waitUntilReady(support, 4)
      expect(replicasToday(await cluster.readFleet(), 'support')[0].replicas).toBe(4)
    })

    it('replicas without room are asked for and do not become ready', async () => {
      const cluster = await begin()
      await cluster.scale(support, 5, [])
      expect(await cluster.replicas(support)).toBe(5)
      await expect(cluster.waitUntilReady(support, 5)).rejects.toThrow(/4 of 5/)
    })

    it('replicas that wait for room take the node that is started', async () => {
      const cluster = await begin()
      await cluster.scale(support, 5, [])
      await cluster.resizeNodes(pool, 2)
      await cluster.waitUntilReady(support, 5)
    })

    it('fewer replicas leave their nodes, those that wait for room first', async () => {
      const cluster = await begin()
      await cluster.scale(support, 5, [])
      await cluster.scale(support, 4, [])
      await cluster.waitUntilReady(support, 4)
      await cluster.scale(support, 1, [])
      expect(replicasToday(await cluster.readFleet(), 'support')[0].replicas).toBe(1)
    })

    it('an empty node stops, a node with pods on it does not', async () => {
      const cluster = await begin()
      await cluster.resizeNodes(pool, 2)
      await cluster.resizeNodes(pool, 1)
      expect(await cluster.nodes(pool)).toBe(1)
      await expect(cluster.resizeNodes(pool, 0)).rejects.toThrow()
      expect(replicasToday(await cluster.readFleet(), 'support')[0].replicas).toBe(2)
    })

    it('nodes beyond a limit are refused, and none is started then', async () => {
      const cluster = await begin()
      await expect(cluster.resizeNodes(pool, 4)).rejects.toThrow(/3 nodes/)
      expect(await cluster.nodes(pool)).toBe(1)
    })

    it('an agent and a cluster that it does not know are refused', async () => {
      const cluster = await begin()
      await expect(cluster.scale({ ...support, agent: 'nobody' }, 1, [])).rejects.toThrow(/nobody/)
      await expect(cluster.scale({ ...support, cluster: 'atlantis' }, 1, [])).rejects.toThrow(/atlantis/)
      await expect(cluster.resizeNodes({ ...pool, cluster: 'atlantis' }, 1)).rejects.toThrow(/atlantis/)
    })

    it('a write may be repeated', async () => {
      const cluster = await begin()
      for (const _ of [1, 2]) {
        await cluster.resizeNodes(pool, 2)
        await cluster.scale(support, 4, [])
      }
      expect([await cluster.nodes(pool), await cluster.replicas(support)]).toEqual([2, 4])
    })

    it('smaller requests make room for more replicas on the same node', async () => {
      const cluster = await begin()
      await cluster.setRequests('support', { cpu: 0.5, memoryGiB: 2 })
      await cluster.scale(support, 8, [])
      await cluster.waitUntilReady(support, 8)
      expect((await cluster.readFleet()).agents[0].requests).toMatchObject({ cpu: 0.5, memoryGiB: 2 })
    })
  })
}
