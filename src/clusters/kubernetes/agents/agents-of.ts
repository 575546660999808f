import type { Finding } from '../../../domain/finding.ts'
import type { FleetAgent } from '../../../domain/fleet.ts'
import type { ClusterSnapshot } from '../snapshot.ts'
import { agentOf } from './agent-of.ts'
import { agentOfPods } from './agent-of-pods.ts'
import type { AgentsConfig } from './agents-config.ts'
import { keyTypos } from './key-typos.ts'
import { optedIn } from './opted-in.ts'

export interface AgentsRead {
  readonly agents: readonly FleetAgent[]
  /** By cluster and uid of the pod: the agent whose replica it is. */
  readonly agentOfPod: ReadonlyMap<string, ReadonlyMap<string, string>>
  readonly findings: readonly Finding[]
}

/** The agents of all clusters: the Deployments that opted in, as one agent for each name, and what was found while they were read. */
export function agentsOf(snapshots: readonly ClusterSnapshot[], config: AgentsConfig): AgentsRead {
  const { agents, told } = optedIn(snapshots, config)
  const names = [...agents.keys()]
  const read = names.map((name) => agentOf(name, agents.get(name)!, config, names))
  const all = [...snapshots.flatMap(keyTypos), ...told, ...read.flatMap((one) => one.told)]
  return { agents: read.map(({ agent }) => agent), agentOfPod: agentOfPods(snapshots), findings: all.map(({ finding }) => finding) }
}
