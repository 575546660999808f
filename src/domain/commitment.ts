import type { Provenance } from './catalogue.ts'
import type { Nodes, UsdPerHour } from './units.ts'

/** How a provider sells what is paid for in advance. */
export const PROGRAMS = ['reserved instance', 'savings plan', 'committed use'] as const

/** The region of a commitment that holds wherever its provider is. */
export const ALL_REGIONS = 'all'

/** Nodes of one machine type that an account has bought for a term. Of a savings plan: as many as its committed spend buys of the type. */
export interface Commitment extends Provenance {
  readonly program: (typeof PROGRAMS)[number]
  readonly provider: string
  /** `all`: in any region, `count` nodes in all of them together. */
  readonly region: string
  readonly instanceType: string
  readonly count: Nodes
  /** ISO date or date-time; a date alone is its midnight UTC. */
  readonly termEnds: string
  /** Still payable for one node; 0 where all was paid up front. */
  readonly usdPerHour: UsdPerHour
  /** `always`: whether or not a node runs, as the clouds' own programs are. */
  readonly payable: 'always' | 'while running'
  /** Where in its source it stands. */
  readonly line: number
}

export interface Place {
  readonly provider: string
  readonly region: string
}

/** Whether nodes there may be of the commitment. */
export const coversPlace = (commitment: Place, { provider, region }: Place): boolean =>
  commitment.provider === provider && (commitment.region === ALL_REGIONS || commitment.region === region)

/** What running one more of its nodes adds to the bill: nothing where all of them are payable anyhow. */
export const marginalUsdPerHour = ({ payable, usdPerHour }: Commitment): UsdPerHour => (payable === 'always' ? 0 : usdPerHour)

/** The same for commitments that hold for the same machines in the same places: their nodes cannot be told apart. */
export const poolOf = ({ provider, region, instanceType }: Commitment): string =>
  `committed ${instanceType} in ${region === ALL_REGIONS ? `all of ${provider}` : `${provider} ${region}`}`
