import type { ClusterSnapshot, DeploymentObject, PodObject } from '../snapshot.ts'

/** A Deployment's own pods, told by who made them: whoever else's pods its selector matches. */
export interface DeploymentPods {
  /** On a node: they take their place there, ready or not. */
  readonly standing: readonly PodObject[]
  /** Still without a node. */
  readonly waiting: readonly PodObject[]
  /** How many ReplicaSets the standing ones are of: more than one while it rolls out. */
  readonly replicaSets: number
}

/** By ownerReference: Deployment, ReplicaSet, pod, by uid. Pods that end, failed or are done do not count. */
export function podsByDeployment({ replicaSets, pods }: ClusterSnapshot): (deployment: Pick<DeploymentObject, 'uid'>) => DeploymentPods {
  const deploymentOf = new Map(replicaSets.flatMap((set) => controllers(set).map((owner) => [set.uid, owner.uid] as const)))
  const counted = pods.filter(({ isDeleted, phase }) => !isDeleted && phase !== 'Failed' && phase !== 'Succeeded')
  const byDeployment = Map.groupBy(counted, (pod) => {
    const [set] = controllers(pod)
    return set && deploymentOf.get(set.uid)
  })
  return ({ uid }) => {
    const own = byDeployment.get(uid) ?? []
    const standing = own.filter(({ node }) => node !== '')
    return {
      standing,
      waiting: own.filter(({ node }) => node === ''),
      replicaSets: new Set(standing.map((pod) => controllers(pod)[0]!.uid)).size,
    }
  }
}

const controllers = ({ owners }: Pick<PodObject, 'owners'>) => owners.filter(({ isController }) => isController)
