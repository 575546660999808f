import type { AgentDeployment } from '../../../../domain/agent-deployment.ts'
import { aboutAgent, contradiction, note, type Told } from '../told.ts'
import type { StatedAgent } from './stated-agent.ts'

/** An agent's Deployments among themselves. */
export const deploymentContradictions = (stated: StatedAgent): Told[] => [...twiceInOne(stated), ...namespaces(stated)]

/** `dublin on spot`; without the capacity type where a Deployment serves both. */
export const placeText = ({ cluster, capacityType, isBound }: AgentDeployment): string =>
  `${cluster}${isBound ? ` on ${capacityType}` : ''}`

/** Which of two to scale nobody could say. */
function twiceInOne({ agent, deployments }: StatedAgent): Told[] {
  const places = Map.groupBy(deployments, placeText)
  return [...places]
    .filter(([, own]) => own.length > 1)
    .map(([place, own]) => {
      const names = own.map(({ namespace, name }) => `${namespace}/${name}`).join(', ')
      const remedy = 'give them names of their own as agents, or bind one to spot and one to on-demand nodes'
      return contradiction(
        aboutAgent(agent),
        `${own.length} Deployments in ${place} are this agent (${names}), so that nothing tells which to scale`,
        remedy,
      )
    })
}

function namespaces({ agent, deployments }: StatedAgent): Told[] {
  const names = [...new Set(deployments.map(({ namespace }) => namespace))]
  return names.length < 2
    ? []
    : [note(aboutAgent(agent), `its Deployments stand in different namespaces (${names.join(', ')}), and are one agent`)]
}
