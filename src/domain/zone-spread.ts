import type { SurviveRule } from './problem.ts'
import { type Replicas, wholeDown, wholeUp } from './units.ts'

/** How replicas must lie over the zones of a cluster: at most so many in one, or no more than so many apart. */
export type ZoneSpread = { readonly zones: number } & ({ readonly atMost: Replicas } | { readonly maxSkew: number })

/**
 * What spreads ask of so many replicas, as the loss of a zone that is survived. The fullest of Z zones holds n of R: with n − least ≤ skew and
 * all zones together R, n ≤ (R + (Z − 1) · skew) / Z. Never fewer than ⌈R / Z⌉, for some zone holds so many however they lie.
 */
export function survivedZones(spreads: readonly ZoneSpread[], replicas: Replicas): SurviveRule[] {
  const kept = spreads.map((spread) => (replicas === 0 ? 0 : (replicas - fullest(spread, replicas)) / replicas))
  const keep = Math.max(0, ...kept)
  return keep > 0 ? [{ loss: 'zone', keep }] : []
}

function fullest(spread: ZoneSpread, replicas: Replicas): Replicas {
  const { zones } = spread
  const allowed = 'atMost' in spread ? spread.atMost : wholeDown((replicas + (zones - 1) * spread.maxSkew) / zones)
  return Math.min(replicas, Math.max(allowed, wholeUp(replicas / zones)))
}
