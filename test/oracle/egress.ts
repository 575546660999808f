import type { Flow } from '../../src/domain/plan.ts'
import type { Problem } from '../../src/domain/problem.ts'
import { cheapestTransport, type Transport } from './transport.ts'

/** Replicas by cluster. */
type Spread = readonly number[]

/** Traffic from one agent to another or to the internet that both ends are there for, and the cheapest way to carry it. */
export interface Edge {
  readonly from: number
  /** −1: the internet. */
  readonly to: number
  usdPerHour(from: Spread, to: Spread): number
  flows(from: Spread, to: Spread): Flow[]
}

export function edgesOf(problem: Problem): Edge[] {
  return problem.agents.flatMap((agent, from) =>
    (agent.traffic ?? []).flatMap((traffic) => {
      const to = problem.agents.findIndex(({ id }) => id === traffic.to)
      const isIdle = agent.replicas === 0 || problem.agents[to]?.replicas === 0
      return isIdle ? [] : [edge(problem, from, to, traffic.gibPerHour)]
    }),
  )
}

function edge(problem: Problem, from: number, to: number, amount: number): Edge {
  const sender = problem.agents[from]!
  const receiver = problem.agents[to]
  const clusters = problem.clusters.map(({ id }) => id)
  const ends = receiver ? clusters : ['internet']
  const price = clusters.map((start) => ends.map((end) => usdPerGiB(problem, start, end)))
  const known = new Map<string, Transport>()
  const carried = (fromSpread: Spread, toSpread: Spread): Transport => {
    const key = `${fromSpread}>${toSpread}`
    const supplies = fromSpread.map((replicas) => (amount * replicas) / sender.replicas)
    const capacities = receiver ? toSpread.map((replicas) => (amount * replicas) / receiver.replicas) : [amount]
    const transport = known.get(key) ?? cheapestTransport({ supplies, capacities, price, amount })
    known.set(key, transport)
    return transport
  }
  const flow = (start: number, end: number, gibPerHour: number): Flow => ({
    fromAgent: sender.id,
    toAgent: receiver?.id ?? 'internet',
    fromCluster: clusters[start]!,
    toCluster: ends[end]!,
    gibPerHour,
  })
  return {
    from,
    to,
    usdPerHour: (...spreads) => carried(...spreads).cost,
    flows: (...spreads) =>
      carried(...spreads).carried.flatMap((row, start) => row.flatMap((part, end) => (part > 0 ? [flow(start, end, part)] : []))),
  }
}

function usdPerGiB({ egress }: Problem, from: string, to: string): number {
  if (from === to || !egress) return 0
  return egress.pairs?.findLast((pair) => pair.from === from && pair.to === to)?.usdPerGiB ?? egress.defaultUsdPerGiB
}
