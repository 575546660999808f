import type { Counts } from './counts.ts'
import type { SearchSpace } from './space.ts'

/**
 * What each edge of traffic costs where its agents stand [USD/h], settled when asked: within clusters first, then the cheapest pair with
 * something left. Close to the cheapest routing, and fast; a finished plan is routed exactly.
 */
export class EdgeCosts {
  readonly usdPerHour: Float64Array
  /** Edges whose agents moved since they were settled. */
  readonly dirty: number[] = []
  private readonly isDirty: Uint8Array
  private readonly space: SearchSpace
  private readonly counts: Counts
  private readonly senders: Ends
  private readonly receivers: Ends

  constructor(space: SearchSpace, counts: Counts) {
    this.space = space
    this.counts = counts
    this.usdPerHour = new Float64Array(space.edges.length)
    this.isDirty = new Uint8Array(space.edges.length)
    this.senders = new Ends(space.clusterCount)
    this.receivers = new Ends(space.clusterCount)
  }

  mark(edges: readonly number[]): void {
    for (const edge of edges) {
      if (this.isDirty[edge] === 1) continue
      this.isDirty[edge] = 1
      this.dirty.push(edge)
    }
  }

  clean(): void {
    for (const edge of this.dirty) this.isDirty[edge] = 0
    this.dirty.length = 0
  }

  /** Counts an edge anew; returns what it costs [USD/h]. */
  settle(edge: number): number {
    const { senders, receivers, space } = this
    const { from, to, gibPerHour } = space.edges[edge]
    senders.take(this.counts, from, gibPerHour / space.agents[from].least)
    if (to < 0) receivers.takeInternet(space.clusterCount, gibPerHour)
    else receivers.take(this.counts, to, gibPerHour / space.agents[to].least)
    const left = gibPerHour - this.carryWithinClusters(gibPerHour)
    this.usdPerHour[edge] = this.carryCheapest(left)
    return this.usdPerHour[edge]
  }

  private carryWithinClusters(whole: number): number {
    const { senders, receivers } = this
    let carried = 0
    for (let i = 0; i < senders.count; i++)
      for (let j = 0; j < receivers.count; j++)
        if (senders.cluster[i] === receivers.cluster[j]) carried += carry(senders, i, receivers, j, whole - carried)
    return carried
  }

  private carryCheapest(whole: number): number {
    const { senders, receivers, space } = this
    let left = whole
    let usd = 0
    while (left > 1e-12) {
      let best = Number.POSITIVE_INFINITY
      let [sender, receiver] = [-1, -1]
      for (let i = 0; i < senders.count; i++) {
        if (senders.left[i] <= 1e-12) continue
        for (let j = 0; j < receivers.count; j++) {
          const price = space.usdPerGiB[senders.cluster[i] * (space.clusterCount + 1) + receivers.cluster[j]]
          if (price >= best || receivers.left[j] <= 1e-12) continue
          best = price
          sender = i
          receiver = j
        }
      }
      if (sender < 0) return usd
      const carried = carry(senders, sender, receivers, receiver, left)
      left -= carried
      usd += carried * best
    }
    return usd
  }
}

/** Clusters at one end of an edge, and the traffic that each may still take there [GiB/h]. */
class Ends {
  count = 0
  readonly cluster: Int32Array
  readonly left: Float64Array

  constructor(clusterCount: number) {
    this.cluster = new Int32Array(clusterCount + 1)
    this.left = new Float64Array(clusterCount + 1)
  }

  take({ inCluster, space, clustersHeld }: Counts, agent: number, gibPerReplica: number): void {
    const first = agent * space.clusterCount
    this.count = 0
    for (let cluster = 0; this.count < clustersHeld[agent]; cluster++) {
      if (inCluster[first + cluster] === 0) continue
      this.cluster[this.count] = cluster
      this.left[this.count++] = inCluster[first + cluster] * gibPerReplica
    }
  }

  takeInternet(number: number, gibPerHour: number): void {
    this.cluster[0] = number
    this.left[0] = gibPerHour
    this.count = 1
  }
}

function carry(senders: Ends, i: number, receivers: Ends, j: number, most: number): number {
  const carried = Math.min(senders.left[i], receivers.left[j], most)
  senders.left[i] -= carried
  receivers.left[j] -= carried
  return carried
}
