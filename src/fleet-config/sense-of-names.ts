import type { InputIssue } from '../domain/input-error.ts'
import { unknownName } from '../domain/parse-problem.ts'
import type { Draft } from '../fleet-file/draft.ts'
import { senseOfLimits } from '../fleet-file/sense-of-limits.ts'
import { clusterNameIssues, pinIssues } from '../fleet-file/sense-of-policies.ts'
import type { ConfiguredFleet } from './schema.ts'

/** Names of clusters and policies that policies, quotas, egress rates and namespaces speak of. */
export function senseOfNames(draft: Draft<ConfiguredFleet>): InputIssue[] {
  const clusters = (draft.clusters ?? []).flatMap((cluster) => cluster?.id ?? [])
  const policies = Object.entries(draft.policies ?? {})
  const names = policies.map(([name]) => name)
  return [
    ...policies.flatMap(([name, policy]) => [
      ...clusterNameIssues(policy?.placement, `policies.${name}.placement`, clusters),
      ...pinIssues(policy?.pin, `policies.${name}.pin`, clusters),
    ]),
    ...Object.entries(draft.defaultPolicies ?? {}).flatMap(([namespace, given]) =>
      namedPolicies(given, `defaultPolicies.${namespace}`, names),
    ),
    ...senseOfLimits(draft),
  ]
}

function namedPolicies(given: unknown, path: string, policies: readonly string[]): InputIssue[] {
  if (typeof given === 'string') return unknownName(path, given, policies, 'policy')
  const list = Array.isArray(given) ? (given as (string | undefined)[]) : []
  return list.flatMap((name, at) => (name === undefined ? [] : unknownName(`${path}[${at}]`, name, policies, 'policy')))
}
