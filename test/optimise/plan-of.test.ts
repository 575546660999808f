import { expect, it } from 'vitest'
import { draftOf } from '../../src/optimise/plan-of.ts'
import type { Layout } from '../../src/optimise/search/anneal.ts'
import { anAgent, aProblem, aSpotOffer } from '../builders.ts'
import { dublin, virginia } from '../models/places.ts'
import { spaceOf } from './search/spaces.ts'

const zoned = { survive: [{ loss: 'zone' as const, keep: 0 }] }
const problem = aProblem({
  clusters: [dublin(), virginia({ offers: [aSpotOffer()] })],
  egress: { defaultUsdPerGiB: 0.1 },
  agents: [
    anAgent({ replicas: 5, spot: { maxShare: 1 }, traffic: [{ to: 'retriever', gibPerHour: 5 }] }),
    anAgent({ id: 'retriever', placement: { anyTag: ['EU'] }, ...zoned }),
  ],
})
const space = spaceOf(problem)
const machine = (name: string): number => {
  const found = space.groups.find(({ index }) => {
    const { cluster, capacity } = space.instance.groups[index]
    return `${cluster.id}/${capacity}` === name
  })!
  return found.machines[0]
}

type LayoutNode = Layout['nodes'][number]
const node = (name: string, zone: string | undefined, ...pods: [agent: number, count: number][]): LayoutNode => ({
  machine: machine(name),
  zone: zone === undefined ? -1 : space.zoneNames.indexOf(zone),
  agents: pods.map(([agent]) => agent),
  counts: pods.map(([, count]) => count),
})
const draft = (...nodes: LayoutNode[]) =>
  draftOf(problem, space, { nodes, target: Int32Array.of(5, 1), usdPerHour: Number.NaN, unplaced: 0 })

it('nodes that hold the same pods in the same zone are one group, whatever the order of their pods', () => {
  const { nodeGroups } = draft(
    node('dublin/on-demand', 'b', [0, 1], [1, 1]),
    node('dublin/on-demand', 'b', [1, 1], [0, 1]),
    node('dublin/on-demand', 'c', [0, 1], [1, 1]),
    node('dublin/on-demand', 'b', [0, 2], [1, 1]),
    node('virginia/spot', undefined, [0, 1]),
  )
  expect(nodeGroups.map(({ cluster, capacityType, zone, count, pods }) => [cluster, capacityType, zone, count, pods.length])).toEqual([
    ['dublin', 'on-demand', 'b', 2, 2],
    ['dublin', 'on-demand', 'b', 1, 2],
    ['dublin', 'on-demand', 'c', 1, 2],
    ['virginia', 'spot', undefined, 1, 1],
  ])
})

it('a node without pods is bought by nobody', () => {
  const { nodeGroups, usdPerHour } = draft(node('dublin/on-demand', 'a'), node('dublin/spot', 'a', [0, 1]))
  expect(nodeGroups.map(({ capacityType }) => capacityType)).toEqual(['spot'])
  expect(usdPerHour.nodes).toBeCloseTo(0.3, 9)
})

it('placements add up what stands on the nodes, by cluster and by how they are bought', () => {
  const { placements } = draft(
    node('virginia/spot', undefined, [0, 1]),
    node('dublin/on-demand', 'a', [0, 1], [1, 1]),
    node('dublin/on-demand', 'b', [0, 1]),
    node('dublin/spot', 'a', [0, 2]),
  )
  expect(placements).toEqual([
    { agent: 'support', cluster: 'dublin', capacityType: 'on-demand', replicas: 2 },
    { agent: 'support', cluster: 'dublin', capacityType: 'spot', replicas: 2 },
    { agent: 'support', cluster: 'virginia', capacityType: 'spot', replicas: 1 },
    { agent: 'retriever', cluster: 'dublin', capacityType: 'on-demand', replicas: 1 },
  ])
})

it('traffic takes the cheapest way: what is near stays near, the fifth that stands in Virginia pays', () => {
  const { flows, usdPerHour } = draft(node('virginia/spot', undefined, [0, 1]), node('dublin/on-demand', 'a', [0, 4], [1, 1]))
  expect(flows.map(({ fromCluster, gibPerHour }) => [fromCluster, gibPerHour])).toEqual([
    ['dublin', 4],
    ['virginia', 1],
  ])
  expect(usdPerHour.egress).toBeCloseTo(0.1, 9)
})
