import type { Finding } from '../../../domain/finding.ts'
import type { FleetAgent, FleetCluster } from '../../../domain/fleet.ts'
import { type FillingParts, fillersOf } from './fillers.ts'
import { heldAgent } from './held-agent.ts'

/** What was read of a fleet, before it is known what may be planned with. */
export interface ReadParts {
  readonly clusters: readonly FleetCluster[]
  readonly agents: readonly FleetAgent[]
  readonly bystanders: readonly FleetAgent[]
}

/** Clusters that did not answer stay as they last stood: nothing is planned onto them, and nothing away but what must survive. */
export function freeze(
  { clusters, agents, bystanders }: ReadParts,
  stale: ReadonlySet<string>,
  parts: FillingParts,
): ReadParts & { readonly findings: readonly Finding[] } {
  const filled = clusters.map((cluster) =>
    stale.has(cluster.id) ? fillersOf(cluster, [...agents, ...bystanders], parts) : { cluster, fillers: [] },
  )
  const standing = filled.map(({ cluster }) => cluster)
  const held = agents.map((agent) => heldAgent(agent, standing, stale))
  const newlyPinned = held.filter(({ pinnedBecause }, at) => pinnedBecause !== agents[at]!.pinnedBecause)
  return {
    clusters: standing,
    agents: held,
    bystanders: [...bystanders, ...filled.flatMap(({ fillers }) => fillers)],
    findings: newlyPinned.map(toldOf),
  }
}

const toldOf = ({ id, pinnedBecause = [] }: FleetAgent): Finding => ({
  severity: 'warning',
  subject: `agent ${id}`,
  message: `it is planned as it stands: ${pinnedBecause.join('; ')}`,
  remedy: 'bring the cluster back, or take it out of the configuration once it is lost',
})
