/** Where traffic arises and where it can be served, with the price from each to each. */
export interface TransportProblem {
  readonly supplies: readonly number[]
  readonly capacities: readonly number[]
  /** price[from][to] */
  readonly price: readonly (readonly number[])[]
  /** How much has to be carried: no more than all supplies, no more than all capacities. */
  readonly amount: number
}

export interface Transport {
  readonly cost: number
  /** carried[from][to] */
  readonly carried: readonly (readonly number[])[]
}

const NEGLIGIBLE = 1e-12

/**
 * The cheapest way to carry the amount, by successive shortest paths: each is the cheapest that is left in the residual graph,
 * found by trying all (Bellman and Ford), and carries as much as it can. Source: Ahuja, Magnanti and Orlin, "Network Flows", section 9.7.
 */
export function cheapestTransport({ supplies, capacities, price, amount }: TransportProblem): Transport {
  const carried = supplies.map(() => capacities.map(() => 0))
  const spare = [...supplies]
  const room = [...capacities]
  for (let left = amount; left > NEGLIGIBLE; ) {
    const path = cheapestPath(spare, room, price, carried)
    if (!path) throw new RangeError(`${left} of ${amount} cannot be carried`)
    const step = Math.min(
      left,
      spare[path[0]!.from]!,
      room[path.at(-1)!.to]!,
      ...path.filter(isBack).map(({ from, to }) => carried[from]![to]!),
    )
    for (const { from, to, direction } of path) carried[from]![to]! += direction * step
    spare[path[0]!.from]! -= step
    room[path.at(-1)!.to]! -= step
    left -= step
  }
  const cost = carried.reduce((sum, row, from) => sum + row.reduce((part, flow, to) => part + flow * price[from]![to]!, 0), 0)
  return { cost, carried }
}

interface Arc {
  readonly from: number
  readonly to: number
  /** 1: carry more from source to sink; −1: carry less of what is carried, back from sink to source. */
  readonly direction: 1 | -1
}
const isBack = ({ direction }: Arc): boolean => direction === -1

interface Reached {
  readonly cost: number
  readonly path: readonly Arc[]
}

/** From a source with something to spare to a sink with room, over arcs that may undo what is carried. */
function cheapestPath(spare: number[], room: number[], price: TransportProblem['price'], carried: number[][]): readonly Arc[] | undefined {
  const atSource: (Reached | undefined)[] = spare.map((left) => (left > NEGLIGIBLE ? { cost: 0, path: [] } : undefined))
  const atSink: (Reached | undefined)[] = room.map(() => undefined)
  for (let round = 0; round < spare.length + room.length; round++) {
    for (let from = 0; from < spare.length; from++) {
      for (let to = 0; to < room.length; to++) {
        atSink[to] = cheaper(atSink[to], extended(atSource[from], { from, to, direction: 1 }, price[from]![to]!))
        if (carried[from]![to]! > NEGLIGIBLE)
          atSource[from] = cheaper(atSource[from], extended(atSink[to], { from, to, direction: -1 }, -price[from]![to]!))
      }
    }
  }
  let best: Reached | undefined
  for (const [to, reached] of atSink.entries()) if (room[to]! > NEGLIGIBLE) best = cheaper(best, reached)
  return best?.path
}

function extended(reached: Reached | undefined, arc: Arc, cost: number): Reached | undefined {
  return reached && { cost: reached.cost + cost, path: [...reached.path, arc] }
}

function cheaper(known: Reached | undefined, found: Reached | undefined): Reached | undefined {
  if (!found || (known && known.cost <= found.cost + NEGLIGIBLE)) return known
  return found
}
