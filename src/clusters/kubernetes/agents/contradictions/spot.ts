import { type AgentDeployment, serves } from '../../../../domain/agent-deployment.ts'
import { taintName } from '../../taints.ts'
import type { OptedIn } from '../opted-in.ts'
import { spotTaintOf } from '../spot-taint.ts'
import { aboutAgent, aboutDeployment, contradiction, type Told, warning } from '../told.ts'
import { allowedClusters, type StatedAgent } from './stated-agent.ts'

const SELECT = 'select spot nodes by their capacity-type label, tolerate their taint, and start with 0 replicas'

/** What its policy says of spot against what its Deployments are for. */
export function spotContradictions(stated: StatedAgent, parts: readonly OptedIn[]): Told[] {
  const usable = new Set(allowedClusters(stated).usable.map(({ id }) => id))
  const own = stated.deployments.filter(({ cluster }) => usable.has(cluster))
  const onSpot = own.filter((one) => serves(one, one.cluster, 'spot'))
  const mayUseSpot = (stated.policy.spot?.maxShare ?? 0) > 0
  if (own.length === 0) return []
  if (mayUseSpot) return onSpot.length > 0 ? [] : [noSpot(stated, parts)]
  if (!own.some((one) => serves(one, one.cluster, 'on-demand'))) {
    const message = 'its policy allows no spot, but its Deployments are for spot nodes only'
    return [contradiction(aboutAgent(stated.agent), message, 'allow spot in its policy, or create a Deployment for on-demand nodes')]
  }
  return onSpot.flatMap((one) => notKeptOff(one, parts))
}

function noSpot({ agent }: StatedAgent, parts: readonly OptedIn[]): Told {
  const closed = parts.flatMap((part) => spotTaintOf(part) ?? []).map(taintName)
  if (closed.length === 0)
    return warning(aboutAgent(agent), 'its policy allows spot, but none of its Deployments is for it', `create one: ${SELECT}`)
  const message = `its policy allows spot, but none of its Deployments tolerates the taint of spot nodes (${[...new Set(closed)].join(', ')})`
  return contradiction(aboutAgent(agent), message, 'add the toleration to its pod template, or leave spot out of its policy')
}

/** The scheduler knows no policy: where spot nodes stand, pods that nothing keeps off may land on them. */
function notKeptOff(one: AgentDeployment, parts: readonly OptedIn[]): Told[] {
  const about = aboutDeployment(one.cluster, one)
  if (one.isBound)
    return one.replicas > 0
      ? [warning(about, `its policy allows no spot: a plan moves its ${one.replicas} replicas to on-demand nodes`)]
      : []
  const part = parts.find(({ snapshot, deployment }) => snapshot.cluster === one.cluster && deployment.name === one.name)
  if (!part?.site.taints.hasSpotNodes) return []
  return [
    warning(
      about,
      'its policy allows no spot, but nothing keeps its pods off the spot nodes of its cluster',
      'select on-demand nodes in its spec',
    ),
  ]
}
