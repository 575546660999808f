import { INTERNET } from '../../../domain/problem.ts'
import type { DeploymentObject } from '../snapshot.ts'
import { AGENT_LABEL } from './ballast-keys.ts'

/** Values that say "yes" where a name is asked for: many Deployments would become one agent of that name. */
const NO_NAMES: ReadonlySet<string> = new Set(['', 'true', 'false', 'yes', 'no', 'on', 'off', INTERNET])

/** The agent that a Deployment says it is; undefined where it has not opted in, or with a value that names none. */
export function agentName({ labels }: Pick<DeploymentObject, 'labels'>): string | undefined {
  const name = labels[AGENT_LABEL]
  return name === undefined || NO_NAMES.has(name) ? undefined : name
}
