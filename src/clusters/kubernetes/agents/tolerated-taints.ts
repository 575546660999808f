import { GPU_TAINT } from '../../../domain/fleet.ts'
import { isTolerated, taintName } from '../taints.ts'
import type { OptedIn } from './opted-in.ts'
import { aboutDeployment, type Told, warning } from './told.ts'

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

/** A GPU that is asked for stands behind a taint: unless something adds the toleration to the pods, which those that stand show. */
export function untoleratedGpus({ snapshot, deployment, site, pods }: OptedIn): Told[] {
  const { tolerations, requests } = deployment.template
  const taint = site.taints.ofGpus.find((one) => !isTolerated(one, tolerations))
  if (requests.gpu === 0 || !taint || pods.standing.length > 0) return []
  const message = `it asks for GPUs, but does not tolerate a taint of the nodes that have them (${taint.key}=${taint.value}:${taint.effect})`
  return [warning(aboutDeployment(snapshot.cluster, deployment), message, 'add the toleration to its pod template')]
}

/** Every taint of its clusters, for an agent that stays where it stands whatever keeps others off. */
export const allTaints = (parts: readonly OptedIn[]): string[] =>
  [...new Set([GPU_TAINT, ...parts.flatMap(({ site }) => site.taints.all.map(taintName))])].sort()
