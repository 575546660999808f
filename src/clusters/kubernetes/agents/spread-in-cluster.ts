import type { SurviveRule } from '../../../domain/problem.ts'
import { type Replicas, wholeDown } from '../../../domain/units.ts'
import { HOSTNAME_KEY, REGION_KEYS, ZONE_KEYS } from '../node-labels.ts'
import type { OptedIn } from './opted-in.ts'

/** How a Deployment's pods must lie apart, in the contract's words; `beyondWords` says what it has none for. */
export interface SpreadInCluster {
  readonly maxPerNode?: Replicas
  readonly survive: readonly SurviveRule[]
  readonly beyondWords: readonly string[]
}

/** Required anti-affinity to itself, and topology spread that forbids: by node and by zone. */
export function spreadInCluster(part: OptedIn, agentReplicas: Replicas): SpreadInCluster {
  const { apartBy, topologySpread } = part.deployment.template
  const forbidding = topologySpread.filter(({ whenUnsatisfiable }) => whenUnsatisfiable === 'DoNotSchedule')
  const apart = apartBy.map((topologyKey) => byKey(part, topologyKey, { atMost: 1 }, agentReplicas))
  const skewed = forbidding.map(({ topologyKey, maxSkew }) => byKey(part, topologyKey, { maxSkew }, agentReplicas))
  const all = [...apart, ...skewed]
  const perNode = all.flatMap(({ maxPerNode }) => maxPerNode ?? [])
  return {
    ...(perNode.length > 0 ? { maxPerNode: Math.min(...perNode) } : {}),
    survive: all.flatMap(({ survive }) => survive),
    beyondWords: all.flatMap(({ beyondWords }) => beyondWords),
  }
}

type Limit = { readonly atMost: Replicas } | { readonly maxSkew: number }

function byKey(part: OptedIn, topologyKey: string, limit: Limit, agentReplicas: Replicas): SpreadInCluster {
  if (topologyKey === HOSTNAME_KEY) return onNodes(part, limit)
  if (isIn(ZONE_KEYS, topologyKey)) return overZones(part, limit, agentReplicas)
  if (isIn(REGION_KEYS, topologyKey) && 'maxSkew' in limit) return { survive: [], beyondWords: [] }
  return { survive: [], beyondWords: [`its pods must lie apart by ${topologyKey}, of which a plan knows nothing`] }
}

/** As many on a node as the skew allows keeps it, however few another node has; more than that today is a balance that no limit tells. */
function onNodes({ pods }: OptedIn, limit: Limit): SpreadInCluster {
  if ('atMost' in limit) return { maxPerNode: limit.atMost, survive: [], beyondWords: [] }
  const most = Math.max(0, ...[...Map.groupBy(pods.standing, ({ node }) => node).values()].map((own) => own.length))
  if (most <= limit.maxSkew) return { maxPerNode: limit.maxSkew, survive: [], beyondWords: [] }
  const why = `its pods must be spread evenly over all nodes (maxSkew ${limit.maxSkew}, and ${most} of them share one today): a plan can only limit how many share a node`
  return { survive: [], beyondWords: [why] }
}

/**
 * The most that one zone may hold of R replicas over Z zones: at most n, or n − least ≤ skew with all zones together R, so n ≤ (R + (Z − 1)·skew) / Z.
 * To survive the loss of any zone with the others asks for the same.
 */
function overZones({ facts }: OptedIn, limit: Limit, replicas: Replicas): SpreadInCluster {
  const zones = Math.max(1, facts.zones.length)
  if (replicas === 0 || ('maxSkew' in limit && zones === 1)) return { survive: [], beyondWords: [] }
  const most = 'atMost' in limit ? limit.atMost : wholeDown((replicas + (zones - 1) * limit.maxSkew) / zones)
  const keep = Math.max(0, replicas - most) / replicas
  return { survive: keep > 0 ? [{ loss: 'zone', keep }] : [], beyondWords: [] }
}

const isIn = (keys: readonly string[], key: string): boolean => keys.includes(key)
