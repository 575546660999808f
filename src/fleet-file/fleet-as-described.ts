import type { Catalogue } from '../domain/catalogue.ts'
import type { AgentDemand, Fleet, FleetAgent, FleetCluster } from '../domain/fleet.ts'
import type { InputIssue } from '../domain/input-error.ts'
import { type AllocatableOf, withKnownCapacity } from '../domain/node-capacity.ts'
import { mergedPolicy } from '../domain/policies/merge-policies.ts'
import type { Policy } from '../domain/policy.ts'
import { nodesWithPods, type StandingToday } from './nodes-today.ts'
import type { DescribedAgent, DescribedCluster, FleetDescription } from './schema.ts'
import { policyNamesOf } from './sense-of-agents.ts'
import { senseOfPin } from './sense-of-pin.ts'

/** What a description is checked against, and the time of day. */
export interface World {
  readonly catalogue: Catalogue
  readonly allocatable: AllocatableOf
  readonly now: Date
}

export const DEFAULT_HORIZON_HOURS = 24
export const DEFAULT_HEADROOM = 0.05

/** A description that makes sense as a fleet; with issues where its policies conflict or its pods do not fit onto its nodes. */
export function fleetAsDescribed(
  description: FleetDescription,
  { catalogue, allocatable, now }: World,
): { fleet: Fleet; issues: InputIssue[] } {
  const issues: InputIssue[] = []
  const agents = description.agents.map((agent, at) => agentOf(agent, `agents[${at}]`, description, issues))
  const clusters = description.clusters.map((described, at) => {
    const cluster = emptyCluster(described)
    const standing = standingIn(described.id, description.agents, agents)
    const path = `clusters[${at}]`
    const { nodes, issues: unfit } = withKnownCapacity(path, issues, { nodes: [], issues: [] }, () =>
      nodesWithPods(described, cluster, standing, catalogue, allocatable),
    )
    issues.push(...unfit.map((issue) => ({ path: `${path}.nodes`, ...issue })))
    return { ...cluster, nodes }
  })
  const fleet: Fleet = {
    name: description.name,
    simulated: description.simulated ?? true,
    readAt: now.toISOString(),
    horizonHours: description.horizonHours ?? DEFAULT_HORIZON_HOURS,
    headroom: description.headroom ?? DEFAULT_HEADROOM,
    operators: description.operators ?? [],
    clusters,
    agents,
    quotas: description.quotas ?? [],
    egress: description.egress ?? [],
    limits: description.limits ?? {},
  }
  return { fleet, issues }
}

function agentOf(agent: DescribedAgent, path: string, { policies = {} }: FleetDescription, issues: InputIssue[]): FleetAgent {
  const policyNames = policyNamesOf(agent) as string[]
  const named = policyNames.map((name) => ({ name, policy: policies[name] as Policy }))
  const merged = mergedPolicy(named, (agent.policy ?? {}) as Policy, `${path}.policies`)
  issues.push(...merged.issues, ...senseOfPin(agent, merged.policy, path))
  const { id, requests, used, arch, gpuModels, instanceTypes, tolerates, traffic = [] } = agent
  return {
    id,
    policyNames,
    policy: merged.policy,
    demand: demandOf(agent),
    ...(agent.demandByHour && { demandByHour: agent.demandByHour }),
    requests: { gpu: 0, ...requests },
    ...(used && { utilisation: used }),
    ...(arch && { arch }),
    ...(gpuModels && { gpuModels }),
    ...(instanceTypes && { instanceTypes }),
    ...(tolerates && { tolerates }),
    traffic,
  } as FleetAgent
}

/** The sense of the description was checked: one of the two is there. */
function demandOf({ replicas, load }: DescribedAgent): AgentDemand {
  if (!load) return { replicas: replicas! }
  const { amount, ...rest } = load
  return { load: amount, ...rest }
}

function emptyCluster({ id, provider, region, zones, ...described }: DescribedCluster): FleetCluster {
  const { tags = [], limits, nodeStartUsd, growsFrom, reserved = [], maxPodsPerNode, daemonSets } = described
  return {
    id,
    provider,
    region,
    zones,
    tags,
    ...(limits && { limits }),
    ...(nodeStartUsd !== undefined && { nodeStartUsd }),
    growsFrom: { instanceTypes: [], families: [], ...growsFrom },
    reserved,
    ...(maxPodsPerNode !== undefined && { maxPodsPerNode }),
    daemonSets: daemonSets ?? { cpu: 0, memoryGiB: 0 },
    nodes: [],
  }
}

function standingIn(cluster: string, described: readonly DescribedAgent[], agents: readonly FleetAgent[]): StandingToday[] {
  return described.flatMap(({ today = [] }, at) =>
    today
      .filter((place) => place.cluster === cluster)
      .map(({ capacityType, replicas }) => ({ agent: agents[at]!, capacityType, replicas })),
  )
}
