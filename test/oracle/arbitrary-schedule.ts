import fc from 'fast-check'
import type { Agent, Cluster, Problem } from '../../src/domain/problem.ts'
import type { ScheduleProblem } from '../../src/domain/schedule.ts'
import { anOffer } from '../builders.ts'
import { present, sometimes } from './arbitrary-clusters.ts'

const tenths = (least: number, most: number) => fc.integer({ min: least, max: most }).map((value) => value / 10)

const small = { instanceType: 'small', vcpu: 2, allocatable: { cpu: 2, memoryGiB: 8, gpu: 0, pods: 4 } }
const large = { instanceType: 'large', vcpu: 4, allocatable: { cpu: 4, memoryGiB: 16, gpu: 0, pods: 8 } }

function clusterNamed(id: string, provider: string): fc.Arbitrary<Cluster> {
  const parts = {
    machines: fc.constantFrom([small], [large], [small, large]),
    usdPerVcpuHour: fc.tuple(tenths(1, 10), tenths(1, 10)),
    spotUsdPerHour: sometimes(3, tenths(1, 8)),
    nodeStartUsd: sometimes(2, tenths(1, 120)),
    nodesToday: sometimes(2, fc.integer({ min: 0, max: 2 })),
    limits: sometimes(5, fc.record({ nodes: fc.integer({ min: 1, max: 3 }) })),
  }
  return fc.record(parts).map(({ machines, usdPerVcpuHour, spotUsdPerHour, nodesToday, ...drawn }) => {
    const onDemand = machines.map((machine, at) =>
      anOffer({ ...machine, usdPerHour: Number((machine.vcpu * usdPerVcpuHour[at]!).toFixed(4)) }),
    )
    const spot = spotUsdPerHour === undefined ? [] : [anOffer({ ...machines[0]!, capacityType: 'spot', usdPerHour: spotUsdPerHour })]
    const currentNodes =
      nodesToday === undefined
        ? undefined
        : [{ instanceType: machines[0]!.instanceType, capacityType: 'on-demand' as const, count: nodesToday }]
    return { id, provider, region: 'west', zones: ['a'], tags: [], offers: [...onDemand, ...spot], ...present({ ...drawn, currentNodes }) }
  })
}

function agentNamed(id: string, clusters: readonly string[], others: readonly string[]): fc.Arbitrary<Agent> {
  const parts = {
    requests: fc.record({ cpu: fc.constantFrom(0.5, 1, 1.5, 2), memoryGiB: fc.constantFrom(1, 4) }),
    move: fc.record({ usdPerReplica: sometimes(2, tenths(0, 60)), maxReplicas: sometimes(4, fc.integer({ min: 0, max: 2 })) }).map(present),
    spot: sometimes(3, fc.record({ maxShare: fc.constantFrom(0.5, 1) })),
    survive: sometimes(5, fc.constant<Agent['survive']>([{ loss: 'cluster', keep: 0.5 }])),
    traffic: sometimes(
      4,
      fc.record({ to: fc.constantFrom('internet', ...others), gibPerHour: tenths(1, 20) }).map((edge) => [edge]),
    ),
    current: sometimes(
      2,
      fc
        .record({ cluster: fc.constantFrom(...clusters), replicas: fc.integer({ min: 0, max: 2 }) })
        .map((place) => [{ ...place, capacityType: 'on-demand' as const }]),
    ),
  }
  return fc.record(parts).map((drawn) => ({ id, replicas: 0, ...present(drawn) }))
}

/** What an agent wants by night and by day, and how many more may run. */
const wanted = fc.record({
  night: fc.integer({ min: 0, max: 2 }),
  day: fc.integer({ min: 0, max: 3 }),
  spare: fc.integer({ min: 0, max: 1 }),
})

/** Days of two periods, small enough to try every pair of states; some are infeasible. */
export const tinySchedule: fc.Arbitrary<ScheduleProblem> = fc
  .record({
    two: fc.boolean(),
    agents: fc.constantFrom(1, 1, 2),
    cyclic: fc.boolean(),
    hours: fc.integer({ min: 1, max: 23 }),
    horizonDays: fc.constantFrom(1, 1, 7),
  })
  .chain(({ two, agents, cyclic, hours, horizonDays }) => {
    const ids = two ? ['dublin', 'iowa'] : ['dublin']
    const names = ['support', 'retriever'].slice(0, agents)
    return fc
      .record({
        clusters: fc.tuple(...ids.map((id, at) => clusterNamed(id, ['aws', 'gcp'][at]!))),
        agents: fc.tuple(
          ...names.map((id, at) =>
            agentNamed(
              id,
              ids,
              names.filter((_, other) => other !== at),
            ),
          ),
        ),
        wanted: fc.tuple(...names.map(() => wanted)),
        egress: fc.record({ defaultUsdPerGiB: tenths(0, 5) }),
        limits: sometimes(
          4,
          fc
            .record({ maxMovedReplicas: sometimes(2, fc.integer({ min: 0, max: 2 })), usdPerHour: sometimes(2, tenths(10, 60)) })
            .map(present),
        ),
      })
      .map(({ wanted: wants, ...parts }) => {
        const problem: Problem = { schema: 'placement-problem/v1', asOf: '2026-07-20T00:00:00Z', horizonHours: 24, ...present(parts) }
        const period = (startHour: number, lasting: number, when: 'night' | 'day') => ({
          startHour,
          hours: lasting,
          problem: {
            ...problem,
            horizonHours: lasting,
            agents: problem.agents.map((agent, at) => {
              const { night, day, spare } = wants[at]!
              return { ...agent, replicas: wants[at]![when], maxReplicas: Math.max(night, day) + spare }
            }),
          },
        })
        const { clusters } = problem
        const later = period(hours, 24 - hours, 'day')
        const stripped = {
          ...later.problem,
          clusters: clusters.map(({ currentNodes: _, ...cluster }) => cluster),
          agents: later.problem.agents.map(({ current: _, ...agent }) => agent),
        }
        return {
          schema: 'placement-schedule/v1' as const,
          cyclic,
          horizonHours: 24 * horizonDays,
          periods: [period(0, hours, 'night'), { ...later, problem: stripped }],
        }
      })
  })
