import type { Commitment } from './commitment.ts'
import type { Arch } from './problem.ts'
import type { GiB, Gpus, PerHour, UsdPerGiB, UsdPerHour, Vcpu } from './units.ts'

/** Where a fact comes from and when it held: nothing is shown without both. */
export interface Provenance {
  readonly source: string
  /** ISO date or date-time, the earliest where the source gives a span. */
  readonly asOf: string
}

/** What a machine type is, whoever buys it. */
export interface MachineShape {
  readonly instanceType: string
  readonly arch: Arch
  readonly vcpu: Vcpu
  readonly memoryGiB: GiB
  readonly gpu: Gpus
  /** '' where gpu is 0. */
  readonly gpuModel: string
  /** The most pods that the provider's network lets one node hold, where the type decides it. */
  readonly maxPods?: number
}

/** A machine type of one provider; in all its regions it is the same. */
export type ProviderShape = MachineShape & { readonly provider: string }

/** Machine types that a provider does not sell to this user in a region, though it lists their prices. */
export interface NotOffered {
  readonly provider: string
  readonly region: string
  readonly instanceTypes: readonly string[]
}

/** One price of one machine type in one region. An unknown price is no row, never 0. */
export interface Price extends Provenance {
  readonly provider: string
  readonly region: string
  readonly instanceType: string
  readonly capacityType: 'on-demand' | 'spot'
  readonly usdPerHour: UsdPerHour
}

/** A price of a region as a whole, with those of its zones that it is the mean of. */
export interface ZonedPrice extends Price {
  readonly usdPerHourByZone?: ReadonlyMap<string, UsdPerHour>
}

/** How often a spot node is taken away, and whether that is published, was seen by Ballast itself, or is assumed. */
export interface InterruptionRate {
  readonly perHour: PerHour
  readonly origin: 'published band' | 'observed' | 'assumed'
}

/** A spot offer could not be had: for a while it counts as dearer than its price, less so with every hour. */
export interface Refusal {
  /** ISO date-time at which it could not be had. */
  readonly at: string
  /** ISO date-time from which on it counts as usual. */
  readonly until: string
  /** How many times as dear it counts now; above 1. */
  readonly timesAsDear: number
}

/** A machine that a region sells: its shape and every known price. */
export interface Machine extends MachineShape {
  readonly provider: string
  readonly region: string
  readonly onDemand?: Price
  /** The provider sells no more of it to this user: absent where it does, or nobody knows. */
  readonly isNotOffered?: true
  /** It is not among the prices that were read of its region: what runs of it is priced as it last was, and no more can be bought. */
  readonly isUnlisted?: true
  /** At its true price, also where it was refused. */
  readonly spot?: ZonedPrice & { readonly interruption: InterruptionRate; readonly refusal?: Refusal }
}

export interface Region extends Provenance {
  readonly provider: string
  readonly region: string
  /** ISO 3166-1 alpha-2. */
  readonly country: string
  readonly displayName: string
  readonly latitude: number
  readonly longitude: number
  /** Jurisdictions as tags: the country, EU, EEA, GDPR-adequate, GDPR-adequate-conditional; never the operator's own. */
  readonly tags: readonly string[]
}

/** All that Ballast knows of the clouds at one time: a frozen value. */
export interface Catalogue {
  /** Date of the oldest price in it: how old a plan's prices may be. */
  readonly oldestPriceAt: string
  /** That price's provider and kind, for people; absent where nobody needs telling, as in tests. */
  readonly oldestPrice?: Pick<Price, 'provider' | 'capacityType' | 'asOf'>
  /** True for the catalogue that comes with Ballast: months old by nature, good for planning and simulation, never for acting. */
  readonly bundled: boolean
  readonly providers: readonly string[]
  /** Nodes that are paid for in advance; absent or empty: none. */
  readonly commitments?: readonly Commitment[]
  /** What a reader of anything that is made with it must know. */
  readonly notes?: readonly string[]
  region(provider: string, region: string): Region | undefined
  regionsOf(provider: string): readonly Region[]
  /** Every machine that the region sells; empty where nothing is known of it. */
  machines(provider: string, region: string): readonly Machine[]
  /**
   * Price of traffic from a region to another region, to another cluster in the same one, or to the internet, in the first paid tier.
   * To another provider it is that of the internet. Undefined where no source says.
   */
  egressUsdPerGiB(
    from: { provider: string; region: string },
    to: { provider: string; region: string } | 'internet',
  ): (Provenance & { readonly usdPerGiB: UsdPerGiB }) | undefined
  /** The operator's own jurisdiction, wherever its regions are: `US` for AWS, Azure and GCP; undefined for others. */
  operatorJurisdiction(provider: string): string | undefined
}
