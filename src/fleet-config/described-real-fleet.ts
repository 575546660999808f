import type { DescribedRealFleet } from '../clusters/kubernetes/real-fleet/real-fleet.ts'
import type { Catalogue } from '../domain/catalogue.ts'
import type { InputIssue } from '../domain/input-error.ts'
import type { Policy } from '../domain/policy.ts'
import { DEFAULT_HEADROOM, DEFAULT_HORIZON_HOURS } from '../fleet-file/fleet-as-described.ts'
import { knownTags, tagIssues } from '../fleet-file/sense-of-policies.ts'
import type { ConfiguredFleet } from './schema.ts'

const DEFAULT_NAME = 'fleet'

/** What a configuration says of a fleet, with what it leaves unsaid. */
export function describedRealFleet(configured: ConfiguredFleet): DescribedRealFleet {
  const { name, horizonHours, headroom, operators, clusters, policies, defaultPolicies, quotas, egress, limits } = configured
  return {
    name: name ?? DEFAULT_NAME,
    horizonHours: horizonHours ?? DEFAULT_HORIZON_HOURS,
    headroom: headroom ?? DEFAULT_HEADROOM,
    operators: operators ?? [],
    clusters: clusters as DescribedRealFleet['clusters'],
    policies: (policies ?? {}) as Readonly<Record<string, Policy>>,
    defaultPolicies: defaultPolicies ?? {},
    quotas: quotas ?? [],
    egress: egress ?? [],
    limits: limits ?? {},
  }
}

/** Tags that its policies name and no place bears: only a catalogue can tell. */
export function senseOfTags(configured: ConfiguredFleet, catalogue: Catalogue): InputIssue[] {
  const tags = knownTags(configured, catalogue)
  return Object.entries(configured.policies ?? {}).flatMap(([name, { placement }]) =>
    tagIssues(placement, `policies.${name}.placement`, tags),
  )
}
