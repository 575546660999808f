import type { InputIssue } from '../domain/input-error.ts'
import { twice, unknownName } from '../domain/parse-problem.ts'
import { INTERNET } from '../domain/problem.ts'
import { type Draft, items } from './draft.ts'
import type { FleetDescription } from './schema.ts'
import { given } from './sense-of-clusters.ts'

type Named = readonly ({ readonly id?: string | undefined } | undefined)[] | undefined

/** Clusters that quotas and egress rates speak of, and lines that stand twice. */
export function senseOfLimits(draft: Pick<Draft<FleetDescription>, 'quotas' | 'egress'> & { clusters?: Named }): InputIssue[] {
  const clusters = given(items(draft.clusters, '').map(({ item }) => item.id))
  const quotas = items(draft.quotas, 'quotas')
  const rates = items(draft.egress, 'egress')
  return [
    ...twice('quotas', given(quotas.map(({ item }) => item.id))),
    ...quotas.flatMap(({ item, path }) =>
      items(item.clusters, `${path}.clusters`).flatMap((named) => unknownName(named.path, named.item, clusters, 'cluster')),
    ),
    ...rates.flatMap(({ item, path }) => [
      ...(item.from ? unknownName(`${path}.from`, item.from, [...clusters, '*'], 'cluster') : []),
      ...(item.to ? unknownName(`${path}.to`, item.to, [...clusters, INTERNET, '*'], 'cluster') : []),
    ]),
    ...twice(
      'egress',
      rates.map(({ item }) => `${item.from} to ${item.to}`),
    ),
  ]
}
