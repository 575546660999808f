import { AGENT_LABEL } from '../agents/ballast-keys.ts'
import type { ClusterSnapshot } from '../snapshot.ts'
import type { AgentOfPod } from './described-cluster.ts'

/** Pods of Deployments that opted in, told by who made them: pod, ReplicaSet, Deployment. Of these, only the agents that `isPlanned` names. */
export function agentOfPodIn({ replicaSets, deployments }: ClusterSnapshot, isPlanned: (agent: string) => boolean): AgentOfPod {
  const agents = new Map(deployments.flatMap(({ uid, labels }) => (labels[AGENT_LABEL] === undefined ? [] : [[uid, labels[AGENT_LABEL]]])))
  const agentOfSet = new Map(
    replicaSets.map(({ uid, owners }) => [uid, agents.get(owners.find(({ isController }) => isController)?.uid ?? '')]),
  )
  return ({ owners }) => {
    const agent = agentOfSet.get(owners.find(({ isController }) => isController)?.uid ?? '')
    return agent !== undefined && isPlanned(agent) ? agent : undefined
  }
}
