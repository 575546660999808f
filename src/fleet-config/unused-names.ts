import type { Finding } from '../domain/finding.ts'
import type { FleetAgent } from '../domain/fleet.ts'
import { didYouMean } from '../domain/nearest-name.ts'
import type { ConfiguredFleet } from './schema.ts'

/** What the configuration says that no cluster knows of: policies that no agent has, and namespaces that are nowhere. */
export function unusedNames(
  { policies = {}, defaultPolicies = {} }: ConfiguredFleet,
  agents: readonly Pick<FleetAgent, 'policyNames'>[],
  namespaces: readonly string[],
): Finding[] {
  const used = new Set(agents.flatMap(({ policyNames }) => policyNames))
  const idle = Object.keys(policies).filter((name) => !used.has(name))
  const nowhere = namespaces.length === 0 ? [] : Object.keys(defaultPolicies).filter((name) => !namespaces.includes(name))
  return [
    ...idle.map((name): Finding => ({ severity: 'note', subject: `policy ${name}`, message: 'no agent has it' })),
    ...nowhere.map(
      (name): Finding => ({
        severity: 'warning',
        subject: `namespace ${name}`,
        message: 'has default policies, but no cluster has a namespace of that name',
        remedy: didYouMean(name, [...new Set(namespaces)]),
      }),
    ),
  ]
}
