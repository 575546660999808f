/** What stands ready to be carried from each source and can be taken in by each sink, in whole units. */
export interface Transport {
  readonly supplies: readonly number[]
  readonly demands: readonly number[]
  /** How much to carry; where supplies or demands give less, as much as can be. */
  readonly total: number
  /** What a unit costs from source i to sink j; whole numbers, so that no rounding misleads the search. */
  readonly costs: readonly (readonly number[])[]
}

/**
 * The transportation problem, solved exactly: units from each source to each sink at the least cost.
 * Successive shortest paths: each round carries all that fits along the cheapest path, which may take back what an earlier one carried.
 *
 *     min Σ costs[i][j] f[i][j]   with   Σ_j f[i][j] ≤ supplies[i],   Σ_i f[i][j] ≤ demands[j],   Σ f = total
 */
export function cheapestTransport({ supplies, demands, total, costs }: Transport): number[][] {
  const carried = supplies.map(() => demands.map(() => 0))
  const supply = [...supplies]
  const demand = [...demands]
  for (let left = total; left > 0; ) {
    const path = cheapestPath(supply, demand, costs, carried)
    if (path.length === 0) break
    const { source } = path[0]
    const { sink } = path.at(-1)!
    const takenBack = path.slice(1).map((step, at) => carried[step.source][path[at].sink])
    const amount = Math.min(left, supply[source], demand[sink], ...takenBack)
    carryAlong(path, amount, carried)
    supply[source] -= amount
    demand[sink] -= amount
    left -= amount
  }
  return carried
}

/** Carry from source to sink; between two steps, the second's source takes back what it sent to the first's sink. */
interface PathStep {
  readonly source: number
  readonly sink: number
}

function carryAlong(path: readonly PathStep[], amount: number, carried: number[][]): void {
  path.forEach(({ source, sink }, at) => {
    carried[source][sink] += amount
    if (at > 0) carried[source][path[at - 1].sink] -= amount
  })
}

/** From any source with supply to any sink with demand, by Bellman and Ford; empty where there is none. */
function cheapestPath(supply: number[], demand: number[], costs: Transport['costs'], carried: number[][]): PathStep[] {
  const toSource = supply.map((left) => (left > 0 ? 0 : Number.POSITIVE_INFINITY))
  const toSink = demand.map(() => Number.POSITIVE_INFINITY)
  const sourceBefore = demand.map(() => -1)
  const sinkBefore = supply.map(() => -1)
  for (let changed = true; changed; ) {
    changed = false
    for (let i = 0; i < supply.length; i++)
      for (let j = 0; j < demand.length; j++)
        if (toSource[i] + costs[i][j] < toSink[j]) {
          toSink[j] = toSource[i] + costs[i][j]
          sourceBefore[j] = i
          changed = true
        }
    for (let i = 0; i < supply.length; i++)
      for (let j = 0; j < demand.length; j++)
        if (carried[i][j] > 0 && toSink[j] - costs[i][j] < toSource[i]) {
          toSource[i] = toSink[j] - costs[i][j]
          sinkBefore[i] = j
          changed = true
        }
  }
  return pathTo(cheapestOpenSink(demand, toSink), sourceBefore, sinkBefore)
}

function cheapestOpenSink(demand: readonly number[], toSink: readonly number[]): number {
  let best = -1
  for (let j = 0; j < demand.length; j++)
    if (demand[j] > 0 && toSink[j] < Number.POSITIVE_INFINITY && (best < 0 || toSink[j] < toSink[best])) best = j
  return best
}

function pathTo(end: number, sourceBefore: readonly number[], sinkBefore: readonly number[]): PathStep[] {
  const path: PathStep[] = []
  for (let sink = end; sink >= 0; sink = sinkBefore[sourceBefore[sink]]) path.unshift({ source: sourceBefore[sink], sink })
  return path
}
