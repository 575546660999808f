import { type Caps, capsOf, type SearchSpace } from './space.ts'

const KINDS = ['perNode', 'zone', 'cluster', 'region', 'cloud', 'spotRegion', 'spot'] as const satisfies readonly (keyof Caps)[]
const UNLIMITED = 0x3fffffff

/** Every agent's caps while its target runs, an array a kind. */
export class CapTable implements Readonly<Record<keyof Caps, Int32Array>> {
  /** 1 where some cluster, region or cloud may not hold all that run, or the agent must reach several, or its moves are limited. */
  readonly bindsPlaces: Uint8Array
  readonly perNode: Int32Array
  readonly zone: Int32Array
  readonly cluster: Int32Array
  readonly region: Int32Array
  readonly cloud: Int32Array
  readonly spotRegion: Int32Array
  readonly spot: Int32Array
  private readonly space: SearchSpace

  constructor(space: SearchSpace, target: Int32Array) {
    this.space = space
    const column = () => new Int32Array(space.agentCount)
    this.perNode = column()
    this.zone = column()
    this.cluster = column()
    this.region = column()
    this.cloud = column()
    this.spotRegion = column()
    this.spot = column()
    this.bindsPlaces = new Uint8Array(space.agentCount)
    for (const { index } of space.agents) this.set(index, target[index])
  }

  set(agent: number, running: number): void {
    const caps = capsOf(this.space.instance.agents[agent], running)
    for (const kind of KINDS) this[kind][agent] = Math.min(UNLIMITED, caps[kind])
    this.bindsPlaces[agent] = this.isFree(agent, caps) ? 0 : 1
  }

  private isFree(agent: number, { cluster, region, cloud }: Caps): boolean {
    const { agents, instance } = this.space
    const { leastClusters, leastRegions, leastClouds, mostMoves, todayTotal } = agents[agent]
    const mayMove = todayTotal < 0 || (mostMoves === Number.POSITIVE_INFINITY && instance.problem.limits?.maxMovedReplicas === undefined)
    const mayStay = Math.min(cluster, region, cloud) === Number.POSITIVE_INFINITY
    return mayMove && mayStay && Math.max(leastClusters, leastRegions, leastClouds) <= 1
  }
}
