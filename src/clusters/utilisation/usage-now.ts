import type { OutOfMemory, Utilisation } from '../../domain/fleet.ts'
import type { ClusterSnapshot, PodObject } from '../kubernetes/snapshot.ts'
import { type DeploymentKey, type DeploymentOfPod, keyOf } from './pod-owners.ts'

/** What the metrics API says of the pods of each Deployment: one moment, in which the busiest replica counts. No history, however often it is read. */
export function usageNow({ usage }: Pick<ClusterSnapshot, 'usage'>, deploymentOf: DeploymentOfPod): Map<DeploymentKey, Utilisation> {
  const byDeployment = Map.groupBy(usage, ({ namespace, name }) => deploymentOf(namespace, name))
  const known = [...byDeployment].flatMap(([key, pods]): [DeploymentKey, Utilisation][] =>
    key === undefined
      ? []
      : [
          [
            key,
            {
              source: 'now',
              windowHours: Math.max(...pods.map(({ windowSeconds }) => windowSeconds)) / 3600,
              samples: pods.length,
              cpu: { max: Math.max(...pods.map(({ cpu }) => cpu)) },
              memoryMaxGiB: Math.max(...pods.map(({ memoryGiB }) => memoryGiB)),
            },
          ],
        ],
  )
  return new Map(known)
}

/** What its pods of today tell of running out of memory: each remembers its last time alone. */
export function outOfMemoryNow(
  { pods, deployments }: Pick<ClusterSnapshot, 'pods' | 'deployments'>,
  deploymentOf: DeploymentOfPod,
): Map<DeploymentKey, OutOfMemory> {
  const limits = new Map(deployments.map((deployment) => [keyOf(deployment), deployment.template.limits.memoryGiB ?? 0]))
  const killed = pods.filter(({ lastOutOfMemoryAt }) => lastOutOfMemoryAt !== undefined)
  const byDeployment = Map.groupBy(killed, ({ namespace, name }) => deploymentOf(namespace, name))
  return new Map([...byDeployment].flatMap(([key, own]) => (key === undefined ? [] : [[key, killsOf(own, limits.get(key) ?? 0)] as const])))
}

function killsOf(pods: readonly PodObject[], limitGiB: number): OutOfMemory {
  const memoryGiB = Math.max(limitGiB, ...pods.map(({ requests }) => requests.memoryGiB))
  const lastAt = pods
    .map(({ lastOutOfMemoryAt }) => lastOutOfMemoryAt!)
    .sort()
    .at(-1)!
  return { kills: pods.length, lastAt, ...(memoryGiB > 0 && { memoryGiB }) }
}
