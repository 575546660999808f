import type { Seconds, Share, UsdPerHour } from '../../../src/domain/units.ts'
import { isOneCloud } from '../sides/one-cloud.ts'
import { SIZE_NAMES, type SizeName } from '../sizes.ts'
import { gapOf, type Measurement } from './measurement.ts'

/** Every side of one instance beside each other. */
export interface Comparison {
  readonly instance: string
  readonly size: SizeName
  readonly seed: number
  readonly replicas: number
  readonly sides: ReadonlyMap<string, Measurement>
  /** The best bound that any side proved of the instance. */
  readonly lowerBoundUsdPerHour: UsdPerHour | undefined
  /** The cloud that holds most agents alone; of equals the cheapest. */
  readonly bestCloud: Measurement | undefined
}

/** By size, then by seed. */
export function comparisonsOf(measurements: readonly Measurement[]): Comparison[] {
  const groups = [...Map.groupBy(measurements, ({ instance }) => instance)]
  const rank = ({ size }: Comparison) => SIZE_NAMES.indexOf(size)
  return groups.map(([instance, own]) => comparisonOf(instance, own)).sort((a, b) => rank(a) - rank(b) || a.seed - b.seed)
}

function comparisonOf(instance: string, own: readonly Measurement[]): Comparison {
  const { size, seed, replicas } = own[0]!
  // What one cloud alone proves is a bound on one cloud alone.
  const bounds = own.flatMap(({ side, lowerBoundUsdPerHour }) =>
    isOneCloud(side) || lowerBoundUsdPerHour === undefined ? [] : [lowerBoundUsdPerHour],
  )
  const clouds = own.filter(({ side, usdPerHour }) => isOneCloud(side) && usdPerHour !== undefined)
  const byHeld = clouds.toSorted((a, b) => (b.heldAgents ?? 0) - (a.heldAgents ?? 0) || a.usdPerHour! - b.usdPerHour!)
  return {
    instance,
    size,
    seed,
    replicas,
    sides: new Map(own.map((measurement) => [measurement.side, measurement])),
    lowerBoundUsdPerHour: bounds.length === 0 ? undefined : Math.max(...bounds),
    bestCloud: byHeld[0],
  }
}

/** How far above the best bound a side's plan is, as a share of its cost; undefined where it has none that keeps the rules. */
export function shareAboveBound(measurement: Measurement | undefined, bound: UsdPerHour | undefined): Share | undefined {
  if (measurement?.usdPerHour === undefined || measurement.verified === 'no' || bound === undefined) return undefined
  return gapOf(measurement.usdPerHour, bound)
}

/** Ballast's own proved gap. */
export function provedGap({ sides }: Comparison): Share | undefined {
  const own = sides.get('ballast')
  return shareAboveBound(own, own?.lowerBoundUsdPerHour)
}

/** The whole process of a side that found what it was asked for. */
export function secondsOf({ sides }: Comparison, side: string): Seconds | undefined {
  const own = sides.get(side)
  return own === undefined || own.outcome === 'failed' || own.outcome === 'unknown' ? undefined : own.seconds
}
