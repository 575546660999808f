import { describe, expect, it } from 'vitest'
import type { Fleet, FleetCluster } from '../../../src/domain/fleet.ts'
import type { NodeGroup } from '../../../src/domain/plan.ts'
import type { CapacityType } from '../../../src/domain/problem.ts'
import { coveredToday } from '../../../src/problem/commitments/covered-today.ts'
import { aCommitment, aFleet, aFleetCluster } from '../../builders.ts'

const nodes = (count: number, capacityType: CapacityType = 'on-demand', replicas = 1, cluster = 'dublin'): NodeGroup => ({
  cluster,
  instanceType: 'm.xlarge',
  capacityType,
  count,
  pods: [{ agent: 'support', replicas }],
})
const dublin = (own: NodeGroup[], part: Partial<FleetCluster> = {}) => aFleetCluster({ nodes: own, ...part })
const cork = (own: NodeGroup[]) => aFleetCluster({ id: 'cork', nodes: own.map((group) => ({ ...group, cluster: 'cork' })) })
const fleetOf = (...clusters: FleetCluster[]) => aFleet({ clusters })
/** `dublin: 3 reserved, 1 on-demand` */
const told = (fleet: Fleet) =>
  fleet.clusters.map(({ id, nodes: own }) => {
    const counts = new Map<string, number>()
    for (const { capacityType, count } of own) counts.set(capacityType, (counts.get(capacityType) ?? 0) + count)
    const words = [...counts].toSorted().map(([capacityType, count]) => `${count} ${capacityType}`)
    return `${id}: ${words.join(', ')}`
  })

describe("today's nodes", () => {
  it('that run on demand are reserved as far as a commitment goes, as the bill has it', () => {
    expect(told(coveredToday(fleetOf(dublin([nodes(5)])), [aCommitment({ count: 3 })]))).toEqual(['dublin: 2 on-demand, 3 reserved'])
    expect(told(coveredToday(fleetOf(dublin([nodes(2)])), [aCommitment({ count: 3 })]))).toEqual(['dublin: 2 reserved'])
  })

  it('are covered by all commitments of their kind together', () => {
    const two = [aCommitment({ count: 1 }), aCommitment({ count: 2, termEnds: '2028-01-01' })]
    expect(told(coveredToday(fleetOf(dublin([nodes(5)])), two))).toEqual(['dublin: 2 on-demand, 3 reserved'])
  })

  it('of spot, of another machine type or of another region are not', () => {
    const fleet = fleetOf(dublin([nodes(2, 'spot')]))
    expect(coveredToday(fleet, [aCommitment()]).clusters[0]).toBe(fleet.clusters[0])
    const others = [aCommitment({ instanceType: 'm.large' }), aCommitment({ region: 'us-east-1' }), aCommitment({ provider: 'gcp' })]
    expect(told(coveredToday(fleetOf(dublin([nodes(2)])), others))).toEqual(['dublin: 2 on-demand'])
  })

  it('are covered in any region of the provider by a commitment for all', () => {
    const virginia = aFleetCluster({ id: 'virginia', region: 'us-east-1', nodes: [nodes(1, 'on-demand', 1, 'virginia')] })
    expect(told(coveredToday(fleetOf(dublin([nodes(1)]), virginia), [aCommitment({ region: 'all', count: 2 })]))).toEqual([
      'dublin: 1 reserved',
      'virginia: 1 reserved',
    ])
  })

  it('of several clusters share a commitment in proportion, and no node of it is had twice', () => {
    const fleet = fleetOf(dublin([nodes(6)]), cork([nodes(3)]))
    expect(told(coveredToday(fleet, [aCommitment({ count: 3 })]))).toEqual([
      'dublin: 4 on-demand, 2 reserved',
      'cork: 2 on-demand, 1 reserved',
    ])
    const half = fleetOf(dublin([nodes(1)]), cork([nodes(1)]))
    expect(told(coveredToday(half, [aCommitment({ count: 1 })]))).toEqual(['dublin: 1 reserved', 'cork: 1 on-demand'])
  })

  it('with the most pods are covered first, so that those which could go are the ones that cost', () => {
    const { clusters } = coveredToday(fleetOf(dublin([nodes(1, 'on-demand', 1), nodes(1, 'on-demand', 4)])), [aCommitment({ count: 1 })])
    expect(clusters[0]!.nodes).toEqual([nodes(1, 'on-demand', 1), nodes(1, 'reserved', 4)])
  })

  it('that were told as reserved by a commitment which has ended are on demand again', () => {
    expect(told(coveredToday(fleetOf(dublin([nodes(3, 'reserved')])), []))).toEqual(['dublin: 3 on-demand'])
    expect(told(coveredToday(fleetOf(dublin([nodes(3, 'reserved')])), [aCommitment({ count: 1 })]))).toEqual([
      'dublin: 2 on-demand, 1 reserved',
    ])
  })

  it("that are the cluster's own reservations stay so", () => {
    const fleet = fleetOf(dublin([nodes(2, 'reserved'), nodes(1)], { reserved: [{ instanceType: 'm.xlarge', count: 2, usdPerHour: 0 }] }))
    expect(told(coveredToday(fleet, [aCommitment()]))).toEqual(['dublin: 1 on-demand, 2 reserved'])
  })

  it('are told the same again when they are told twice', () => {
    const once = coveredToday(fleetOf(dublin([nodes(6)]), cork([nodes(3)])), [aCommitment({ count: 3 })])
    expect(coveredToday(once, [aCommitment({ count: 3 })])).toEqual(once)
  })
})
