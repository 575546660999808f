import type { ClusterSnapshot } from '../snapshot.ts'
import { agentName } from './agent-name.ts'
import { podsByDeployment } from './deployment-pods.ts'

/** By cluster and uid of the pod: the agent whose replica it is. Of a pod that ends, failed or is done, nobody's. */
export const agentOfPods = (snapshots: readonly ClusterSnapshot[]): Map<string, Map<string, string>> =>
  new Map(snapshots.map((snapshot) => [snapshot.cluster, agentOfPodsIn(snapshot)]))

function agentOfPodsIn(snapshot: ClusterSnapshot): Map<string, string> {
  const podsOf = podsByDeployment(snapshot)
  return new Map(
    snapshot.deployments.flatMap((deployment) => {
      const agent = agentName(deployment)
      if (agent === undefined) return []
      const { standing, waiting } = podsOf(deployment)
      return [...standing, ...waiting].map((pod) => [pod.uid, agent] as const)
    }),
  )
}
