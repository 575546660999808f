import type { Seconds, Share } from '../../src/domain/units.ts'

/** How large a fleet is: agents to place, clusters to place them in, machine types that each cluster may grow from. */
export interface FleetSize {
  readonly agents: number
  readonly clusters: number
  readonly types: number
}

export interface BenchSize extends FleetSize {
  /** The longest that a solve may take, unless the command line says otherwise. */
  readonly timeLimitSeconds: Seconds
  /** The proved gap that Ballast promises within that time. */
  readonly promisedGap: Share
}

export const SIZES = {
  S: { agents: 10, clusters: 4, types: 40, timeLimitSeconds: 10, promisedGap: 0.005 },
  M: { agents: 100, clusters: 12, types: 120, timeLimitSeconds: 60, promisedGap: 0.03 },
  L: { agents: 1_000, clusters: 30, types: 200, timeLimitSeconds: 180, promisedGap: 0.06 },
  XL: { agents: 5_000, clusters: 60, types: 300, timeLimitSeconds: 900, promisedGap: 0.12 },
} as const satisfies Readonly<Record<string, BenchSize>>

export type SizeName = keyof typeof SIZES
export const SIZE_NAMES = Object.keys(SIZES) as readonly SizeName[]
