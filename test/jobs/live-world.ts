import type { Catalogue } from '../../src/domain/catalogue.ts'
import type { ListedPrice } from '../../src/domain/listed-price.ts'
import { catalogueAt, type LiveParts } from '../../src/jobs/live-catalogue.ts'
import { judgeStored, type LivePrices } from '../../src/jobs/live-prices.ts'
import { refreshPrices } from '../../src/jobs/refresh-prices/refresh-prices.ts'
import { type Failure, PriceSourceError } from '../../src/prices/price-source-error.ts'
import type { Feed } from '../../src/prices/source.ts'
import type { Store } from '../../src/store/store.ts'
import { aCatalogue, aMachine, DUBLIN } from '../builders.ts'

const { onDemand: _, spot: __, provider: ___, region: ____, ...XLARGE } = aMachine()
const SHAPES = new Map(
  [XLARGE, { ...XLARGE, instanceType: 'm.2xlarge', vcpu: 8, memoryGiB: 32 }].map((shape) => [shape.instanceType, shape]),
)

export const DOWN: Failure = { message: 'connection refused', remedy: 'check the network', isPassing: true, isOfHost: true }

/** One region of AWS as a test says, read into a true store: prices of m.xlarge and m.2xlarge, and what goes wrong. */
export class LiveWorld {
  /** USD/h by machine type; on demand. */
  onDemand: Record<string, number> = { 'm.xlarge': 1, 'm.2xlarge': 4 }
  spot: Record<string, number> = {}
  failure: Failure | undefined
  /** How often each listing was asked. */
  reads = 0
  readonly place: { readonly provider: string; readonly region: string }
  readonly #store: Store
  readonly #now: () => Date

  constructor(store: Store, now: () => Date, region: string) {
    this.#store = store
    this.#now = now
    this.place = { provider: 'aws', region }
  }

  parts(): LiveParts {
    return {
      store: this.#store,
      sources: ['aws'],
      places: [this.place],
      settings: { spotRefusalHours: 6, spotRefusalFactor: 1.5, onDemandPricesValidHours: 72, spotPricesValidHours: 26 },
      bundled: {
        catalogue: aCatalogue({
          machines: [...SHAPES.values()].map((shape) => aMachine({ ...shape, ...this.place })),
          regions: [{ ...DUBLIN, ...this.place }],
        }),
        shapeOf: (_provider, instanceType) => SHAPES.get(instanceType),
        rateOfBand: () => undefined,
        bundledRate: () => ({ perHour: 0.001, origin: 'assumed' }),
      },
    }
  }

  readonly catalogueAt = (time: Date): Promise<Catalogue> => catalogueAt(time, this.parts())

  /** What a night needs; without a refresh where what is stored is to do. */
  livePrices({ refresh = true } = {}): LivePrices {
    const settings = { onDemandPricesValidHours: 72, spotPricesValidHours: 26, leastPriceCompleteness: 0.9 }
    const judge = judgeStored({ store: this.#store, sources: ['aws'], providers: ['aws'], settings })
    return { judge, ...(refresh && { refresh: () => this.#refresh() }) }
  }

  #refresh() {
    const request = { sources: ['aws' as const], regions: [], anew: false, acceptIncomplete: false }
    return refreshPrices(request, {
      sourceOf: () => ({ name: 'aws', feeds: () => [this.#feed('on-demand'), this.#feed('spot')] }),
      knownRegions: [this.place],
      origin: '',
      store: this.#store,
      settings: { feedsPerHost: 2, deadlineSeconds: 60, leastCompleteness: 0.9, mostJump: 3, historyDays: 400, fullDays: 35 },
      now: this.#now,
    })
  }

  #feed(capacityType: 'on-demand' | 'spot'): Feed {
    const listing = capacityType === 'spot' ? 'aws-ec2-spot' : 'aws-pricing'
    const prices = Object.entries(this[capacityType === 'spot' ? 'spot' : 'onDemand']).map(
      ([instanceType, usdPerHour]): ListedPrice => ({
        ...this.place,
        zone: capacityType === 'spot' ? `${this.place.region}a` : '',
        ...{ instanceType, capacityType, usdPerHour },
      }),
    )
    return {
      ...{ id: `${listing} ${this.place.region}`, source: 'aws', listing, provider: 'aws', gives: 'prices', host: 'aws.example' },
      read: async () => {
        this.reads += 1
        if (this.failure) throw new PriceSourceError('https://aws.example', this.failure)
        return { gives: 'prices', regions: [this.place.region], prices, leftOut: {} }
      },
    }
  }
}
