import type { Agent, Cluster } from '../domain/problem.ts'
import { NOWHERE, type Reading, replicasOf } from './reading.ts'
import type { Violation } from './verdict.ts'

/** Spread: at least so many clusters, regions and clouds hold a replica; never more than R are asked for. */
export function* spread(reading: Reading): Iterable<Violation> {
  for (const agent of reading.problem.agents) {
    if (!agent.spread) continue
    const held = domainsHeld(reading, agent)
    for (const kind of ['clusters', 'regions', 'clouds'] as const) {
      const wanted = Math.min(agent.spread[kind] ?? 0, agent.replicas)
      if (held[kind].size >= wanted) continue
      yield { constraint: 'spread', agent: agent.id, detail: `${agent.id} runs in ${held[kind].size} ${kind} and needs at least ${wanted}` }
    }
  }
}

function domainsHeld({ clusters, placed }: Reading, agent: Agent) {
  const held = { clusters: new Set<string>(), regions: new Set<string>(), clouds: new Set<string>() }
  for (const [id, on] of placed.get(agent.id) ?? NOWHERE) {
    if (replicasOf(on) === 0) continue
    const { provider, region } = clusters.get(id) as Cluster
    held.clusters.add(id)
    held.regions.add(`${provider}/${region}`)
    held.clouds.add(provider)
  }
  return held
}
