import { allReplicas, NOWHERE, type Reading } from './reading.ts'
import type { Violation } from './verdict.ts'

/** Demand: R ≤ X ≤ maxReplicas for every agent, and nothing where R = 0. */
export function* demand({ problem, placed }: Reading): Iterable<Violation> {
  for (const { id, replicas, maxReplicas } of problem.agents) {
    const most = replicas === 0 ? 0 : (maxReplicas ?? replicas)
    const running = allReplicas(placed.get(id) ?? NOWHERE)
    if (running >= replicas && running <= most) continue
    const wanted = most === replicas ? `${replicas}` : `${replicas} to ${most}`
    yield { constraint: 'demand', agent: id, detail: `${id} runs ${running} replicas and needs ${wanted}` }
  }
}
