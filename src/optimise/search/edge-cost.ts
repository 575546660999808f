import type { SearchSpace } from './space.ts'

interface Placed {
  readonly space: SearchSpace
  readonly inCluster: Int32Array
}

/**
 * What one edge of traffic costs where its agents stand now [USD/h]: within clusters first, then the cheapest pair with something left.
 * Close to the cheapest routing, and fast; a finished plan is routed exactly.
 */
export function edgeUsdPerHour({ space, inCluster }: Placed, edge: number): number {
  const { from, to, gibPerHour } = space.edges[edge]
  const { clusterCount, usdPerGiB, agents } = space
  const supply = sharesOf(inCluster, from, clusterCount, gibPerHour / agents[from].least)
  if (to < 0) return cheapest(supply, [{ cluster: clusterCount, left: gibPerHour }], gibPerHour, usdPerGiB, clusterCount)
  const demand = sharesOf(inCluster, to, clusterCount, gibPerHour / agents[to].least)
  let left = gibPerHour
  for (const sender of supply) {
    const receiver = demand.find(({ cluster }) => cluster === sender.cluster)
    if (receiver) left -= carry(sender, receiver, left)
  }
  return cheapest(supply, demand, left, usdPerGiB, clusterCount)
}

interface End {
  readonly cluster: number
  left: number
}

function sharesOf(inCluster: Int32Array, agent: number, clusterCount: number, gibPerReplica: number): End[] {
  const ends: End[] = []
  for (let cluster = 0; cluster < clusterCount; cluster++) {
    const replicas = inCluster[agent * clusterCount + cluster]
    if (replicas > 0) ends.push({ cluster, left: replicas * gibPerReplica })
  }
  return ends
}

function carry(sender: End, receiver: End, most: number): number {
  const carried = Math.min(sender.left, receiver.left, most)
  sender.left -= carried
  receiver.left -= carried
  return carried
}

function cheapest(supply: readonly End[], demand: readonly End[], whole: number, usdPerGiB: Float64Array, clusterCount: number): number {
  let left = whole
  let usd = 0
  while (left > 1e-12) {
    let best = Number.POSITIVE_INFINITY
    let pair: [End, End] | undefined
    for (const sender of supply) {
      if (sender.left <= 1e-12) continue
      for (const receiver of demand) {
        if (receiver.left <= 1e-12) continue
        const price = usdPerGiB[sender.cluster * (clusterCount + 1) + receiver.cluster]
        if (price >= best) continue
        best = price
        pair = [sender, receiver]
      }
    }
    if (!pair) return usd
    const carried = carry(pair[0], pair[1], left)
    left -= carried
    usd += carried * best
  }
  return usd
}
