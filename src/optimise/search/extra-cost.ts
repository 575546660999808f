import type { State } from './state.ts'

/** What one more replica costs in a group beyond its node: a move, and traffic to where its partners are [USD/h]. */
export function extraCost(state: State, agent: number, group: number): number {
  const { space } = state
  const self = space.agents[agent]
  let usd = 0
  if (
    self.usdPerMove > 0 &&
    state.counts.replicas[agent * space.groupCount + group] >= self.today[group] &&
    state.grown[agent] >= Math.max(0, state.target[agent] - self.todayTotal)
  )
    usd += self.usdPerMove
  for (const edge of self.edges) usd += egressPerReplica(state, edge, agent, space.groups[group].cluster)
  return usd
}

function egressPerReplica({ space, counts }: State, edge: number, agent: number, cluster: number): number {
  const { from, to, gibPerHour } = space.edges[edge]
  const { clusterCount, usdPerGiB } = space
  const share = gibPerHour / space.agents[agent].least
  if (to < 0) return share * usdPerGiB[cluster * (clusterCount + 1) + clusterCount]
  const partner = from === agent ? to : from
  const first = partner * clusterCount
  if (counts.placed[partner] === 0 || counts.inCluster[first + cluster] > 0) return 0
  let least = Number.POSITIVE_INFINITY
  let held = counts.clustersHeld[partner]
  for (let other = 0; held > 0; other++) {
    if (counts.inCluster[first + other] === 0) continue
    held--
    const price = from === agent ? usdPerGiB[cluster * (clusterCount + 1) + other] : usdPerGiB[other * (clusterCount + 1) + cluster]
    least = Math.min(least, price)
  }
  return share * least
}
