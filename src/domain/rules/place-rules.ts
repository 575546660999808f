import type { Agent, Cluster } from '../problem.ts'
import { agentRule } from './agent-rule.ts'
import { type Rule, without } from './rule.ts'

/** Where an agent may stand: tags, cluster lists, distance to its users. */
export function placeRules(agent: Agent, clusters: readonly Cluster[]): Rule[] {
  const { anyTag, noTag, clusters: listed } = agent.placement ?? {}
  const drop = (key: 'anyTag' | 'noTag' | 'clusters') => (one: Agent) => ({ ...one, placement: without(one.placement!, key) })
  const rule = (key: 'anyTag' | 'noTag' | 'clusters', asks: string) =>
    agentRule(agent, { kind: `placement.${key}`, constraint: 'placement', asks, leftOut: drop(key) })
  return [
    ...(anyTag ? [rule('anyTag', `may stand only in clusters that bear one of: ${anyTag.join(', ')}`)] : []),
    ...(noTag ? [rule('noTag', `may not stand in clusters that bear any of: ${noTag.join(', ')}`)] : []),
    ...(listed ? [rule('clusters', `may stand only in: ${listed.join(', ')}`)] : []),
    ...latencyRule(agent, clusters),
  ]
}

/** Eased from one cluster's distance to the next. */
function latencyRule(agent: Agent, clusters: readonly Cluster[]): Rule[] {
  const { latency } = agent
  if (!latency) return []
  const distances = clusters.flatMap(({ id }) => latency.msByCluster[id] ?? []).filter((ms) => ms > latency.maxMs)
  const farther = [...new Set(distances)].sort((a, b) => a - b)
  const amount = (steps: number) => farther[steps - 1] ?? latency.maxMs
  return [
    agentRule(agent, {
      kind: 'latency',
      asks: `must be within ${latency.maxMs} ms of its users`,
      leftOut: (one) => without(one, 'latency'),
      easing: {
        most: farther.length,
        unit: 'ms',
        amount,
        by: (one, steps) => ({ ...one, latency: { ...one.latency!, maxMs: amount(steps) } }),
      },
    }),
  ]
}
