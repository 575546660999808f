import { mostOnSpot, mostPerDomain, mostPerNode } from '../../../models/instance/caps.ts'
import type { Instance, InstanceAgent } from '../../../models/instance/instance.ts'

/**
 * What the search reads at every step, in arrays by number: agents a, groups g, machines m, shapes s, clusters c, zones z.
 * Built once from an instance and never changed; a failure domain of a kind is a number too.
 */
export interface SearchSpace {
  readonly instance: Instance
  readonly agentCount: number
  readonly groupCount: number
  readonly machineCount: number
  readonly shapeCount: number
  readonly clusterCount: number
  readonly zoneCount: number
  /** The number of a zone by its region and name. */
  readonly zoneNumber: (zone: string) => number
  /** The zone's own name, by its number. */
  readonly zoneNames: readonly string[]
  readonly agents: readonly SearchAgent[]
  readonly groups: readonly SearchGroup[]
  readonly machines: readonly SearchMachine[]
  /** holds[m × shapeCount + s]: pods of the shape that an empty node takes by size alone. */
  readonly holds: Uint16Array
  readonly limitMost: Float64Array
  readonly edges: readonly SearchEdge[]
  /** usdPerGiB[c × (clusterCount + 1) + d]; the internet is the last d. */
  readonly usdPerGiB: Float64Array
}

export interface SearchAgent {
  readonly index: number
  readonly shape: number
  readonly cpu: number
  readonly memoryGiB: number
  readonly gpu: number
  readonly restartUsd: number
  readonly groups: Int32Array
  readonly least: number
  readonly most: number
  readonly today: Int32Array
  /** Replicas today in all; −1 where today is not known: then nothing is a move. */
  readonly todayTotal: number
  readonly usdPerMove: number
  readonly mostMoves: number
  readonly leastClusters: number
  readonly leastRegions: number
  readonly leastClouds: number
  readonly hasZoneRule: boolean
  readonly edges: number[]
}

/** The most replicas that single domains may hold while X of an agent run. */
export interface Caps {
  readonly perNode: number
  readonly zone: number
  readonly cluster: number
  readonly region: number
  readonly cloud: number
  /** Spot replicas in one region. */
  readonly spotRegion: number
  /** Spot replicas in all. */
  readonly spot: number
}

export interface SearchGroup {
  readonly index: number
  readonly cluster: number
  readonly region: number
  readonly cloud: number
  readonly isSpot: boolean
  /** Zones by number; empty where no agent's rule asks for them here. */
  readonly zones: Int32Array
  readonly machines: Int32Array
}

export interface SearchMachine {
  readonly index: number
  readonly group: number
  readonly usdPerHour: number
  readonly startUsdPerHour: number
  readonly today: number
  readonly mostNodes: number
  readonly cpu: number
  readonly memoryGiB: number
  readonly gpu: number
  readonly pods: number
  readonly interruptionsPerHour: number
  readonly uses: readonly { readonly limit: number; readonly amount: number }[]
}

export interface SearchEdge {
  readonly from: number
  /** An agent, or −1 for the internet. */
  readonly to: number
  readonly gibPerHour: number
}

export function capsOf({ agent }: InstanceAgent, running: number): Caps {
  return {
    perNode: mostPerNode(agent, running),
    zone: mostPerDomain(agent, 'zone', running),
    cluster: mostPerDomain(agent, 'cluster', running),
    region: mostPerDomain(agent, 'region', running),
    cloud: mostPerDomain(agent, 'cloud', running),
    spotRegion: mostPerDomain(agent, 'spot', running),
    spot: mostOnSpot(agent, running),
  }
}
