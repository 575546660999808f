import { describe, expect, it } from 'vitest'
import { ageSentence } from '../../../src/catalogue/age.ts'
import { liveSources } from '../../../src/catalogue/live/live-sources.ts'
import type { KnownPrice } from '../../../src/domain/known-price.ts'
import { aMachine, DUBLIN } from '../../builders.ts'
import { aKnownPrice, aSpotEvent, aSpotPrice, facts, live, machineIn, NOON, READ_AT } from './live-facts.ts'

const priced = (usdPerHour: number, part = {}) => aKnownPrice({ usdPerHour, ...part })
const spotOf = (prices: Parameters<typeof live>[0]) => machineIn(live(prices))?.spot

describe('a live catalogue', () => {
  it('has the price that was read, with its listing and the time at which it was last seen', () => {
    const catalogue = live([aKnownPrice()])
    expect(machineIn(catalogue)?.onDemand).toMatchObject({ usdPerHour: 1.1, source: 'aws-pricing', asOf: READ_AT })
    expect(catalogue).toMatchObject({ bundled: false, oldestPriceAt: READ_AT, oldestPrice: { provider: 'aws', capacityType: 'on-demand' } })
    expect(ageSentence(catalogue, NOON)).toBe('prices are 10 h old at the oldest (AWS on-demand, 2026-07-20 02:00 UTC)')
  })

  it('has regions, egress and jurisdictions as they come with Ballast', () => {
    const catalogue = live([aKnownPrice()])
    expect(catalogue.region('aws', 'eu-west-1')).toEqual(DUBLIN)
    expect(catalogue.egressUsdPerGiB({ provider: 'aws', region: 'eu-west-1' }, 'internet')?.usdPerGiB).toBe(0.09)
    expect(catalogue.operatorJurisdiction('aws')).toBe('US')
  })

  it('believes the first source that knows an offer, whatever comes first in the history', () => {
    const ours = priced(0.9, { source: 'azure-ratecard', listing: 'azure-ratecard' })
    expect(machineIn(live([aKnownPrice(), ours]))?.onDemand?.usdPerHour).toBe(0.9)
    expect(machineIn(live([aKnownPrice(), ours], { sources: ['aws', 'azure-ratecard'] }))?.onDemand?.usdPerHour).toBe(1.1)
  })

  it('does not believe a source that nobody asks any more', () => {
    expect(machineIn(live([aKnownPrice(), priced(0.9, { source: 'gcp' })]))?.onDemand?.usdPerHour).toBe(1.1)
  })

  it('of the sources that are asked, neither the bundled prices nor the user’s own files are a reading', () => {
    expect(liveSources(['file', 'azure-ratecard', 'aws', 'azure', 'gcp', 'bundled'], ['gcp', 'bundled', 'aws', 'file'])).toEqual([
      'aws',
      'gcp',
    ])
  })
})

describe('the spot price of a region', () => {
  it('is the mean over its zones, for a Deployment spreads over them, and as old as the oldest of them', () => {
    const older = '2026-07-20T01:00:00.000Z'
    const zones = [aSpotPrice('eu-west-1a', 0.2), aSpotPrice('eu-west-1b', 0.4, { observedAt: older }), aSpotPrice('eu-west-1c', 0.3)]
    const spot = spotOf([aKnownPrice(), ...zones])
    expect(spot).toMatchObject({ source: 'aws-ec2-spot, mean over 3 zones', asOf: older })
    expect(spot?.usdPerHour).toBeCloseTo(0.3, 12)
    expect([...spot!.usdPerHourByZone!]).toEqual([
      ['eu-west-1a', 0.2],
      ['eu-west-1b', 0.4],
      ['eu-west-1c', 0.3],
    ])
  })

  it('leaves out Local Zones and Wavelength Zones, which are in other towns', () => {
    const elsewhere = [aSpotPrice('eu-west-1-lis-1a', 9), aSpotPrice('eu-west-1-wl1-dub-wlz-1', 9)]
    expect(spotOf([aKnownPrice(), aSpotPrice('eu-west-1a', 0.2), ...elsewhere])?.usdPerHour).toBe(0.2)
    expect(spotOf([aKnownPrice(), ...elsewhere])).toBeUndefined()
  })

  it('is the one that holds in the whole region, where the source has one', () => {
    expect(spotOf([aKnownPrice(), aSpotPrice('eu-west-1a', 0.2), aSpotPrice('', 0.25)])?.usdPerHour).toBe(0.25)
  })

  it('that was not read is no spot offer, though the bundled prices have one', () => {
    expect(spotOf([aKnownPrice()])).toBeUndefined()
  })
})

