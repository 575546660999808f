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
  it('counts as dearer, and stands in the problem at its price', () => {
    const problem = built(withSpot({ refusal: REFUSAL }))
    expect(spotOf(problem).usdPerHour).toBe(0.3)
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

  it('of which one node runs is offered for no more than that one, also where it cannot be had on demand', () => {
    const growsFrom = { instanceTypes: [], families: ['m'], capacityTypes: ['spot' as const] }
    const problem = built(withSpot({ refusal: REFUSAL }), { nodes: [nodes(1)], growsFrom })
    expect(spotOf(problem)).toMatchObject({ usdPerHour: 0.3, maxNodes: 1 })
    expect(problem.notes).toContain(
      'dublin: m.xlarge as spot is offered for no more than the 1 that runs until 2026-07-20 at 14:00 UTC: it could not be had on 2026-07-20 at 08:00 UTC.',
    )
  })

  it('on demand costs what it did', () => {
    expect(built(withSpot({ refusal: REFUSAL })).problem.clusters[0]!.offers[0]).toMatchObject({ capacityType: 'on-demand', usdPerHour: 1 })
  })
})

describe('a machine that its provider does not sell to this user', () => {
  it('is offered up to what runs of it, and not at all where none does', () => {
    const offersWith = (cluster: Partial<FleetCluster>) => built({ ...aMachine(), isNotOffered: true }, cluster).problem.clusters[0]!.offers
    expect(offersWith({})).toEqual([])
    expect(offersWith({ nodes: [nodes(2)] })).toMatchObject([{ capacityType: 'spot', maxNodes: 2 }])
  })
})

describe('a spot price that differs by zone', () => {
  const byZone = new Map(['a', 'b', 'c'].map((letter, at) => [`eu-west-1${letter}`, [0.2, 0.4, 0.9][at]!]))
  const inZones = (...zones: string[]) =>
    built(withSpot({ usdPerHour: 0.5, source: 'aws-ec2-spot, mean over 3 zones', usdPerHourByZone: byZone }), { zones })

  it('is, for a cluster, the mean over its own zones that sell the machine', () => {
    const problem = inZones('eu-west-1a', 'eu-west-1b', 'eu-west-1d')
    expect(spotOf(problem).usdPerHour).toBeCloseTo(0.3, 12)
    expect(problem.spotOffers[0]).toMatchObject({
      usdPerHour: spotOf(problem).usdPerHour,
      list: { usdPerHour: spotOf(problem).usdPerHour, source: 'aws-ec2-spot, mean over 3 zones; here of eu-west-1a, eu-west-1b' },
    })
  })

  it('is unknown where none of the cluster’s zones sells it: no spot is offered there, and that is told', () => {
    const { problem, spotOffers, notes } = inZones('eu-west-1d')
    expect([problem.clusters[0]!.offers.map(({ capacityType }) => capacityType), spotOffers]).toEqual([['on-demand'], []])
    expect(notes).toContainEqual(expect.stringMatching(/^dublin: no spot price of any machine that it may grow from is known/))
  })

  it('is the region’s for a cluster whose zones are named otherwise', () => {
    expect(spotOf(inZones('rack-1', 'rack-2')).usdPerHour).toBe(0.5)
    expect(spotOf(inZones('eu-west-1a', 'eu-west-1b', 'eu-west-1c')).usdPerHour).toBe(0.5)
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
