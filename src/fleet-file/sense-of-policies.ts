import type { Catalogue } from '../domain/catalogue.ts'
import type { InputIssue } from '../domain/input-error.ts'
import { twice, unknownName } from '../domain/parse-problem.ts'
import type { Policy } from '../domain/policy.ts'
import { type Draft, items } from './draft.ts'
import type { FleetDescription } from './schema.ts'
import { given } from './sense-of-clusters.ts'

/** Clusters and tags that policies speak of: one that is mistyped would forbid nothing, or everything, in silence. */
export function senseOfPolicies(draft: Draft<FleetDescription>, catalogue: Catalogue): InputIssue[] {
  const clusters = given(items(draft.clusters, '').map(({ item }) => item.id))
  const tags = knownTags(draft, catalogue)
  const named = Object.entries(draft.policies ?? {}).map(([name, policy]) => ({ policy, path: `policies.${name}` }))
  const own = items(draft.agents, 'agents').map(({ item, path }) => ({ policy: item.policy, path: `${path}.policy` }))
  return [...named, ...own].flatMap(({ policy, path }) => [
    ...placementIssues(policy?.placement, `${path}.placement`, clusters, tags),
    ...pinIssues(policy?.pin, `${path}.pin`, clusters),
  ])
}

/** Places of a pin that are in no known cluster, or stand twice. */
export function pinIssues(pin: Draft<Policy['pin']> | undefined, path: string, clusters: readonly string[]): InputIssue[] {
  if (typeof pin !== 'object') return []
  const places = items(pin, path)
  const names = places.flatMap(({ item, path: at }) =>
    item.cluster ? unknownName(`${at}.cluster`, item.cluster, clusters, 'cluster') : [],
  )
  const keys = places.map(({ item: { cluster, capacityType } }) => (cluster && capacityType ? `${cluster} on ${capacityType}` : undefined))
  return [...names, ...twice(path, given(keys))]
}

function placementIssues(
  placement: Draft<Policy['placement']> | undefined,
  path: string,
  clusters: readonly string[],
  tags: readonly string[],
): InputIssue[] {
  return [...tagIssues(placement, path, tags), ...clusterNameIssues(placement, path, clusters)]
}

/** Tags that a placement names and nobody bears. */
export function tagIssues(placement: Draft<Policy['placement']> | undefined, path: string, tags: readonly string[]): InputIssue[] {
  return (['anyTag', 'noTag'] as const).flatMap((key) =>
    items(placement?.[key], `${path}.${key}`)
      .filter(({ item }) => !isCountry(item))
      .flatMap(({ item, path: at }) => unknownName(at, item, tags, 'tag')),
  )
}

/** Clusters that a placement names and nobody knows. */
export function clusterNameIssues(
  placement: Draft<Policy['placement']> | undefined,
  path: string,
  clusters: readonly string[],
): InputIssue[] {
  return items(placement?.clusters, `${path}.clusters`).flatMap(({ item, path: at }) => unknownName(at, item, clusters, 'cluster'))
}

/** A country may be named though no region of the catalogue stands in it. */
const isCountry = (tag: string): boolean => /^(operator:)?[A-Z]{2}$/.test(tag)

/** Every tag that a policy may name. */
export function knownTags(draft: Pick<Draft<FleetDescription>, 'operators' | 'clusters'>, catalogue: Catalogue): string[] {
  const operators = items(draft.operators, '').map(({ item }) => item)
  const jurisdictions = [...operators.map(({ jurisdiction }) => jurisdiction), ...catalogue.providers.map(catalogue.operatorJurisdiction)]
  const tags = [
    ...catalogue.providers.flatMap((provider) => catalogue.regionsOf(provider).flatMap((region) => region.tags)),
    ...operators.flatMap(({ regions }) => items(regions, '').flatMap(({ item }) => item.tags ?? [])),
    ...items(draft.clusters, '').flatMap(({ item }) => item.tags ?? []),
    ...given(jurisdictions).map((jurisdiction) => `operator:${jurisdiction}`),
  ]
  return [...new Set(given(tags))]
}
