import type { Agent, Cluster } from '../domain/problem.ts'
import { NOWHERE, type Reading, replicasOf } from './reading.ts'
import type { Violation } from './verdict.ts'

/** Eligibility: no replica where jurisdiction, the cluster list or latency rules the cluster out. */
export function* eligibility({ problem, placed, clusters }: Reading): Iterable<Violation> {
  for (const agent of problem.agents) {
    for (const [id, on] of placed.get(agent.id) ?? NOWHERE) {
      const cluster = clusters.get(id)
      if (!cluster || replicasOf(on) === 0) continue
      for (const reason of whyNot(agent, cluster))
        yield { constraint: 'eligibility', agent: agent.id, cluster: id, detail: `${agent.id} may not run in ${id}: ${reason}` }
    }
  }
}

function* whyNot({ placement = {}, latency }: Agent, { id, tags }: Cluster): Iterable<string> {
  const { anyTag, noTag, clusters } = placement
  const forbidden = (noTag ?? []).filter((tag) => tags.includes(tag))
  if (anyTag && !tags.some((tag) => anyTag.includes(tag))) yield `it bears none of the tags ${anyTag.join(', ')}`
  if (forbidden.length > 0) yield `it bears ${forbidden.join(', ')}`
  if (clusters && !clusters.includes(id)) yield 'it is not among the clusters that the agent names'
  if (latency) yield* tooFar(latency.msByCluster[id], latency.maxMs)
}

function* tooFar(ms: number | undefined, maxMs: number): Iterable<string> {
  if (ms === undefined) yield 'its latency is not known, so it counts as too far'
  else if (ms > maxMs) yield `it is ${ms} ms away and at most ${maxMs} ms are allowed`
}
