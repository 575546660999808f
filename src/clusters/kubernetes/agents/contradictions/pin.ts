import { serves } from '../../../../domain/agent-deployment.ts'
import { aboutAgent, contradiction, type Told } from '../told.ts'
import { createIn, type StatedAgent } from './stated-agent.ts'

/** A pin to places by number: where there is nothing to scale, or other numbers than are wanted; and one of an agent that is paused. */
export function pinContradictions({ agent, policy: { pin }, deployments, replicas, clusters }: StatedAgent, isPaused: boolean): Told[] {
  if (pin === undefined || pin === 'today') return []
  const about = aboutAgent(agent)
  if (isPaused) {
    const message = 'it is paused, and its policy pins it to places by number: it stays as it stands'
    return [contradiction(about, message, 'end the pause, or leave the pin out')]
  }
  const missing = pin.filter((place) => place.replicas > 0 && !deployments.some((one) => serves(one, place.cluster, place.capacityType)))
  const pinned = pin.reduce((sum, place) => sum + place.replicas, 0)
  return [
    ...missing.map(({ cluster, capacityType }) =>
      contradiction(
        about,
        `its policy pins it to ${cluster} on ${capacityType}, where it has no Deployment`,
        createIn(clusters.filter(({ id }) => id === cluster)),
      ),
    ),
    ...(pinned === replicas
      ? []
      : [contradiction(about, `its policy pins ${pinned} replicas to places, and ${replicas} are wanted`, 'make both the same number')]),
  ]
}