describe('where nothing was read', () => {
  it('that keeps jumping is no spot offer once it is stale, nor are bundled ones: other zones, then other sources, count', () => {
    const jumping = aSpotPrice('eu-west-1a', 0.2, { observedAt: '2026-07-19T09:00:00.000Z', isContradicted: true })
    const spotOf = (...prices: KnownPrice[]) => machineIn(live([aKnownPrice(), ...prices]))?.spot?.usdPerHour
    expect(spotOf(jumping)).toBeUndefined()
    expect(spotOf({ ...jumping, observedAt: '2026-07-19T10:00:00.000Z' })).toBe(0.2)
    expect(spotOf(jumping, aSpotPrice('eu-west-1b', 0.4))).toBe(0.4)
    expect(
      live([jumping])
        .machines('aws', 'eu-west-1')
        .map(({ spot }) => spot),
    ).toEqual([undefined])
  })

  it('of a region, its bundled machines stand in, as old as they are', () => {
    const catalogue = live([])
    expect(machineIn(catalogue)).toMatchObject({ onDemand: { usdPerHour: 1 }, spot: { usdPerHour: 0.3 } })
    expect(catalogue).toMatchObject({ bundled: false, oldestPriceAt: '2026-07-01' })
  })

  it('of a region’s on-demand prices, the bundled ones stand in beside the spot prices that were read', () => {
    const other = aSpotPrice('eu-west-1a', 0.1, { instanceType: 'm.2xlarge' })
    const shapes = [{ ...aMachine({ instanceType: 'm.2xlarge', vcpu: 8 }), provider: 'aws' }]
    const catalogue = live([aSpotPrice('eu-west-1a', 0.2), other], { shapes })
    expect(machineIn(catalogue)).toMatchObject({ onDemand: { usdPerHour: 1, asOf: '2026-07-01' }, spot: { usdPerHour: 0.2 } })
    expect(machineIn(catalogue, 'm.2xlarge')).toMatchObject({ vcpu: 8, spot: { usdPerHour: 0.1 } })
  })

  it('of places that the fleet does not use, the catalogue is none the older', () => {
    expect(live([aKnownPrice()]).oldestPriceAt).toBe(READ_AT)
    const both = { places: [...facts().places, { provider: 'aws', region: 'us-east-1' }] }
    expect(live([aKnownPrice(), priced(2, { region: 'us-east-1', observedAt: '2026-07-10T00:00:00.000Z' })], both).oldestPriceAt).toMatch(
      /^2026-07-10/,
    )
  })
})

describe('a price of a machine', () => {
  const unknown = ['x.a', 'x.b', 'x.c', 'x.d'].map((instanceType) => priced(1, { instanceType }))

  it('that nobody knows is no machine, and how many there are is told', () => {
    const catalogue = live([aKnownPrice(), ...unknown])
    expect(catalogue.machines('aws', 'eu-west-1')).toHaveLength(1)
    expect(catalogue.notes).toEqual([
      'aws eu-west-1: 4 machine types have prices, but what they give to pods is not known, so they are left out: x.a, x.b, x.c and others.',
    ])
  })

  it('is of the shape that its provider tells, with the most pods that come with Ballast where that does not say', () => {
    const read = { provider: 'aws', instanceType: 'm.xlarge', arch: 'arm64' as const, vcpu: 4, memoryGiB: 15, gpu: 0, gpuModel: '' }
    const stored = { ...read, source: 'aws-ec2', observedAt: READ_AT }
    expect(machineIn(live([aKnownPrice()], { shapes: [stored] }))).toEqual({
      ...{ provider: 'aws', region: 'eu-west-1', instanceType: 'm.xlarge' },
      ...{ arch: 'arm64', vcpu: 4, memoryGiB: 15, gpu: 0, gpuModel: '', maxPods: 58 },
      onDemand: expect.objectContaining({ usdPerHour: 1.1 }),
    })
  })

  it('of AWS whose most pods nobody knows is no machine; of others it is', () => {
    const shape = { instanceType: 'n1', arch: 'amd64' as const, vcpu: 4, memoryGiB: 15, gpu: 0, gpuModel: '' }
    const shapes = ['aws', 'azure'].map((provider) => ({ provider, ...shape }))
    const prices = ['aws', 'azure'].map((provider) => priced(1, { provider, source: provider, region: 'r', instanceType: 'n1' }))
    const catalogue = live(prices, { shapes, places: [] })
    expect(['aws', 'azure'].map((provider) => catalogue.machines(provider, 'r').length)).toEqual([0, 1])
  })
})

describe('a machine that its provider does not sell to this user', () => {
  it('keeps its price, for some may run, and is marked; how many there are is told for the fleet’s places', () => {
    const notOffered = [{ provider: 'aws', region: 'eu-west-1', instanceTypes: ['m.xlarge', 'never.heard'] }]
    const catalogue = live([aKnownPrice()], { notOffered })
    expect(machineIn(catalogue)).toMatchObject({ isNotOffered: true, onDemand: { usdPerHour: 1.1 } })
    expect(catalogue.notes).toEqual([
      'aws eu-west-1: 1 machine type is not available to the subscription, so no more than what runs is offered: m.xlarge.',
    ])
    const elsewhere = [{ provider: 'aws', region: 'us-east-1', instanceTypes: ['m.xlarge'] }]
    expect(machineIn(live([aKnownPrice()], { notOffered: elsewhere }))?.isNotOffered).toBeUndefined()
  })
})

describe('a spot offer', () => {
  const spot = [aKnownPrice(), aSpotPrice('eu-west-1a', 0.2)]

  it('says how often it is lost, by the band that was read, else by what comes with Ballast', () => {
    const band = { provider: 'aws', region: 'eu-west-1', instanceType: 'm.xlarge', band: '5-10%' }
    expect(machineIn(live(spot, { bands: [band] }))?.spot?.interruption).toEqual({ perHour: 0.0001, origin: 'published band' })
    expect(machineIn(live(spot))?.spot?.interruption).toEqual({ perHour: 0.006, origin: 'assumed' })
    const odd = { ...band, band: 'now and then' }
    expect(machineIn(live(spot, { bands: [odd] }))?.spot?.interruption).toEqual({ perHour: 0.006, origin: 'assumed' })
  })

  it('that could not be had keeps its true price, and says for how long it counts as dearer', () => {
    const [refused, other] = [aSpotEvent(), aSpotEvent({ instanceType: 'm.2xlarge' })]
    const machine = machineIn(live(spot, { spotEvents: [refused] }))
    expect(machine?.spot).toMatchObject({ usdPerHour: 0.2, refusal: { at: refused.at, until: '2026-07-20T17:00:00.000Z' } })
    expect(machineIn(live(spot, { spotEvents: [other] }))?.spot?.refusal).toBeUndefined()
  })
})
