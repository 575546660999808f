import type { Catalogue } from '../domain/catalogue.ts'
import type { Fleet } from '../domain/fleet.ts'
import { InputError, type InputIssue } from '../domain/input-error.ts'
import { schemaIssues } from '../domain/schema-check.ts'
import { type Draft, withoutMistakes } from './draft.ts'
import { fleetAsDescribed, type World } from './fleet-as-described.ts'
import type { FleetFile } from './open-fleet-file.ts'
import { type FleetDescription, FleetFileSchema } from './schema.ts'
import { senseOfAgents } from './sense-of-agents.ts'
import { senseOfClusters } from './sense-of-clusters.ts'
import { senseOfLimits } from './sense-of-limits.ts'
import { senseOfPolicies } from './sense-of-policies.ts'

/**
 * The fleet that a file describes, with today's pods on today's nodes.
 * Throws InputError with every mistake of form and of sense at once; whether today's pods fit is told once all else is right.
 */
export function fleetOf(file: FleetFile, world: World): Fleet {
  const form = schemaIssues(FleetFileSchema, file.yaml.value)
  refuse(file, [...form, ...senseIssues(withoutMistakes<FleetDescription>(file.yaml.value, form), world.catalogue)])
  const { fleet, issues } = fleetAsDescribed(file.yaml.value as FleetDescription, world)
  refuse(file, issues)
  return fleet
}

function refuse({ source, yaml }: FleetFile, issues: readonly InputIssue[]): void {
  if (issues.length > 0) throw new InputError(source, issues.map(yaml.located))
}

function senseIssues(draft: Draft<FleetDescription>, catalogue: Catalogue): InputIssue[] {
  return [
    ...senseOfClusters(draft, catalogue),
    ...senseOfPolicies(draft, catalogue),
    ...senseOfLimits(draft),
    ...senseOfAgents(draft, catalogue),
  ]
}
