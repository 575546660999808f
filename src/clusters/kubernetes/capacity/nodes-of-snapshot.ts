import { groupsOf } from '../../../domain/cluster-node.ts'
import type { NodeGroup } from '../../../domain/plan.ts'
import type { ClusterSnapshot } from '../snapshot.ts'
import type { AgentOfPod } from './described-cluster.ts'
import { standingNodes } from './standing-nodes.ts'

/** Today's nodes with the agents' pods on them, by zone; those that are left out, and pods that wait for a node, are not among them. */
export function nodesOfSnapshot(snapshot: ClusterSnapshot, agentOfPod: AgentOfPod): NodeGroup[] {
  const nodes = standingNodes(snapshot, agentOfPod, [])
  return groupsOf(
    nodes.map(({ instanceType, capacityType, zone, agents }) => ({
      cluster: snapshot.cluster,
      instanceType,
      capacityType,
      ...(zone !== undefined && { zone }),
      pods: agents,
    })),
  )
}
