import { beforeEach, describe, expect, it } from 'vitest'
import type { ProviderShape } from '../../../src/domain/catalogue.ts'
import type { EmptyDatabase } from '../store.ts'
import { HOUR, priceStore, START } from './price-store.ts'

const SHAPE: ProviderShape = {
  provider: 'acme',
  instanceType: 'large',
  arch: 'arm64',
  vcpu: 4,
  memoryGiB: 7.5,
  gpu: 0.25,
  gpuModel: 'L4',
  maxPods: 58,
}
const BAND = { provider: 'acme', region: 'eu-1', instanceType: 'large', band: '5-10%' }
const EVENT = { kind: 'refused', provider: 'acme', region: 'eu-1', zone: 'a', instanceType: 'large' } as const

/** What is known of machines besides their prices. */
export function machineFactsContract(kind: string, emptyDatabase: () => Promise<EmptyDatabase>): void {
  describe(`facts of machines on ${kind}`, () => {
    const shared = priceStore(emptyDatabase)
    const iso = (): string => new Date(shared.clock).toISOString()
    beforeEach(() => {
      shared.clock = START
    })

    it('remember a shape as it was last told, and those that are no longer told of', async () => {
      const { maxPods: _, ...small } = { ...SHAPE, instanceType: 'small' }
      await shared.store.shapes.save([SHAPE, small], 'old')
      const before = iso()
      shared.clock += HOUR
      await shared.store.shapes.save(
        [
          { ...SHAPE, vcpu: 8 },
          { ...SHAPE, vcpu: 16 },
        ],
        'new',
      )
      expect(await shared.store.shapes.all()).toEqual([
        { ...SHAPE, vcpu: 16, source: 'new', observedAt: iso() },
        { ...small, source: 'old', observedAt: before },
      ])
    })

    it('keep the newer shape where an older one comes late', async () => {
      const late = { ...SHAPE, provider: 'late' }
      shared.clock += HOUR
      await shared.store.shapes.save([late], 'new')
      shared.clock -= HOUR
      await shared.store.shapes.save([{ ...late, vcpu: 1 }], 'old')
      expect((await shared.store.shapes.all()).find(({ provider }) => provider === 'late')?.vcpu).toBe(4)
    })

    it('of what a provider does not sell in a region, what was told last holds, there alone', async () => {
      const told = (region: string, ...instanceTypes: string[]) =>
        shared.store.shapes.save([], 'skus', [{ provider: 'choosy', region, instanceTypes }])
      await told('north', 'b', 'a')
      await told('south', 'a')
      await told('north', 'c', 'b')
      await shared.store.shapes.save([], 'others')
      const own = async () => (await shared.store.shapes.notOffered()).filter(({ provider }) => provider === 'choosy')
      expect(await own()).toEqual([
        { provider: 'choosy', region: 'north', instanceTypes: ['b', 'c'] },
        { provider: 'choosy', region: 'south', instanceTypes: ['a'] },
      ])
      await told('north')
      expect((await own()).map(({ region }) => region)).toEqual(['south'])
    })

    it('remember the bands that a provider published last, and no others of it', async () => {
      await shared.store.bands.save('acme', [BAND, { ...BAND, instanceType: 'small' }])
      await shared.store.bands.save('other', [{ ...BAND, provider: 'other' }])
      const before = iso()
      shared.clock += HOUR
      await shared.store.bands.save('acme', [{ ...BAND, band: '<5%' }])
      expect(await shared.store.bands.all()).toEqual([
        { ...BAND, band: '<5%', observedAt: iso() },
        { ...BAND, provider: 'other', observedAt: before },
      ])
    })

    it('tell what happened to spot machines since a time, in order', async () => {
      await shared.store.spotEvents.record({ ...EVENT, kind: 'ran', nodeHours: 36.5, at: new Date(START + 2) })
      await shared.store.spotEvents.record(EVENT)
      await shared.store.spotEvents.record({ ...EVENT, kind: 'interrupted', at: new Date(START - 1) })
      expect(await shared.store.spotEvents.since(new Date(START))).toEqual([
        { ...EVENT, at: iso() },
        { ...EVENT, kind: 'ran', nodeHours: 36.5, at: new Date(START + 2).toISOString() },
      ])
    })
  })
}
