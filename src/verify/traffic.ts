import type { Flow } from '../domain/plan.ts'
import { type Agent, INTERNET } from '../domain/problem.ts'
import type { GiBPerHour } from '../domain/units.ts'
import { NOWHERE, type Reading, replicasOf } from './reading.ts'
import { near } from './tolerance.ts'
import type { Violation } from './verdict.ts'

const TOLERANCE = 1e-6
interface Edge {
  readonly from: Agent
  /** Undefined: the internet. */
  readonly to: Agent | undefined
  readonly name: string
  readonly gibPerHour: GiBPerHour
  readonly flows: readonly Flow[]
}

/** Traffic: flows carry every edge whole, and no replica sends or serves more than its share. */
export function* traffic(reading: Reading): Iterable<Violation> {
  const known = new Set<readonly Flow[]>()
  for (const edge of edges(reading)) {
    known.add(edge.flows)
    yield* carriedWhole(edge)
    yield* withinShare(reading, edge, edge.from, (flow) => flow.fromCluster, 'leaves')
    if (edge.to) yield* withinShare(reading, edge, edge.to, (flow) => flow.toCluster, 'reaches')
  }
  for (const [from, byTarget] of reading.flows) {
    for (const [to, flows] of byTarget)
      if (!known.has(flows))
        yield { constraint: 'traffic', agent: from, detail: `the plan has flows from ${from} to ${to}, which have no traffic` }
  }
}

export function* edges({ problem, agents, flows }: Reading): Iterable<Edge> {
  for (const from of problem.agents) {
    for (const { to, gibPerHour } of from.traffic ?? []) {
      const target = to === INTERNET ? undefined : agents.get(to)
      yield { from, to: target, name: `${from.id} → ${to}`, gibPerHour, flows: flows.get(from.id)?.get(to) ?? [] }
    }
  }
}

function* carriedWhole({ from, to, name, gibPerHour, flows }: Edge): Iterable<Violation> {
  const idle = from.replicas === 0 || to?.replicas === 0
  const wanted = idle ? 0 : gibPerHour
  const carried = flows.reduce((sum, flow) => sum + flow.gibPerHour, 0)
  if (!near(carried, wanted))
    yield { constraint: 'traffic', agent: from.id, detail: `the flows ${name} carry ${carried} GiB/h and must carry ${wanted}` }
}

function* withinShare({ placed }: Reading, edge: Edge, end: Agent, clusterOf: (flow: Flow) => string, verb: string): Iterable<Violation> {
  const standing = placed.get(end.id) ?? NOWHERE
  const byCluster = new Map<string, GiBPerHour>()
  for (const flow of edge.flows) byCluster.set(clusterOf(flow), (byCluster.get(clusterOf(flow)) ?? 0) + flow.gibPerHour)
  for (const [cluster, gibPerHour] of byCluster) {
    const on = standing.get(cluster)
    const most = (edge.gibPerHour * (on ? replicasOf(on) : 0)) / Math.max(1, end.replicas)
    if (gibPerHour <= most + TOLERANCE) continue
    const detail = `${gibPerHour} GiB/h of ${edge.name} ${verb} ${cluster}, where ${end.id} has replicas for ${most}`
    yield { constraint: 'traffic', agent: edge.from.id, cluster, detail }
  }
}
