import type { SearchSpace } from './space.ts'

/** Where the replicas of each agent stand, counted in every way in which a rule asks. */
export class Counts {
  readonly space: SearchSpace
  readonly regionCount: number
  readonly cloudCount: number
  readonly placed: Int32Array
  /** [a × groupCount + g], and so on for each kind of domain. */
  readonly replicas: Int32Array
  readonly inCluster: Int32Array
  readonly inRegion: Int32Array
  readonly inCloud: Int32Array
  readonly inZone: Int32Array
  readonly spotInRegion: Int32Array
  readonly onSpot: Int32Array
  /** Clusters, regions and clouds that hold a replica of the agent. */
  readonly clustersHeld: Int32Array
  readonly regionsHeld: Int32Array
  readonly cloudsHeld: Int32Array

  constructor(space: SearchSpace) {
    const { agentCount, groupCount, clusterCount, zoneCount, groups } = space
    this.space = space
    this.regionCount = 1 + groups.reduce((most, { region }) => Math.max(most, region), 0)
    this.cloudCount = 1 + groups.reduce((most, { cloud }) => Math.max(most, cloud), 0)
    const table = (columns = 1) => new Int32Array(agentCount * columns)
    this.placed = table()
    this.replicas = table(groupCount)
    this.inCluster = table(clusterCount)
    this.inRegion = table(this.regionCount)
    this.inCloud = table(this.cloudCount)
    this.inZone = table(zoneCount)
    this.spotInRegion = table(this.regionCount)
    this.onSpot = table()
    this.clustersHeld = table()
    this.regionsHeld = table()
    this.cloudsHeld = table()
  }

  /** Counts replicas that came, or went where `count` is below 0. */
  add(agent: number, g: number, zone: number, count: number): void {
    const { groupCount, clusterCount, zoneCount, groups } = this.space
    const group = groups[g]
    const region = agent * this.regionCount + group.region
    this.placed[agent] += count
    this.replicas[agent * groupCount + g] += count
    this.clustersHeld[agent] += addTo(this.inCluster, agent * clusterCount + group.cluster, count)
    this.regionsHeld[agent] += addTo(this.inRegion, region, count)
    this.cloudsHeld[agent] += addTo(this.inCloud, agent * this.cloudCount + group.cloud, count)
    if (zone >= 0) this.inZone[agent * zoneCount + zone] += count
    if (!group.isSpot) return
    this.onSpot[agent] += count
    this.spotInRegion[region] += count
  }
}

/** 1 where the domain held none and now holds some, −1 the other way round. */
function addTo(table: Int32Array, at: number, count: number): number {
  const before = table[at]
  table[at] = before + count
  return (before + count > 0 ? 1 : 0) - (before > 0 ? 1 : 0)
}
