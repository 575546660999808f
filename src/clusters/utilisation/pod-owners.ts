import type { ClusterSnapshot, OwnedObject } from '../kubernetes/snapshot.ts'
import type { Series } from './prometheus/answer.ts'

/** A Deployment by namespace and name: `support/support-agent`. */
export type DeploymentKey = string

export const keyOf = ({ namespace, name }: { namespace: string; name: string }): DeploymentKey => `${namespace}/${name}`

/** The Deployment that a pod is of, of those that are planned; undefined for any other pod. */
export type DeploymentOfPod = (namespace: string, pod: string) => DeploymentKey | undefined

/** What kube-state-metrics tells of pods that have gone since; empty where it is not there. */
export interface OwnersTold {
  readonly pods: readonly Series[]
  readonly replicaSets: readonly Series[]
}

/**
 * Pods of today by their owners; pods of the past by what was recorded of theirs; where nothing was, by their names, which Kubernetes
 * makes of the Deployment's, a hash and five letters. Every Deployment of the cluster is a candidate, so that none gets another's pods.
 */
export function deploymentsOfPods(
  { deployments, replicaSets, pods }: Pick<ClusterSnapshot, 'deployments' | 'replicaSets' | 'pods'>,
  told: OwnersTold,
): DeploymentOfPod {
  const byUid = new Map(deployments.map((deployment) => [deployment.uid, keyOf(deployment)]))
  const setOwners = new Map(replicaSets.map((set) => [set.uid, ownerIn(byUid, set)]))
  const known = new Map(pods.map((pod) => [keyOf(pod), ownerIn(setOwners, pod)]))
  const setsTold = new Map(told.replicaSets.map(({ labels }) => [`${labels.namespace}/${labels.replicaset}`, labels.owner_name]))
  const podsTold = new Map(told.pods.map(({ labels }) => [`${labels.namespace}/${labels.pod}`, labels.owner_name ?? '']))
  const all = new Set(byUid.values())
  const ofSet = (namespace: string, set: string): DeploymentKey | undefined => {
    const owner = setsTold.get(`${namespace}/${set}`) ?? REPLICA_SET.exec(set)?.groups?.deployment
    const key = `${namespace}/${owner}`
    return all.has(key) ? key : undefined
  }
  return (namespace, pod) => {
    const key = `${namespace}/${pod}`
    if (known.has(key)) return known.get(key)
    const set = podsTold.get(key) ?? POD.exec(pod)?.groups?.set
    return set === undefined ? undefined : ofSet(namespace, set)
  }
}

/** Letters and digits that Kubernetes makes such names of: no vowels, so that no words come about. */
const REPLICA_SET = /^(?<deployment>.+)-[bcdfghjklmnpqrstvwxz2456789]{1,10}$/
const POD = /^(?<set>.+)-[bcdfghjklmnpqrstvwxz2456789]{5}$/

function ownerIn(keys: ReadonlyMap<string, DeploymentKey | undefined>, { owners }: Pick<OwnedObject, 'owners'>): DeploymentKey | undefined {
  const controller = owners.find(({ isController }) => isController)
  return controller && keys.get(controller.uid)
}
