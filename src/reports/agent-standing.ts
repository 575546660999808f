import { type Losses, survivableLosses } from '../domain/losses.ts'
import type { Placement } from '../domain/plan.ts'
import { type Agent, CAPACITY_CLASSES, type CapacityClass, type Cluster, type Problem } from '../domain/problem.ts'
import type { Replicas } from '../domain/units.ts'
import type { Arrangement } from './findings.ts'
import { total } from './money.ts'

/** One agent's part of an arrangement, with what its rules are judged by. */
export interface AgentStanding {
  readonly agent: Agent
  readonly problem: Problem
  readonly arrangement: Arrangement
  /** Only those that hold a replica. */
  readonly clusters: readonly Cluster[]
  readonly replicas: Replicas
  readonly onSpot: Replicas
  readonly losses: Losses
  in(cluster: Cluster): Replicas
}

/** How every agent of a problem stands in an arrangement, in the problem's order. */
export function standingsOf(problem: Problem, arrangement: Arrangement): AgentStanding[] {
  const losses = survivableLosses(problem, arrangement)
  return problem.agents.map((agent) => standingOf(problem, arrangement, agent, losses.get(agent.id)!))
}

function standingOf(problem: Problem, arrangement: Arrangement, agent: Agent, losses: Losses): AgentStanding {
  const own = arrangement.placements.filter((placement) => placement.agent === agent.id && placement.replicas > 0)
  const replicasIn = (cluster: Cluster) => sumOf(own.filter((placement) => placement.cluster === cluster.id))
  return {
    agent,
    problem,
    arrangement,
    clusters: problem.clusters.filter((cluster) => replicasIn(cluster) > 0),
    replicas: sumOf(own),
    onSpot: sumOf(own.filter(({ capacityType }) => capacityType === 'spot')),
    losses,
    in: replicasIn,
  }
}

/** How many replicas of an agent stand in a cluster on one capacity. */
export function replicasAt(placements: readonly Placement[], agent: string, cluster: string, capacityType: CapacityClass): Replicas {
  return sumOf(placements.filter((place) => place.agent === agent && place.cluster === cluster && place.capacityType === capacityType))
}

/** `aws-eu-west-1 ×4, gcp-europe-west4 ×2 on spot`; empty where it runs nowhere. */
export function whereItRuns({ agent, clusters, arrangement }: AgentStanding): string {
  const places = clusters.flatMap((cluster) =>
    CAPACITY_CLASSES.map((capacityType) => {
      const replicas = replicasAt(arrangement.placements, agent.id, cluster.id, capacityType)
      return replicas > 0 ? `${cluster.id} ×${replicas}${capacityType === 'spot' ? ' on spot' : ''}` : ''
    }),
  )
  return places.filter((place) => place !== '').join(', ')
}

const sumOf = (placements: readonly Placement[]): Replicas => total(placements, ({ replicas }) => replicas)
