import { placeOnNewNode } from './new-node.ts'
import { placeOnOpenNode } from './open-node.ts'
import type { Random } from './random.ts'
import type { RecreateOptions } from './recreate-options.ts'
import type { State } from './state.ts'

/** Agents with replicas still to be placed, in the order in which they are placed. */
export function recreate(state: State, pool: readonly number[], random: Random, options: RecreateOptions): void {
  const order = ordered(state, pool, random)
  const waits = (agent: number) => state.placed[agent] < state.target[agent]
  if (random.next() < 0.5) for (const agent of order) while (waits(agent) && placeOnOpenNode(state, agent, random, options)) {}
  for (const agent of order)
    while (waits(agent)) {
      if (placeOnOpenNode(state, agent, random, options)) continue
      if (!placeOnNewNode(state, agent, order, random, options)) break
    }
}

/** Those with few places first, then the big ones; a little chance in it. */
function ordered(state: State, pool: readonly number[], random: Random): number[] {
  const { agents } = state.space
  const byChance = random.next() < 0.15
  const key = (a: number) => {
    const agent = agents[a]
    if (byChance) return random.next()
    const size = agent.gpu * 20 + agent.cpu + agent.memoryGiB / 4
    return (agent.groups.length <= 4 ? 1e6 : 0) + size * (0.7 + 0.6 * random.next())
  }
  return pool
    .map((agent) => ({ agent, key: key(agent) }))
    .sort((a, b) => b.key - a.key)
    .map(({ agent }) => agent)
}
