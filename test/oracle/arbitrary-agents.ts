import fc from 'fast-check'
import type { Agent, Loss, SurviveRule } from '../../src/domain/problem.ts'
import { INSTANCE_TYPES, present, sometimes } from './arbitrary-clusters.ts'

const AGENTS = ['support', 'retriever', 'batch'] as const
const quarters = (least: number, most: number) => fc.integer({ min: 4 * least, max: 4 * most }).map((value) => value / 4)

const requests = fc.record({
  cpu: fc.oneof({ arbitrary: fc.constantFrom(0, 0.25, 0.5, 0.9, 1, 1, 1.5), weight: 30 }, { arbitrary: quarters(0, 4), weight: 1 }),
  memoryGiB: fc.oneof({ arbitrary: fc.constantFrom(0, 0.5, 1, 1, 1.5, 2), weight: 30 }, { arbitrary: quarters(0, 7), weight: 1 }),
})
/** With the taint that the machines bear, but for now and then. */
const gpu = fc.record({
  gpu: fc.constantFrom(1, 1, 1, 1, 2),
  gpuModels: sometimes(3, fc.constantFrom<string[]>(['L4'], ['T4'], ['L4', 'T4'])),
  tolerates: fc.constantFrom<string[]>(...Array<string[]>(9).fill(['gpu']), ['gpu', 'batch'], []),
})

const placement = fc
  .record({
    anyTag: sometimes(2, fc.constantFrom<string[]>(['EU'], ['EU', 'CH'], ['operator:US'], ['EU', 'US'])),
    noTag: sometimes(4, fc.constantFrom<string[]>(['US'], ['operator:US'])),
  })
  .map(present)

/** Mostly losses that so many clusters can survive; a rule about a loss of everything there is makes the problem infeasible. */
function ruleFor(clusterCount: number): fc.Arbitrary<SurviveRule> {
  const within = fc.constantFrom<Loss[]>('node', 'zone', 'spot', 'spot')
  const across = fc.constantFrom<Loss[]>('cluster', 'cluster', 'region', 'cloud')
  const loss = fc.oneof({ arbitrary: within, weight: 18 }, { arbitrary: across, weight: 8 * clusterCount - 7 })
  return fc.record({ loss, keep: fc.constantFrom(0, 0.3, 0.3, 0.3, 0.5, 0.5, 0.5, 0.6) })
}

function spreadOver(clusterCount: number) {
  const domains = fc.integer({ min: 1, max: Math.min(2, clusterCount) })
  return fc.record({ clusters: sometimes(2, domains), regions: sometimes(3, domains), clouds: sometimes(3, domains) }).map(present)
}
const spot = fc
  .record({ maxShare: fc.constantFrom(0.3, 0.5, 0.6, 1, 1), onDemandBase: sometimes(3, fc.integer({ min: 0, max: 3 })) })
  .map(present)
const move = fc
  .record({ usdPerReplica: sometimes(2, quarters(0, 4)), maxReplicas: sometimes(3, fc.integer({ min: 0, max: 3 })) })
  .map(present)

export interface AgentSize {
  /** Once in so many it asks for GPUs. */
  readonly oddsOfGpu: number
  readonly mostReplicas: number
  readonly mostSpare: number
}

function todayIn(clusters: readonly string[]): fc.Arbitrary<NonNullable<Agent['current']>> {
  const place = fc.record({
    cluster: fc.constantFrom(...clusters),
    capacityType: fc.constantFrom('on-demand', 'on-demand', 'spot'),
    replicas: fc.integer({ min: 0, max: 3 }),
  })
  return fc.array(place, { minLength: 0, maxLength: 3 })
}

function latencyTo(clusters: readonly string[]): fc.Arbitrary<NonNullable<Agent['latency']>> {
  const ms = fc.tuple(
    ...clusters.map(() =>
      fc.oneof({ arbitrary: fc.integer({ min: 5, max: 45 }), weight: 5 }, { arbitrary: fc.constant(undefined), weight: 1 }),
    ),
  )
  return ms.map((values) => ({
    maxMs: 40,
    msByCluster: present(Object.fromEntries(clusters.map((id, at) => [id, values[at]]))) as Record<string, number>,
  }))
}

function trafficFrom(agent: number, agents: number): fc.Arbitrary<NonNullable<Agent['traffic']>> {
  const targets = [...AGENTS.slice(0, agents).filter((_, at) => at !== agent), 'internet']
  return fc
    .subarray(targets, { minLength: 1, maxLength: Math.min(2, targets.length) })
    .chain((to) => fc.tuple(...to.map((target) => quarters(0, 5).map((gibPerHour) => ({ to: target, gibPerHour })))))
}

export function agentsIn(clusters: readonly string[], sizes: readonly AgentSize[]): fc.Arbitrary<Agent[]> {
  return fc.tuple(...sizes.map((size, at) => agentIn(clusters, size, at, sizes.length)))
}

function agentIn(
  clusters: readonly string[],
  { mostReplicas, mostSpare, oddsOfGpu }: AgentSize,
  at: number,
  agents: number,
): fc.Arbitrary<Agent> {
  const parts = {
    replicas: fc.oneof({ arbitrary: fc.integer({ min: 1, max: mostReplicas }), weight: 9 }, { arbitrary: fc.constant(0), weight: 1 }),
    spare: fc.integer({ min: 0, max: mostSpare }),
    isElastic: sometimes(3, fc.constant(true)),
    requests,
    gpu: sometimes(oddsOfGpu, gpu),
    arch: sometimes(3, fc.constantFrom<string[]>(...Array<string[]>(15).fill(['amd64', 'arm64']), ['arm64'])),
    instanceTypes: sometimes(12, fc.subarray(INSTANCE_TYPES, { minLength: 3 })),
    tolerates: sometimes(4, fc.constant<string[]>(['batch'])),
    maxPerNode: sometimes(6, fc.integer({ min: 1, max: 3 })),
    placement: sometimes(8, placement),
    only: sometimes(14, fc.subarray([...clusters], { minLength: 1 })),
    latency: sometimes(16, latencyTo(clusters)),
    survive: sometimes(4, fc.array(ruleFor(clusters.length), { minLength: 1, maxLength: 2 })),
    spread: sometimes(6, spreadOver(clusters.length)),
    spot: sometimes(2, spot),
    restartUsd: sometimes(2, quarters(0, 2)),
    move: sometimes(2, move),
    traffic: sometimes(3, trafficFrom(at, agents)),
    current: sometimes(2, todayIn(clusters)),
  }
  return fc.record(parts).map(({ spare, isElastic, gpu: devices, only, ...drawn }) => ({
    id: AGENTS[at]!,
    ...present({
      ...drawn,
      maxReplicas: isElastic || drawn.survive ? drawn.replicas + spare : undefined,
      placement: only ? { ...drawn.placement, clusters: only } : drawn.placement,
      tolerates: devices ? devices.tolerates : drawn.tolerates,
      gpuModels: devices?.gpuModels,
      instanceTypes: devices ? undefined : drawn.instanceTypes,
    }),
    requests: { ...drawn.requests, ...(devices ? { gpu: devices.gpu } : {}) },
  }))
}
