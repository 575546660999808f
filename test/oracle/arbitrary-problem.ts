import fc from 'fast-check'
import type { Cluster, Egress, Problem } from '../../src/domain/problem.ts'
import { type AgentSize, agentsIn } from './arbitrary-agents.ts'
import { clusters, present, quotasOver, sometimes } from './arbitrary-clusters.ts'

const eighths = fc.integer({ min: 0, max: 4 }).map((value) => value / 8)

interface Scale {
  readonly hasGpus: boolean
  readonly clusterCount: number
}

/** Few enough replicas that brute force ends soon: the more agents and clusters, the fewer of them. */
function sizesFor({ hasGpus, clusterCount }: Scale): fc.Arbitrary<AgentSize[]> {
  const agent = (mostReplicas: number, mostSpare: number): AgentSize => ({ mostReplicas, mostSpare, oddsOfGpu: hasGpus ? 3 : 500 })
  const just = (sizes: AgentSize[]): fc.Arbitrary<AgentSize[]> => fc.constant(sizes)
  const few = clusterCount === 3 ? 1 : 0
  return fc.oneof(
    { arbitrary: just([agent(4, 2)]), weight: 2 },
    { arbitrary: just([agent(4, 2), agent(4 - few, 2)]), weight: 3 },
    { arbitrary: just([agent(4 - few, 2), agent(3, 1), agent(3 - few, 1)]), weight: 2 },
  )
}

function egressOver(ids: readonly string[]): fc.Arbitrary<Egress> {
  const pairs = fc.uniqueArray(fc.record({ from: fc.constantFrom(...ids), to: fc.constantFrom(...ids, 'internet'), usdPerGiB: eighths }), {
    maxLength: 4,
    selector: ({ from, to }) => `${from} ${to}`,
  })
  return fc.record({ defaultUsdPerGiB: eighths, pairs: sometimes(2, pairs) }).map(present)
}

const limits = fc
  .record({
    maxMovedReplicas: sometimes(2, fc.integer({ min: 0, max: 4 })),
    usdPerHour: sometimes(
      2,
      fc.integer({ min: 3, max: 24 }).map((value) => value / 4),
    ),
  })
  .map(present)

function problemOn(drawn: readonly Cluster[], hasGpus: boolean): fc.Arbitrary<Problem> {
  const ids = drawn.map(({ id }) => id)
  const parts = {
    horizonHours: fc.constantFrom(1, 8, 24),
    agents: sizesFor({ hasGpus, clusterCount: ids.length }).chain((sizes) => agentsIn(ids, sizes)),
    quotas: sometimes(4, quotasOver(ids)),
    egress: fc.oneof({ arbitrary: egressOver(ids), weight: 3 }, { arbitrary: fc.constant(undefined), weight: 1 }),
    limits: sometimes(4, limits),
  }
  return fc
    .record(parts)
    .map((rest) => ({ schema: 'placement-problem/v1', asOf: '2026-07-20T00:00:00Z', clusters: [...drawn], ...present(rest) }))
}

/** Problems small enough for brute force that between them use every rule and every cost of the contract; about a quarter are infeasible. */
export const tinyProblem: fc.Arbitrary<Problem> = fc
  .oneof({ arbitrary: fc.constant(false), weight: 6 }, { arbitrary: fc.constant(true), weight: 1 })
  .chain((hasGpus) => clusters(hasGpus).chain((drawn) => problemOn(drawn, hasGpus)))
