import type { Agent, Cluster, Problem } from '../src/domain/problem.ts'
import type { ScheduleProblem } from '../src/domain/schedule.ts'
import { withoutToday } from '../src/domain/schedule-transition.ts'
import { aCluster, anAgent, anOffer, aProblem } from './builders.ts'

/** Sixteen vCPUs for three dollars, where a small machine has four for one: cheaper by day, dearer by night. */
export const large = anOffer({
  instanceType: 'm.4xlarge',
  vcpu: 16,
  usdPerHour: 3,
  allocatable: { cpu: 16, memoryGiB: 64, gpu: 0, pods: 100 },
})

export const dublin = (part: Partial<Cluster> = {}): Cluster => aCluster({ offers: [large], ...part })
export const cork = (part: Partial<Cluster> = {}): Cluster => aCluster({ id: 'cork', ...part })

/** Eight hours of night and sixteen of day; one agent of one-vCPU replicas wants 3 by night and 14 by day. */
export function nightAndDay(
  { agent = {}, clusters = [dublin(), cork()], ...problem }: { agent?: Partial<Agent>; clusters?: Cluster[] } & Partial<Problem> = {},
  schedule: Partial<ScheduleProblem> = {},
): ScheduleProblem {
  const period = (startHour: number, hours: number, replicas: number) => ({
    startHour,
    hours,
    problem: aProblem({ clusters, horizonHours: hours, ...problem, agents: [anAgent({ maxReplicas: 14, ...agent, replicas })] }),
  })
  const [night, day] = [period(0, 8, 3), period(8, 16, 14)]
  return {
    schema: 'placement-schedule/v1',
    cyclic: true,
    horizonHours: 24,
    periods: [night, { ...day, problem: withoutToday(day.problem) }],
    ...schedule,
  }
}
