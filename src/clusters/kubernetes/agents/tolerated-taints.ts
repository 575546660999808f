import { GPU_TAINT } from '../../../domain/fleet.ts'
import { isTolerated, taintName } from '../taints.ts'
import type { OptedIn } from './opted-in.ts'

/** Names of the taints that every one of an agent's Deployments tolerates, as far as its cluster has them. */
export function toleratedTaints(parts: readonly OptedIn[]): string[] {
  const refused = new Set<string>()
  const known = new Set<string>()
  for (const { site, deployment } of parts) {
    for (const taint of site.taints.all) {
      const name = taintName(taint)
      known.add(name)
      if (!isTolerated(taint, deployment.template.tolerations)) refused.add(name)
    }
  }
  return [...known].filter((name) => !refused.has(name)).sort()
}

/** Every taint of its clusters, for an agent that stays where it stands whatever keeps others off. */
export const allTaints = (parts: readonly OptedIn[]): string[] =>
  [...new Set([GPU_TAINT, ...parts.flatMap(({ site }) => site.taints.all.map(taintName))])].sort()
