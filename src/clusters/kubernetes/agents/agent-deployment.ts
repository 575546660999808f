import type { AgentDeployment } from '../../../domain/agent-deployment.ts'
import { capacityOfDeployment } from './capacity-of-deployment.ts'
import { budgetOf } from './disruption-budget.ts'
import type { PlacedPart } from './machine-rules.ts'
import { ownershipOf } from './replica-owner.ts'
import type { Told } from './told.ts'

/** One Deployment as the fleet has it, and what was found while it was read. */
export function agentDeployment(part: PlacedPart): { deployment: AgentDeployment; told: Told[] } {
  const { snapshot, deployment } = part
  const { capacityType, isBound, told: toldOfCapacity } = capacityOfDeployment(part)
  const { owner, control, because, told: toldOfOwner } = ownershipOf(part)
  const { budget, told: toldOfBudget } = budgetOf(part)
  return {
    deployment: {
      cluster: snapshot.cluster,
      namespace: deployment.namespace,
      name: deployment.name,
      capacityType,
      isBound,
      replicas: deployment.replicas,
      readyReplicas: deployment.readyReplicas,
      owner,
      control,
      ...(because === undefined ? {} : { because }),
      ...(budget ? { disruptionBudget: budget } : {}),
      ...(snapshot.stale ? { isStale: true } : {}),
    },
    told: [...toldOfCapacity, ...toldOfOwner, ...toldOfBudget],
  }
}

/** An unbound Deployment beside one that is bound to the same cluster's spot nodes is the one for the others. */
export function apart(deployments: readonly AgentDeployment[]): AgentDeployment[] {
  return deployments.map((one) => {
    const beside = deployments.filter((other) => other !== one && other.cluster === one.cluster && other.isBound)
    const [other] = beside
    if (one.isBound || beside.length !== 1 || !other) return one
    return { ...one, isBound: true, capacityType: other.capacityType === 'spot' ? 'on-demand' : 'spot' }
  })
}
