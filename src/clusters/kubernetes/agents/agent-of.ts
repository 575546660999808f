import type { FleetAgent } from '../../../domain/fleet.ts'
import { strictest } from '../../../domain/policies/merge-policies.ts'
import type { Policy } from '../../../domain/policy.ts'
import type { Replicas } from '../../../domain/units.ts'
import { survivedZones } from '../../../domain/zone-spread.ts'
import { standingReplicas, wantedReplicas } from './agent-demand.ts'
import { agentDeployment, apart } from './agent-deployment.ts'
import { agentLimits } from './agent-limits.ts'
import { agentRequests } from './agent-requests.ts'
import { agentTraffic } from './agent-traffic.ts'
import type { AgentsConfig } from './agents-config.ts'
import { beyondPlans } from './beyond-plans.ts'
import { contradictionsOf, ownContradictions } from './contradictions/contradictions.ts'
import type { StatedAgent } from './contradictions/stated-agent.ts'
import { type MachineRules, machineRules, type PlacedPart } from './machine-rules.ts'
import type { OptedIn } from './opted-in.ts'
import { pauseOf } from './pause.ts'
import { pinnedPolicy } from './pinned-policy.ts'
import { reachOf } from './reach.ts'
import { rolloutOf } from './rollout.ts'
import { type SpreadInCluster, spreadInCluster } from './spread-in-cluster.ts'
import { staleness } from './staleness.ts'
import { statedPolicy } from './stated-policy.ts'
import type { Told } from './told.ts'
import { allTaints, toleratedTaints, untoleratedGpus } from './tolerated-taints.ts'

/** One agent of all the Deployments that bear its name: what is wanted of it, what its specs ask for, and what its owner demands. */
export function agentOf(
  id: string,
  optedIn: readonly OptedIn[],
  config: AgentsConfig,
  agents: readonly string[],
): { agent: FleetAgent; told: Told[] } {
  const parts = optedIn.map((part): PlacedPart => ({ ...part, reach: reachIn(part) }))
  const stated = statedPolicy(id, parts, config)
  const demand = wantedReplicas(id, parts)
  const requests = agentRequests(id, parts)
  const machines = machineRules(id, parts, requests.requests.gpu)
  const spreads = parts.map(spreadInCluster)
  const read = parts.map(agentDeployment)
  const deployments = apart(read.map(({ deployment }) => deployment))
  const traffic = agentTraffic(id, parts, agents)
  const pause = pauseOf(parts)
  const stale = staleness(id, parts)
  const ruled: StatedAgent = {
    agent: id,
    policy: stated.policy,
    ruled: withSpread(stated.policy, spreads, demand.replicas),
    deployments,
    replicas: demand.replicas,
    clusters: config.clusters,
  }
  const told = [
    ...pause.told,
    ...stated.told,
    ...demand.told,
    ...requests.told,
    ...machines.told,
    ...parts.flatMap((part, at) => [...beyondPlans(part, spreads[at]!.beyondWords), ...untoleratedGpus(part), ...rolloutOf(part)]),
    ...read.flatMap((one) => one.told),
    ...ownContradictions(ruled),
    ...(isReliable(stated.told) ? contradictionsOf(ruled, parts, pause.isPaused) : []),
    ...traffic.told,
    ...stale.told,
  ]
  const because = [...new Set(told.filter(({ pins }) => pins).map(({ finding }) => finding.message))]
  const isPinned = pause.isPaused || because.length > 0
  const agent: FleetAgent = {
    id,
    policyNames: stated.names,
    requests: requests.requests,
    ...agentLimits(parts),
    traffic: traffic.traffic,
    deployments,
    ...(isPinned ? asItStands(parts, stated.policy) : asStated(parts, ruled, machines.rules, spreads, stale.isHeld)),
    ...(pause.isPaused ? { isPaused: true } : {}),
    ...(because.length > 0 ? { pinnedBecause: because } : {}),
  }
  return { agent, told }
}

type Planned = Pick<FleetAgent, 'policy' | 'demand' | 'arch' | 'gpuModels' | 'instanceTypes' | 'tolerates' | 'zoneSpread'>

const reachIn = ({ deployment, pods, site }: OptedIn) =>
  reachOf(
    deployment.template,
    pods.standing.map(({ node }) => node),
    site.kinds,
  )

/** A policy of which a part is missing would contradict what it does not mean. */
const isReliable = (told: readonly Told[]): boolean => told.every(({ pins }) => !pins)

/** As many as stand, where they stand: nothing that keeps others off a node moves it. */
const asItStands = (parts: readonly OptedIn[], policy: Policy): Planned => ({
  policy: pinnedPolicy(policy),
  demand: { replicas: standingReplicas(parts) },
  arch: ['amd64', 'arm64'],
  tolerates: allTaints(parts),
})

function asStated(
  parts: readonly OptedIn[],
  { policy, replicas }: StatedAgent,
  rules: MachineRules,
  spreads: readonly SpreadInCluster[],
  isHeld: boolean,
): Planned {
  const tolerates = toleratedTaints(parts)
  const zoneSpread = spreads.flatMap((spread) => spread.zoneSpread)
  return {
    policy: { ...policy, ...perNode(policy, spreads), ...(isHeld && policy.pin === undefined ? { pin: 'today' } : {}) },
    demand: { replicas },
    ...rules,
    ...(tolerates.length > 0 ? { tolerates } : {}),
    ...(zoneSpread.length > 0 ? { zoneSpread } : {}),
  }
}

/** What a spec demands of how pods lie apart, beside what the policy does: of each the stricter. */
function withSpread(policy: Policy, spreads: readonly SpreadInCluster[], replicas: Replicas): Policy {
  const bySpec = survivedZones(
    spreads.flatMap(({ zoneSpread }) => zoneSpread),
    replicas,
  )
  return { ...policy, ...perNode(policy, spreads), survive: strictest([...(policy.survive ?? []), ...bySpec]) }
}

function perNode(policy: Policy, spreads: readonly SpreadInCluster[]): Pick<Policy, 'maxPerNode'> {
  const limits = [policy, ...spreads].flatMap(({ maxPerNode }) => maxPerNode ?? [])
  return limits.length > 0 ? { maxPerNode: Math.min(...limits) } : {}
}
