import { type ClusterNode, lookOf, podsOf, poolKey, withPods } from '../domain/cluster-node.ts'
import { capacityClass } from '../domain/problem.ts'
import type { LayoutHint, ResizeNodes, ScaleReplicas, Step, WaitUntilReady } from '../domain/step.ts'
import type { Nodes, Replicas } from '../domain/units.ts'
import { arriving, leaving, type NodeChange } from './node-change.ts'
import { changesOf, running, runningIn, standing, type Transition } from './transition.ts'

/** So many replicas of the agent whose turn it is, onto or off one node. */
interface PodChange {
  readonly change: NodeChange
  readonly replicas: Replicas
}

/** What one agent can do now: the pods that arrive, those that leave then, and whether that is all it has to do. */
export interface Turn {
  readonly agent: string
  readonly arrivals: readonly PodChange[]
  readonly departures: readonly PodChange[]
  readonly isWhole: boolean
}

/** The most that an agent can do now: only where there is room, only nodes that limits let start, never below its floor. */
export function turnOf(transition: Transition, agent: string): Turn {
  const arrivals = possibleArrivals(transition, agent)
  const departures = allowedDepartures(transition, agent, added(arrivals))
  const open = changesOf(transition, agent).reduce((sum, change) => sum + arriving(change, agent) + leaving(change, agent), 0)
  return { agent, arrivals, departures, isWhole: added(arrivals) + added(departures) === open }
}

function possibleArrivals(transition: Transition, agent: string): PodChange[] {
  const { room, limitsAgainst } = transition
  const coming = changesOf(transition, agent).filter((change) => arriving(change, agent) > 0)
  const nodes = coming.some(({ stands }) => !stands) ? standing(transition.changes) : []
  const arrivals: PodChange[] = []
  for (const change of coming) {
    const wanted = arriving(change, agent)
    if (!change.stands && limitsAgainst(nodes, change.node).length > 0) continue
    const replicas = change.stands ? Math.min(wanted, room(change.node, agent)) : wanted
    if (replicas === 0) continue
    arrivals.push({ change, replicas })
    if (!change.stands) nodes.push(change.node)
  }
  return arrivals
}

/** Nodes that go and are nearly empty are cleared first: what they free helps the rest. */
function allowedDepartures(transition: Transition, agent: string, arrived: Replicas): PodChange[] {
  const changes = changesOf(transition, agent)
  let spare = running(changes, agent) + arrived - (transition.floors.get(agent) ?? 0)
  const departures: PodChange[] = []
  const candidates = changes.filter((change) => leaving(change, agent) > 0)
  for (const change of candidates.sort((a, b) => Number(a.stays) - Number(b.stays) || podCount(a.node) - podCount(b.node))) {
    const replicas = Math.min(spare, leaving(change, agent))
    if (replicas > 0) departures.push({ change, replicas })
    spare -= replicas
  }
  return departures
}

/** Takes the turn: start nodes, grow, wait, shrink, stop what is empty. Changes the transition and says the steps. */
export function takeTurn(transition: Transition, { agent, arrivals, departures }: Turn): Step[] {
  const { changes } = transition
  const starts = arrivals.map(({ change }) => change).filter(({ stands }) => !stands)
  const started = resizeSteps('start-nodes', changes, starts)
  const grown = scaleSteps('grow', transition, agent, arrivals)
  const shrunk = scaleSteps('shrink', transition, agent, departures)
  return [...started, ...grown, ...grown.map(waitFor), ...shrunk, ...stopEmpty(changes)]
}

/** Stops every node that goes and holds nothing. */
export function stopEmpty(changes: readonly NodeChange[]): ResizeNodes[] {
  const empty = changes.filter(({ node, stays, stands }) => stands && !stays && node.pods.size === 0)
  return resizeSteps('stop-nodes', changes, empty)
}

const waitFor = ({ agent, cluster, capacityType, to }: ScaleReplicas): WaitUntilReady => ({
  kind: 'wait',
  agent,
  cluster,
  capacityType,
  replicas: to,
})

export function resizeSteps(kind: ResizeNodes['kind'], changes: readonly NodeChange[], resized: readonly NodeChange[]): ResizeNodes[] {
  return [...Map.groupBy(resized, ({ node }) => poolKey(node))].map(([pool, ofPool]) => {
    const from = standing(changes).filter((node) => poolKey(node) === pool).length
    for (const change of ofPool) change.stands = kind === 'start-nodes'
    const { pods: _, ...nodes } = ofPool[0].node
    return { kind, ...nodes, from, to: kind === 'start-nodes' ? from + ofPool.length : from - ofPool.length }
  })
}

function scaleSteps(kind: ScaleReplicas['kind'], transition: Transition, agent: string, pods: readonly PodChange[]): ScaleReplicas[] {
  const sign = kind === 'grow' ? 1 : -1
  const bySet = Map.groupBy(pods, ({ change }) => `${change.node.cluster}|${capacityClass(change.node.capacityType)}`)
  return [...bySet.values()].map((ofSet) => {
    const { cluster, capacityType } = ofSet[0].change.node
    const replicaSet = { agent, cluster, capacityType: capacityClass(capacityType) }
    const from = runningIn(changesOf(transition, agent), replicaSet)
    const layout = layoutOf(ofSet)
    for (const { change, replicas } of ofSet) change.node = withPods(change.node, agent, sign * replicas)
    return { kind, ...replicaSet, from, to: from + sign * added(ofSet), layout }
  })
}

/** The same hint once for all nodes that look alike and take or lose as many replicas. */
function layoutOf(pods: readonly PodChange[]): LayoutHint[] {
  const alike = Map.groupBy(pods, ({ change, replicas }) => `${replicas}|${lookOf(change.node)}`)
  return [...alike.values()].map((same) => ({
    node: lookOfNode(same[0].change.node),
    count: same.length satisfies Nodes,
    replicas: same[0].replicas,
  }))
}

function lookOfNode({ cluster: _, pods, ...kind }: ClusterNode): LayoutHint['node'] {
  return { ...kind, pods: podsOf(pods) }
}

const podCount = ({ pods }: ClusterNode): number => [...pods.values()].reduce((sum, replicas) => sum + replicas, 0)
const added = (pods: readonly PodChange[]): Replicas => pods.reduce((sum, { replicas }) => sum + replicas, 0)
