import { offerKey } from '../../src/domain/find-offer.ts'
import type { Agent, Problem } from '../../src/domain/problem.ts'
import type { ScheduleProblem } from '../../src/domain/schedule.ts'
import { withoutToday } from '../../src/domain/schedule-transition.ts'
import { buildInstance, type Instance } from '../instance/instance.ts'

/**
 * The instance of each period, without what stands before it: that is told by transitions (transition.ts), and so is the budget.
 *
 * A machine that another beats may be left out of a single period, but of a schedule only if the same one beats it in all of them:
 * else a node that stays would seem to need a start. So that no period drops one by itself, each machine is told to stand already.
 */
export function periodInstances(schedule: ScheduleProblem): Instance[] {
  const kept = machinesKept(schedule)
  return schedule.periods.map(({ problem }) => buildInstance(everyMachineStanding(problem, kept)))
}

function everyMachineStanding(problem: Problem, kept: ReadonlySet<string> | undefined): Problem {
  const { usdPerHour: _, ...limits } = problem.limits ?? {}
  return {
    ...withoutToday(problem),
    limits,
    clusters: problem.clusters.map(({ nodeStartUsd: _, ...cluster }) => {
      const offers = cluster.offers.filter((offer) => kept?.has(offerKey({ cluster: cluster.id, ...offer })) ?? true)
      const currentNodes = offers.map(({ instanceType, capacityType }) => ({ instanceType, capacityType, count: 1 }))
      return { ...cluster, offers, currentNodes }
    }),
  }
}

/** Where periods differ in demand alone: the machines that none beats for all pods of the day together. Undefined: all of them. */
function machinesKept({ periods }: ScheduleProblem): Set<string> | undefined {
  const [first, ...others] = periods.map(({ problem }) => problem)
  if (others.some((other) => besideDemand(other) !== besideDemand(first!))) return undefined
  const agents = first!.agents.map((agent, at) =>
    boldest(
      agent,
      periods.map(({ problem }) => problem.agents[at]!),
    ),
  )
  const { groups, machines } = buildInstance({ ...first!, agents })
  return new Set(machines.map(({ group, offer }) => offerKey({ cluster: groups[group]!.cluster.id, ...offer })))
}

/** What a machine is judged by, as a text to compare. */
function besideDemand({ clusters, quotas, agents }: Problem): string {
  const machines = clusters.map(({ currentNodes: _, ...cluster }) => cluster)
  const pods = agents.map(({ replicas: _, maxReplicas: __, current: ___, traffic: ____, ...agent }) => agent)
  return JSON.stringify([machines, quotas, pods])
}

/** An agent that stands wherever it may in any period: as many replicas as ever, and no rule on how they are spread. */
function boldest({ survive: _, maxPerNode: __, spread: ___, current: ____, ...agent }: Agent, inPeriods: readonly Agent[]): Agent {
  const { maxShare = 0 } = agent.spot ?? {}
  return {
    ...agent,
    replicas: Math.max(...inPeriods.map(({ replicas }) => replicas)),
    maxReplicas: Math.max(...inPeriods.map(({ replicas, maxReplicas = replicas }) => maxReplicas)),
    spot: { maxShare },
  }
}
