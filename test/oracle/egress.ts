import type { Flow } from '../../src/domain/plan.ts'
import type { Problem } from '../../src/domain/problem.ts'
import type { Choice } from './choices.ts'
import { cheapestTransport, type Transport } from './transport.ts'

/** Traffic from one agent to another or to the internet that both ends are there for, and the cheapest way to carry it. */
export interface Edge {
  /** Both of its ends are among the first so many agents. */
  isAmong(agents: number): boolean
  usdPerHour(choices: readonly Choice[]): number
  flows(choices: readonly Choice[]): Flow[]
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
  const carried = (choices: readonly Choice[]): Transport => {
    const sent = byCluster(choices[from]!)
    const served = receiver ? byCluster(choices[to]!) : []
    const key = `${sent}>${served}`
    const supplies = sent.map((replicas) => (amount * replicas) / sender.replicas)
    const capacities = receiver ? served.map((replicas) => (amount * replicas) / receiver.replicas) : [amount]
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
    isAmong: (agents) => from < agents && to < agents,
    usdPerHour: (choices) => carried(choices).cost,
    flows: (choices) =>
      carried(choices).carried.flatMap((row, start) => row.flatMap((part, end) => (part > 0 ? [flow(start, end, part)] : []))),
  }
}

/** Both cells of a cluster together. */
function byCluster({ replicas }: Choice): number[] {
  return Array.from({ length: replicas.length / 2 }, (_, cluster) => replicas[2 * cluster]! + replicas[2 * cluster + 1]!)
}

function usdPerGiB({ egress }: Problem, from: string, to: string): number {
  if (from === to || !egress) return 0
  return egress.pairs?.findLast((pair) => pair.from === from && pair.to === to)?.usdPerGiB ?? egress.defaultUsdPerGiB
}
