import { type AgentDeployment, serves } from '../domain/agent-deployment.ts'
import type { Fleet } from '../domain/fleet.ts'
import type { ScaleReplicas, Step } from '../domain/step.ts'

/** What somebody else must do for a step, or must be asked, since it owns what the step changes; undefined where nobody does. */
export function stepAdvice(step: Step, fleet: Pick<Fleet, 'agents'>): string | undefined {
  if (step.kind === 'grow' || step.kind === 'shrink') return scalingAdvice(step, deploymentsOf(fleet, step.agent))
  if (step.kind !== 'right-size') return undefined
  const owner = deploymentsOf(fleet, step.agent).find(({ owner: { kind } }) => kind === 'argo-cd' || kind === 'flux' || kind === 'operator')
  return owner && `Advice: ${shown(owner)} is written by ${owner.owner.kind}; change it at its source.`
}

const deploymentsOf = ({ agents }: Pick<Fleet, 'agents'>, agent: string): readonly AgentDeployment[] =>
  agents.find(({ id }) => id === agent)?.deployments ?? []

function scalingAdvice({ cluster, capacityType }: ScaleReplicas, deployments: readonly AgentDeployment[]): string | undefined {
  const own = deployments.filter((one) => serves(one, cluster, capacityType))
  const [owned] = own.filter(({ control }) => control !== 'replicas')
  if (!owned || own.some(({ control }) => control === 'replicas')) return undefined
  const { owner, control, because } = owned
  if (control === 'bounds' && 'minReplicas' in owner)
    return `Advice: ${shown(owned)} is scaled by ${owner.kind === 'keda' ? 'the ScaledObject' : 'the autoscaler'} ${owner.name} within ${owner.minReplicas} to ${owner.maxReplicas}; set these bounds, not the replicas.`
  return `Advice: ${shown(owned)} is not Ballast's to scale: ${because ?? 'somebody else owns its replicas'}.`
}

const shown = ({ namespace, name, cluster }: AgentDeployment): string => `Deployment ${namespace}/${name} in ${cluster}`
