import { describe, expect, it } from 'vitest'
import { allocatable } from '../../src/catalogue/allocatable.ts'
import { decideDemand } from '../../src/demand/decide-demand.ts'
import type { FleetCluster } from '../../src/domain/fleet.ts'
import { buildProblem } from '../../src/problem/build-problem.ts'
import { aCatalogue, aFleet, aFleetCluster, aMachine } from '../builders.ts'

const machines = [aMachine(), aMachine({ instanceType: 'm.gpu', gpu: 1, gpuModel: 'T4' })]

function offersOf(part: Partial<FleetCluster>, headroom = 0) {
  const fleet = aFleet({ clusters: [aFleetCluster(part)], headroom })
  return buildProblem(fleet, aCatalogue({ machines }), decideDemand(fleet), allocatable).problem.clusters[0]!.offers
}
const kinds = (offers: ReturnType<typeof offersOf>) =>
  offers.map(({ instanceType, capacityType, taints }) => [instanceType, capacityType, taints])

describe('the offers of a real cluster', () => {
  const growsFrom = { instanceTypes: ['m.xlarge', 'm.gpu'], families: [], capacityTypes: ['on-demand' as const, 'spot' as const] }

  it('give what its nodes were measured to give, less the head-room, whatever the formula says', () => {
    const measured = [{ instanceType: 'm.xlarge', allocatable: { cpu: 3, memoryGiB: 10, gpu: 0, pods: 20 } }]
    const daemonSets = { cpu: 1, memoryGiB: 1 }
    expect(offersOf({ growsFrom, measured, daemonSets }, 0.1)[0]?.allocatable).toEqual({ cpu: 2.7, memoryGiB: 9, gpu: 0, pods: 20 })
  })

  it('give the measured share of what is computed for machines that were not seen', () => {
    const [computed] = offersOf({ growsFrom })
    const [corrected] = offersOf({ growsFrom, measuredShare: { cpu: 0.5, memoryGiB: 0.25 } })
    expect(corrected?.allocatable).toEqual({
      ...computed?.allocatable,
      cpu: computed!.allocatable.cpu / 2,
      memoryGiB: expect.closeTo(computed!.allocatable.memoryGiB / 4, 3),
    })
  })

  it('are in the way of buying that each machine may be had', () => {
    const boughtAs = { 'on-demand': ['m.gpu'], spot: ['m.xlarge'] }
    expect(kinds(offersOf({ growsFrom: { ...growsFrom, boughtAs } }))).toEqual([
      ['m.xlarge', 'spot', undefined],
      ['m.gpu', 'on-demand', ['gpu']],
    ])
  })

  it('bear the taints of their nodes, those with GPUs their own besides', () => {
    const taints = (['m.xlarge', 'm.gpu'] as const).map((instanceType) => ({
      instanceType,
      capacityType: 'on-demand' as const,
      taints: ['team=a:NoSchedule'],
    }))
    expect(kinds(offersOf({ growsFrom, taints }))).toEqual([
      ['m.xlarge', 'on-demand', ['team=a:NoSchedule']],
      ['m.xlarge', 'spot', undefined],
      ['m.gpu', 'on-demand', ['gpu', 'team=a:NoSchedule']],
      ['m.gpu', 'spot', ['gpu']],
    ])
  })
})
