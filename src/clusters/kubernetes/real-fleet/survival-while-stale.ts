import type { FleetAgent, FleetCluster } from '../../../domain/fleet.ts'
import type { Policy } from '../../../domain/policy.ts'
import type { SurviveRule } from '../../../domain/problem.ts'
import { type Replicas, wholeUp } from '../../../domain/units.ts'

/** Where an agent stands and may stand, as far as clusters tell. */
export interface Standing {
  readonly wanted: Replicas
  /** By cluster; those in which it has a Deployment and no replica are 0. */
  readonly replicas: ReadonlyMap<string, Replicas>
  readonly clusters: readonly FleetCluster[]
  /** Those that do not answer: replicas can only leave them. */
  readonly stale: ReadonlySet<string>
}

type Kind = 'cluster' | 'region' | 'cloud'

const DOMAIN: Readonly<Record<Kind, (cluster: FleetCluster) => string>> = {
  cluster: ({ id }) => id,
  region: ({ provider, region }) => `${provider}/${region}`,
  cloud: ({ provider }) => provider,
}

const isOfPlaces = (rule: SurviveRule): rule is SurviveRule & { readonly loss: Kind } => rule.loss in DOMAIN

/** How many replicas must leave the cluster, region or cloud that they stand in, since fewer than must survive are elsewhere. */
export function mustLeave(survive: Policy['survive'], standing: Standing): Replicas {
  return (survive ?? []).filter(isOfPlaces).reduce((sum, rule) => {
    const over = domainsOf(rule.loss, standing).map(({ replicas }) => Math.max(0, replicas - mostIn(rule, standing)))
    return sum + over.reduce((all, one) => all + one, 0)
  }, 0)
}

/** The rule of survival or of spread that cannot be kept as long as those clusters do not answer; undefined where all can. */
export function lostRule({ survive, spread }: Pick<FleetAgent['policy'], 'survive' | 'spread'>, standing: Standing): string | undefined {
  const broken = (survive ?? []).filter(isOfPlaces).find((rule) => {
    const room = domainsOf(rule.loss, standing).map(({ replicas, isLive }) =>
      Math.min(isLive ? Number.POSITIVE_INFINITY : replicas, mostIn(rule, standing)),
    )
    return room.reduce((sum, one) => sum + one, 0) < standing.wanted
  })
  if (broken) return `survive ${broken.loss}, keep ${broken.keep}`
  return (['cluster', 'region', 'cloud'] as const).flatMap((kind) => {
    const asked = Math.min(spread?.[`${kind}s`] ?? 0, standing.wanted)
    const there = domainsOf(kind, standing).filter(({ replicas, isLive }) => isLive || replicas > 0).length
    return there < asked ? [`spread over ${asked} ${kind}s`] : []
  })[0]
}

const mostIn = ({ keep }: SurviveRule, { wanted }: Standing): Replicas => wanted - wholeUp(keep * wanted)

function domainsOf(kind: Kind, { replicas, clusters, stale }: Standing): { replicas: Replicas; isLive: boolean }[] {
  const own = clusters.filter(({ id }) => replicas.has(id))
  return [...Map.groupBy(own, DOMAIN[kind]).values()].map((together) => ({
    replicas: together.reduce((sum, { id }) => sum + (replicas.get(id) ?? 0), 0),
    isLive: together.some(({ id }) => !stale.has(id)),
  }))
}
