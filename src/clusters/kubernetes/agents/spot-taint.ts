import type { Taint } from '../snapshot.ts'
import { isTolerated } from '../taints.ts'
import type { OptedIn } from './opted-in.ts'

/** The taint that keeps a Deployment's pods off all spot nodes of its cluster; undefined where they may stand on one, or none is known. */
export function spotTaintOf({ site, deployment }: Pick<OptedIn, 'site' | 'deployment'>): Taint | undefined {
  const { tolerations } = deployment.template
  const refused = site.taints.ofSpot.map((taints) => taints.find((taint) => !isTolerated(taint, tolerations)))
  return refused.every((taint) => taint !== undefined) ? refused[0] : undefined
}
