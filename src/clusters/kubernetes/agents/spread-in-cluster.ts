import type { Replicas } from '../../../domain/units.ts'
import type { ZoneSpread } from '../../../domain/zone-spread.ts'
import { HOSTNAME_KEY, REGION_KEYS, ZONE_KEYS } from '../node-labels.ts'
import type { OptedIn } from './opted-in.ts'

/** How a Deployment's pods must lie apart, in the contract's words; `beyondWords` says what it has none for. */
export interface SpreadInCluster {
  readonly maxPerNode?: Replicas
  readonly zoneSpread: readonly ZoneSpread[]
  readonly beyondWords: readonly string[]
}

/** Required anti-affinity to itself, and topology spread that forbids: by node and by zone. */
export function spreadInCluster(part: OptedIn): SpreadInCluster {
  const { apartBy, topologySpread } = part.deployment.template
  const forbidding = topologySpread.filter(({ whenUnsatisfiable }) => whenUnsatisfiable === 'DoNotSchedule')
  const apart = apartBy.map((topologyKey) => byKey(part, topologyKey, { atMost: 1 }))
  const skewed = forbidding.map(({ topologyKey, maxSkew }) => byKey(part, topologyKey, { maxSkew }))
  const all = [...apart, ...skewed]
  const perNode = all.flatMap(({ maxPerNode }) => maxPerNode ?? [])
  return {
    ...(perNode.length > 0 ? { maxPerNode: Math.min(...perNode) } : {}),
    zoneSpread: all.flatMap(({ zoneSpread }) => zoneSpread),
    beyondWords: all.flatMap(({ beyondWords }) => beyondWords),
  }
}

type Limit = { readonly atMost: Replicas } | { readonly maxSkew: number }

function byKey(part: OptedIn, topologyKey: string, limit: Limit): SpreadInCluster {
  if (topologyKey === HOSTNAME_KEY) return onNodes(part, limit)
  if (isIn(ZONE_KEYS, topologyKey)) return { zoneSpread: [{ zones: Math.max(1, part.facts.zones.length), ...limit }], beyondWords: [] }
  if (isIn(REGION_KEYS, topologyKey) && 'maxSkew' in limit) return { zoneSpread: [], beyondWords: [] }
  return { zoneSpread: [], beyondWords: [`its pods must lie apart by ${topologyKey}, of which a plan knows nothing`] }
}

/** As many on a node as the skew allows keeps it, however few another node has; more than that today is a balance that no limit tells. */
function onNodes({ pods }: OptedIn, limit: Limit): SpreadInCluster {
  if ('atMost' in limit) return { maxPerNode: limit.atMost, zoneSpread: [], beyondWords: [] }
  const most = Math.max(0, ...[...Map.groupBy(pods.standing, ({ node }) => node).values()].map((own) => own.length))
  if (most <= limit.maxSkew) return { maxPerNode: limit.maxSkew, zoneSpread: [], beyondWords: [] }
  const why = `its pods must be spread evenly over all nodes (maxSkew ${limit.maxSkew}, and ${most} of them share one today): a plan can only limit how many share a node`
  return { zoneSpread: [], beyondWords: [why] }
}

const isIn = (keys: readonly string[], key: string): boolean => keys.includes(key)
