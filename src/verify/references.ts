import type { NodeGroup } from '../domain/plan.ts'
import { groupName, isCount, isKnownFlow, type Reading } from './reading.ts'
import type { Violation } from './verdict.ts'

/** What the plan speaks of exists in the problem, and its counts are whole numbers. */
export function* references(reading: Reading): Iterable<Violation> {
  yield* placements(reading)
  yield* nodeGroups(reading)
  for (const flow of reading.plan.flows) {
    if (isKnownFlow(reading.clusters, flow)) continue
    const edge = `${flow.fromAgent} → ${flow.toAgent}`
    yield {
      constraint: 'traffic',
      agent: flow.fromAgent,
      detail: `the flow ${edge} of ${flow.gibPerHour} GiB/h from ${flow.fromCluster} to ${flow.toCluster} is none`,
    }
  }
}

function* placements({ plan, agents, clusters }: Reading): Iterable<Violation> {
  for (const { agent, cluster, capacityType, replicas } of plan.placements) {
    const at = { constraint: 'document', agent, cluster } as const
    if (!agents.has(agent)) yield { ...at, detail: `a placement names the agent ${agent}, which the problem does not know` }
    if (!clusters.has(cluster))
      yield { ...at, detail: `a placement of ${agent} names the cluster ${cluster}, which the problem does not know` }
    if (capacityType !== 'spot' && capacityType !== 'on-demand')
      yield { ...at, detail: `${agent} is placed on ${capacityType}, which is neither on-demand nor spot` }
    if (!isCount(replicas)) yield { ...at, detail: `${agent} is placed in ${cluster} with ${replicas} replicas` }
  }
}

function* nodeGroups({ plan, agents, clusters, offerOf }: Reading): Iterable<Violation> {
  for (const group of plan.nodeGroups) {
    const at = { constraint: 'document', cluster: group.cluster } as const
    const name = groupName(group)
    if (!offerOf(group)) yield { ...at, detail: `${name}: the problem has no such offer` }
    else if (!isCount(group.count)) yield { ...at, detail: `${name}: the count of nodes is no whole number` }
    else if (group.count > 0) yield* standingIn(group, name, clusters.get(group.cluster)?.zones ?? [], agents)
  }
}

function* standingIn(group: NodeGroup, name: string, zones: readonly string[], agents: Reading['agents']): Iterable<Violation> {
  const at = { constraint: 'document', cluster: group.cluster } as const
  if (group.zone !== undefined && !zones.includes(group.zone)) yield { ...at, detail: `${name}: the cluster has no zone ${group.zone}` }
  for (const { agent, replicas } of group.pods) {
    if (!agents.has(agent)) yield { ...at, agent, detail: `${name} holds pods of ${agent}, which the problem does not know` }
    else if (!isCount(replicas)) yield { ...at, agent, detail: `${name} holds ${replicas} pods of ${agent}` }
  }
}
