import { describe, expect, it } from 'vitest'
import { decideDemand } from '../../src/demand/decide-demand.ts'
import type { Machine, Refusal } from '../../src/domain/catalogue.ts'
import type { FleetCluster } from '../../src/domain/fleet.ts'
import { surcharge } from '../../src/domain/spot-offer.ts'
import { buildProblem } from '../../src/problem/build-problem.ts'
import { aCatalogue, aFleet, aFleetCluster, aMachine } from '../builders.ts'

const REFUSAL: Refusal = { at: '2026-07-20T08:00:00.000Z', until: '2026-07-20T14:00:00.000Z', timesAsDear: 1.5 }

const withSpot = (part: Partial<NonNullable<Machine['spot']>>): Machine => {
  const machine = aMachine()
  return { ...machine, spot: { ...machine.spot!, ...part } }
}

const built = (machine: Machine, cluster: Partial<FleetCluster> = {}) => {
  const fleet = aFleet({ clusters: [aFleetCluster(cluster)] })
  const all = { cpu: 4, memoryGiB: 16, gpu: 0, pods: 50 }
  return buildProblem(fleet, aCatalogue({ machines: [machine] }), decideDemand(fleet), () => all)
}
const spotOf = ({ problem }: ReturnType<typeof built>) => problem.clusters[0]!.offers.find(({ capacityType }) => capacityType === 'spot')!
const nodes = (count: number) => ({ cluster: 'dublin', instanceType: 'm.xlarge', capacityType: 'spot' as const, count, pods: [] })

describe('a spot offer that could not be had', () => {
  it('is counted as dearer, and how much of a plan’s cost that is can be told', () => {
    const problem = built(withSpot({ refusal: REFUSAL }))
    expect(spotOf(problem).usdPerHour).toBeCloseTo(0.45, 12)
    expect(problem.spotOffers).toMatchObject([{ cluster: 'dublin', instanceType: 'm.xlarge', list: { usdPerHour: 0.3 }, refusal: REFUSAL }])
    expect(surcharge(problem.spotOffers, [nodes(2), { ...nodes(9), capacityType: 'on-demand' }])).toBeCloseTo(0.3, 12)
    expect(problem.notes).toContain(
      'dublin: m.xlarge as spot is counted 1.5 times as dear until 2026-07-20 at 14:00 UTC: it could not be had on 2026-07-20 at 08:00 UTC.',
    )
  })

  it('of which nodes run keeps its price, for what runs was had; no more of it are offered', () => {
    const problem = built(withSpot({ refusal: REFUSAL }), { nodes: [nodes(2)] })
    expect(spotOf(problem)).toMatchObject({ usdPerHour: 0.3, maxNodes: 2 })
    expect(surcharge(problem.spotOffers, [nodes(2)])).toBe(0)
    expect(problem.notes).toContain(
      'dublin: m.xlarge as spot is offered for no more than the 2 that run until 2026-07-20 at 14:00 UTC: it could not be had on 2026-07-20 at 08:00 UTC.',
    )
  })

  it('of which nodes run stays as it is where nothing can take its place: a refusal makes nothing impossible', () => {
    const growsFrom = { instanceTypes: [], families: ['m'], capacityTypes: ['spot' as const] }
    const problem = built(withSpot({ refusal: REFUSAL }), { nodes: [nodes(2)], growsFrom })
    expect(spotOf(problem)).toEqual({ ...spotOf(built(aMachine(), { growsFrom })), usdPerHour: 0.3 })
  })

  it('on demand costs what it did', () => {
    expect(built(withSpot({ refusal: REFUSAL })).problem.clusters[0]!.offers[0]).toMatchObject({ capacityType: 'on-demand', usdPerHour: 1 })
  })
})

describe('how often spot nodes are lost', () => {
  it('is told as assumed where nothing is published', () => {
    expect(built(aMachine()).notes).toEqual([
      'aws: how often spot nodes of 1 machine type are lost is not published; assumed is 0.01 times per node and hour.',
    ])
    expect(built(withSpot({ interruption: { perHour: 0.01, origin: 'published band' } })).notes).toEqual([])
    expect(built(withSpot({ interruption: { perHour: 0.01, origin: 'observed' } })).notes).toEqual([])
  })
})
