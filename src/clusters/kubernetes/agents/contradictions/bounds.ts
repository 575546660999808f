import type { AgentDeployment, ReplicaOwner } from '../../../../domain/agent-deployment.ts'
import { wholeUp } from '../../../../domain/units.ts'
import { aboutAgent, aboutDeployment, contradiction, type Told, warning } from '../told.ts'
import type { StatedAgent } from './stated-agent.ts'

type Scaler = Extract<ReplicaOwner, { maxReplicas: number }>

const scalerOf = ({ owner }: AgentDeployment): Scaler | undefined => ('maxReplicas' in owner ? owner : undefined)

/** Replicas against the bounds of what scales them. */
export const boundsContradictions = (stated: StatedAgent): Told[] => [...stated.deployments.flatMap(outOfBounds), ...moreThanAllMay(stated)]

/** PodDisruptionBudgets against what the policy keeps, and against what is wanted. */
export const budgetContradictions = (stated: StatedAgent): Told[] => [...looseBudgets(stated), ...tightBudgets(stated)]

function outOfBounds(deployment: AgentDeployment): Told[] {
  const scaler = scalerOf(deployment)
  const { replicas } = deployment
  if (!scaler || replicas <= scaler.maxReplicas) return []
  const message = `it asks for ${replicas} replicas, and ${scaler.name} allows at most ${scaler.maxReplicas}`
  return [contradiction(aboutDeployment(deployment.cluster, deployment), message, `raise maxReplicas of ${scaler.name}, or ask for fewer`)]
}

function moreThanAllMay({ agent, deployments, replicas }: StatedAgent): Told[] {
  const scalers = deployments.map(scalerOf)
  if (scalers.some((scaler) => scaler === undefined)) return []
  const most = scalers.reduce((sum, scaler) => sum + scaler!.maxReplicas, 0)
  if (replicas <= most || deployments.some(({ replicas: own }, at) => own > scalers[at]!.maxReplicas)) return []
  const message = `${replicas} replicas are wanted, and its autoscalers together allow at most ${most}`
  return [contradiction(aboutAgent(agent), message, 'raise maxReplicas of one of them')]
}

/** A drain may take as many as the budget lets go, whatever the policy keeps through the loss of a node. */
function looseBudgets({ agent, policy, deployments, replicas }: StatedAgent): Told[] {
  const keep = Math.max(0, ...(policy.survive ?? []).map((rule) => rule.keep))
  const floor = wholeUp(keep * replicas)
  const kept = budgetsOf(deployments)
  const isCovered = deployments.every((one) => one.disruptionBudget || one.replicas === 0)
  if (kept === undefined || !isCovered || kept >= floor) return []
  const message = `its policy keeps ${floor} of ${replicas} replicas, but its PodDisruptionBudgets let drains take it to ${kept}`
  return [warning(aboutAgent(agent), message, `raise minAvailable to ${floor} over its Deployments`)]
}

function tightBudgets({ agent, deployments, replicas }: StatedAgent): Told[] {
  const kept = budgetsOf(deployments)
  if (kept === undefined || kept <= replicas) return []
  const message = `its PodDisruptionBudgets keep ${kept} replicas, and ${replicas} are wanted: no node under them could be drained`
  return [warning(aboutAgent(agent), message, 'ask for more replicas, or lower minAvailable')]
}

/** Of all its Deployments together, a budget that covers several once; undefined where none has one. */
function budgetsOf(deployments: readonly AgentDeployment[]): number | undefined {
  const budgets = new Map(
    deployments.flatMap(({ cluster, namespace, disruptionBudget: budget }) =>
      budget ? [[`${cluster}|${namespace}|${budget.name}`, budget.minAvailable] as const] : [],
    ),
  )
  return budgets.size === 0 ? undefined : [...budgets.values()].reduce((sum, one) => sum + one, 0)
}
