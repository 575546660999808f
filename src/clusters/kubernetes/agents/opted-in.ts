import type { ClusterSnapshot, DeploymentObject } from '../snapshot.ts'
import { agentName } from './agent-name.ts'
import type { AgentsConfig, ClusterFacts } from './agents-config.ts'
import { AGENT_LABEL } from './ballast-keys.ts'
import { type ClusterSite, clusterSite } from './cluster-site.ts'
import { type DeploymentPods, podsByDeployment } from './deployment-pods.ts'
import { aboutDeployment, contradiction, type Told } from './told.ts'

/** One Deployment that opted in, with all that bears on it. */
export interface OptedIn {
  readonly agent: string
  readonly snapshot: ClusterSnapshot
  readonly facts: ClusterFacts
  readonly site: ClusterSite
  readonly deployment: DeploymentObject
  readonly pods: DeploymentPods
}

/** Deployments that opted in, by agent, in one order whatever the order of the clusters' answers. */
export function optedIn(
  snapshots: readonly ClusterSnapshot[],
  { clusters }: AgentsConfig,
): { agents: Map<string, OptedIn[]>; told: Told[] } {
  const told: Told[] = []
  const found: OptedIn[] = []
  for (const snapshot of snapshots) {
    const facts = factsOf(snapshot.cluster, clusters)
    const site = clusterSite(snapshot, facts)
    const pods = podsByDeployment(snapshot)
    for (const deployment of snapshot.deployments) {
      const agent = agentName(deployment)
      const said = deployment.labels[AGENT_LABEL]
      if (agent === undefined && said !== undefined) told.push(noName(snapshot.cluster, deployment, said))
      if (agent !== undefined) found.push({ agent, snapshot, facts, site, deployment, pods: pods(deployment) })
    }
  }
  const order = ({ snapshot, deployment }: OptedIn): string => `${snapshot.cluster}|${deployment.namespace}|${deployment.name}`
  const sorted = found.sort((a, b) => (order(a) < order(b) ? -1 : 1))
  const agents = Map.groupBy(sorted, ({ agent }) => agent)
  return { agents: new Map([...agents].sort(([a], [b]) => (a < b ? -1 : 1))), told }
}

function noName(cluster: string, deployment: DeploymentObject, value: string): Told {
  const message = `its label ${AGENT_LABEL} is "${value}", which names no agent, so that it has not opted in`
  return contradiction(aboutDeployment(cluster, deployment), message, `write the agent's name: ${AGENT_LABEL}: ${deployment.name}`)
}

/** Throws RangeError for a cluster that the configuration does not know: it cannot have been read. */
function factsOf(cluster: string, clusters: readonly ClusterFacts[]): ClusterFacts {
  const facts = clusters.find(({ id }) => id === cluster)
  if (!facts) throw new RangeError(`the facts of cluster ${cluster} are missing`)
  return facts
}
