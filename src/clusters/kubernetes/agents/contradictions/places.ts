import { aboutAgent, aboutDeployment, contradiction, note, type Told, warning } from '../told.ts'
import { placeText } from './deployments.ts'
import { allowedClusters, allows, createIn, namesOf, type StatedAgent } from './stated-agent.ts'

/** Where it may stand by its policy, and where there is something to scale. */
export function placeContradictions(stated: StatedAgent): Told[] {
  const { usable, without } = allowedClusters(stated)
  return [...nowhere(stated, usable.length, createIn(without)), ...outside(stated, usable.length), ...elsewhere(stated, usable.length)]
}

function nowhere({ agent, deployments }: StatedAgent, usable: number, remedy: string | undefined): Told[] {
  if (usable > 0) return []
  const has = [...new Set(deployments.map(({ cluster }) => cluster))].join(', ')
  const message = `its policy allows none of the clusters in which it has a Deployment (${has})`
  return [contradiction(aboutAgent(agent), message, remedy ?? 'allow one of them')]
}

function outside({ policy, deployments, clusters }: StatedAgent, usable: number): Told[] {
  if (usable === 0) return []
  const forbidden = clusters.filter((cluster) => !allows(policy, cluster)).map(({ id }) => id)
  return deployments
    .filter(({ cluster, replicas }) => forbidden.includes(cluster) && replicas > 0)
    .map((one) =>
      warning(
        aboutDeployment(one.cluster, one),
        `its policy does not allow ${one.cluster}: a plan moves its ${one.replicas} replicas away`,
      ),
    )
}

/** Ballast rescales, so that where nothing is there it cannot go. */
function elsewhere(stated: StatedAgent, usable: number): Told[] {
  const { without } = allowedClusters(stated)
  if (usable === 0 || without.length === 0) return []
  const message = `it stands only where it has a Deployment (${stated.deployments.map(placeText).join(', ')}), and its policy would allow ${namesOf(without)} too`
  return [note(aboutAgent(stated.agent), message, createIn(without))]
}
