import type { State } from './state.ts'

/** What one more replica costs in a group beyond its node: a move, and traffic to where its partners are [USD/h]. */
export function extraCost(state: State, agent: number, group: number): number {
  const { space } = state
  const self = space.agents[agent]
  const at = agent * space.groupCount + group
  let usd = 0
  if (
    self.usdPerMove > 0 &&
    state.replicas[at] >= self.today[group] &&
    state.grown[agent] >= Math.max(0, state.target[agent] - self.todayTotal)
  )
    usd += self.usdPerMove
  for (const edge of self.edges) usd += egressPerReplica(state, edge, agent, space.groups[group].cluster)
  return usd
}

function egressPerReplica({ space, inCluster, placed }: State, edge: number, agent: number, cluster: number): number {
  const { from, to, gibPerHour } = space.edges[edge]
  const { clusterCount, usdPerGiB } = space
  const share = gibPerHour / space.agents[agent].least
  if (to < 0) return share * usdPerGiB[cluster * (clusterCount + 1) + clusterCount]
  const partner = from === agent ? to : from
  if (placed[partner] === 0 || inCluster[partner * clusterCount + cluster] > 0) return 0
  let least = Number.POSITIVE_INFINITY
  for (let other = 0; other < clusterCount; other++) {
    if (inCluster[partner * clusterCount + other] === 0) continue
    const price = from === agent ? usdPerGiB[cluster * (clusterCount + 1) + other] : usdPerGiB[other * (clusterCount + 1) + cluster]
    least = Math.min(least, price)
  }
  return share * least
}
