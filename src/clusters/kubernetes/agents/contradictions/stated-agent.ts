import type { AgentDeployment } from '../../../../domain/agent-deployment.ts'
import type { Policy } from '../../../../domain/policy.ts'
import type { Replicas } from '../../../../domain/units.ts'
import type { ClusterFacts } from '../agents-config.ts'

/** What an agent's owner says of it in two places: its policy, and its Deployments. */
export interface StatedAgent {
  readonly agent: string
  readonly policy: Policy
  /** The same with what its specs ask for of how pods lie apart. */
  readonly ruled: Policy
  readonly deployments: readonly AgentDeployment[]
  /** Wanted over all of them. */
  readonly replicas: Replicas
  /** Every cluster of the fleet. */
  readonly clusters: readonly ClusterFacts[]
}

/** Whether a policy's sovereignty rules allow a cluster. */
export function allows({ placement = {} }: Policy, { id, tags }: ClusterFacts): boolean {
  const { anyTag, noTag, clusters } = placement
  if (anyTag && !anyTag.some((tag) => tags.includes(tag))) return false
  if (noTag?.some((tag) => tags.includes(tag))) return false
  return clusters?.includes(id) ?? true
}

/** Clusters that the policy allows, with and without a Deployment to scale. */
export function allowedClusters({ policy, deployments, clusters }: StatedAgent): { usable: ClusterFacts[]; without: ClusterFacts[] } {
  const allowed = clusters.filter((cluster) => allows(policy, cluster))
  const has = (cluster: ClusterFacts) => deployments.some((deployment) => deployment.cluster === cluster.id)
  return { usable: allowed.filter(has), without: allowed.filter((cluster) => !has(cluster)) }
}

/** The first few of them. */
export function namesOf(clusters: readonly Pick<ClusterFacts, 'id'>[]): string {
  const shown = clusters.slice(0, 5).map(({ id }) => id)
  return `${shown.join(', ')}${clusters.length > shown.length ? ` and ${clusters.length - shown.length} more` : ''}`
}

/** Ballast rescales what is there, and creates nothing. */
export const createIn = (clusters: readonly ClusterFacts[]): string | undefined =>
  clusters.length === 0 ? undefined : `there is no Deployment to scale in ${namesOf(clusters)}: create one with 0 replicas`
