import { type ClusterNode, nodesOf } from '../domain/cluster-node.ts'
import type { Fleet } from '../domain/fleet.ts'
import { nodeLimits } from '../domain/node-limits.ts'
import { roomFor } from '../domain/node-room.ts'
import type { Plan } from '../domain/plan.ts'
import { type Agent, capacityClass, type Problem } from '../domain/problem.ts'
import type { ReplicaSet } from '../domain/step.ts'
import type { Replicas } from '../domain/units.ts'
import { arriving, leaving, matchNodes, type NodeChange } from './node-change.ts'

/** The fleet on its way from today to the plan: what has changed so far, and what may not be broken on the way. */
export interface Transition {
  readonly changes: NodeChange[]
  /** By agent: only those that hold pods of it, or shall. */
  readonly byAgent: Map<string, NodeChange[]>
  /** By agent: the smaller of what is demanded and what runs today. Fewer may never run. */
  readonly floors: ReadonlyMap<string, Replicas>
  readonly room: (node: ClusterNode, agent: string) => Replicas
  /** Which limits forbid one more node now; none: it may start. */
  readonly limitsAgainst: (standing: readonly ClusterNode[], one: ClusterNode) => string[]
}

/** `requests` are those that count while pods move. Throws RangeError where pods of today belong to no agent of the problem: they must not be shrunk away. */
export function beginTransition(problem: Problem, fleet: Fleet, plan: Plan, requests: ReadonlyMap<string, Agent['requests']>): Transition {
  const today = nodesOf(fleet.clusters.flatMap(({ nodes }) => nodes))
  refuseStrangers(problem, today)
  const transition = { changes: [], byAgent: new Map(), room: roomFor(problem, requests), limitsAgainst: nodeLimits(problem) }
  const pinned = new Set(problem.agents.filter(({ move }) => move?.maxReplicas === 0).map(({ id }) => id))
  for (const change of matchNodes(today, nodesOf(plan.nodeGroups), (agent) => !pinned.has(agent))) addChange(transition, change)
  const had = (agent: string) => running(changesOf(transition, agent), agent)
  return { ...transition, floors: new Map(problem.agents.map(({ id, replicas }) => [id, Math.min(replicas, had(id))])) }
}

export function addChange({ changes, byAgent }: Pick<Transition, 'changes' | 'byAgent'>, change: NodeChange): void {
  changes.push(change)
  for (const agent of new Set([...change.node.pods.keys(), ...change.wanted.keys()])) {
    const own = byAgent.get(agent)
    if (own) own.push(change)
    else byAgent.set(agent, [change])
  }
}

export const changesOf = ({ byAgent }: Pick<Transition, 'byAgent'>, agent: string): readonly NodeChange[] => byAgent.get(agent) ?? []

function refuseStrangers(problem: Problem, today: readonly ClusterNode[]): void {
  const known = new Set(problem.agents.map(({ id }) => id))
  const strangers = new Set(today.flatMap(({ pods }) => [...pods.keys()]).filter((id) => !known.has(id)))
  if (strangers.size === 0) return
  throw new RangeError(
    `pods of ${[...strangers].join(', ')} run today, but the problem knows no such agent: plan again from the fleet as it is`,
  )
}

export const standing = (changes: readonly NodeChange[]): ClusterNode[] => changes.filter(({ stands }) => stands).map(({ node }) => node)

export function running(changes: readonly NodeChange[], agent: string): Replicas {
  return changes.reduce((sum, { node }) => sum + (node.pods.get(agent) ?? 0), 0)
}

export function runningIn(changes: readonly NodeChange[], { agent, cluster, capacityType }: ReplicaSet): Replicas {
  return running(
    changes.filter(({ node }) => node.cluster === cluster && capacityClass(node.capacityType) === capacityType),
    agent,
  )
}

export const isSettled = (transition: Transition, agent: string): boolean =>
  changesOf(transition, agent).every((change) => arriving(change, agent) === 0 && leaving(change, agent) === 0)
