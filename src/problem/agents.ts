import type { DemandDecision } from '../demand/demand-decision.ts'
import { type Fleet, type FleetAgent, GPU_TAINT, replicasToday } from '../domain/fleet.ts'
import { strictest } from '../domain/policies/merge-policies.ts'
import type { Agent } from '../domain/problem.ts'
import type { Replicas } from '../domain/units.ts'
import { survivedZones } from '../domain/zone-spread.ts'
import { roundTripMs } from './latency.ts'
import type { Site } from './site.ts'

/** An agent as the contract states it: what is wanted tonight, and what its policy demands. `sites` by cluster. */
export function agentOf(agent: FleetAgent, { replicas, requests }: DemandDecision, fleet: Fleet, sites: ReadonlyMap<string, Site>): Agent {
  const { policy } = agent
  const tolerates = [...new Set([...(agent.tolerates ?? []), ...(requests.gpu > 0 ? [GPU_TAINT] : [])])]
  return withoutAbsent({
    id: agent.id,
    replicas,
    maxReplicas: policy.extraReplicas === undefined ? undefined : replicas + policy.extraReplicas,
    requests: { ...requests },
    arch: agent.arch && [...agent.arch],
    gpuModels: agent.gpuModels && [...agent.gpuModels],
    instanceTypes: agent.instanceTypes && [...agent.instanceTypes],
    tolerates: tolerates.length > 0 ? tolerates : undefined,
    maxPerNode: policy.maxPerNode,
    placement: policy.placement as Agent['placement'],
    latency: latencyOf(agent, sites),
    survive: surviveOf(agent, replicas),
    spread: policy.spread,
    spot: policy.spot,
    restartUsd: policy.restartUsd,
    move: policy.move,
    traffic: [...agent.traffic],
    current: replicasToday(fleet, agent.id),
  })
}

/** What its policy lets it survive, and its spread over zones as that: of so many replicas as are decided, for a spread asks less of fewer. */
function surviveOf({ policy, zoneSpread = [] }: FleetAgent, replicas: Replicas): Agent['survive'] {
  const byZones = survivedZones(zoneSpread, replicas)
  if (byZones.length === 0) return policy.survive && [...policy.survive]
  return strictest([...(policy.survive ?? []), ...byZones])
}

function latencyOf({ policy: { latency } }: FleetAgent, sites: ReadonlyMap<string, Site>): Agent['latency'] {
  if (!latency) return undefined
  const msByCluster = Object.fromEntries([...sites].map(([cluster, site]) => [cluster, roundTripMs(latency.from, site)]))
  return { maxMs: latency.maxMs, msByCluster }
}

type Given<T> = { [Key in keyof T as undefined extends T[Key] ? never : Key]: T[Key] } & {
  [Key in keyof T as undefined extends T[Key] ? Key : never]?: Exclude<T[Key], undefined>
}

/** The contract knows absent keys, not undefined ones. */
function withoutAbsent<T extends object>(value: T): Given<T> {
  return Object.fromEntries(Object.entries(value).filter(([, part]) => part !== undefined)) as Given<T>
}
