import type { Agent, Cluster, Loss, Problem } from '../../src/domain/problem.ts'
import { type Cell, mostReplicas } from './fleet.ts'

/** One way to distribute an agent over the cells that its own rules allow. */
export interface Choice {
  /** By cell. */
  readonly replicas: readonly number[]
  readonly total: number
  readonly moved: number
  readonly moveUsdPerHour: number
  /** The most of its pods on one node, which a rule on the loss of a node makes depend on how many run. */
  readonly mostOnNode: number
  /** The most of its pods in one zone. */
  readonly mostInZone: number
}

const up = (value: number): number => Math.ceil(value - 1e-6)
const down = (value: number): number => Math.floor(value + 1e-6)

/** Every distribution of an agent that keeps its demand, eligibility, survival (of all but nodes and zones), spread, spot and moves. */
export function choicesOf(problem: Problem, agent: Agent, cells: readonly Cell[]): Choice[] {
  const most = mostReplicas(agent)
  const room = cells.map((cell) => (mayHold(agent, cell) ? most : 0))
  const choices: Choice[] = []
  for (const replicas of distributions(room, most)) {
    const choice = choiceOf(problem, agent, cells, replicas)
    if (choice.total >= agent.replicas && keepsItsRules(agent, cells, choice)) choices.push(choice)
  }
  return choices
}

function mayHold(agent: Agent, { cluster, kind }: Cell): boolean {
  return isEligible(agent, cluster) && (kind === 'on-demand' || (agent.spot?.maxShare ?? 0) > 0)
}

function isEligible({ placement, latency }: Agent, { id, tags }: Cluster): boolean {
  const isAllowed = placement?.clusters?.includes(id) ?? true
  const isTagged = placement?.anyTag === undefined || placement.anyTag.filter((tag) => tags.includes(tag)).length > 0
  const isRefused = tags.some((tag) => placement?.noTag?.includes(tag))
  const isNear = latency === undefined || (latency.msByCluster[id] ?? Number.POSITIVE_INFINITY) <= latency.maxMs
  return isAllowed && isTagged && !isRefused && isNear
}

/** Every vector of counts within `room` whose sum is at most `most`. */
function* distributions(room: readonly number[], most: number): Iterable<number[]> {
  if (room.length === 0) {
    yield []
    return
  }
  const [first, ...rest] = room as [number, ...number[]]
  for (let count = 0; count <= Math.min(first, most); count++) {
    for (const tail of distributions(rest, most - count)) yield [count, ...tail]
  }
}

function choiceOf(problem: Problem, agent: Agent, cells: readonly Cell[], replicas: readonly number[]): Choice {
  const total = replicas.reduce((sum, count) => sum + count, 0)
  const moved = movedBy(agent, cells, replicas, total)
  return {
    replicas,
    total,
    moved,
    moveUsdPerHour: (moved * (agent.move?.usdPerReplica ?? 0)) / problem.horizonHours,
    mostOnNode: Math.min(agent.maxPerNode ?? Number.POSITIVE_INFINITY, mayLose(agent, 'node', total)),
    mostInZone: mayLose(agent, 'zone', total),
  }
}

function mayLose(agent: Agent, loss: Loss, total: number): number {
  const rules = (agent.survive ?? []).filter((rule) => rule.loss === loss)
  return Math.min(Number.POSITIVE_INFINITY, ...rules.map(({ keep }) => total - up(keep * agent.replicas)))
}

function movedBy({ current }: Agent, cells: readonly Cell[], replicas: readonly number[], total: number): number {
  if (!current) return 0
  const today = cells.map(({ cluster, kind }) =>
    current.reduce((sum, place) => sum + (place.cluster === cluster.id && place.capacityType === kind ? place.replicas : 0), 0),
  )
  const grown = replicas.reduce((sum, count, cell) => sum + Math.max(0, count - today[cell]!), 0)
  const before = current.reduce((sum, place) => sum + place.replicas, 0)
  return Math.max(0, grown - Math.max(0, total - before))
}

function keepsItsRules(agent: Agent, cells: readonly Cell[], choice: Choice): boolean {
  return (
    choice.moved <= (agent.move?.maxReplicas ?? Number.POSITIVE_INFINITY) &&
    keepsSpot(agent, cells, choice) &&
    keepsSpread(agent, cells, choice) &&
    DOMAINS.every(([loss, domainOf]) => survives(agent, loss, cells, choice, domainOf))
  )
}

function keepsSpot({ replicas, spot }: Agent, cells: readonly Cell[], choice: Choice): boolean {
  const onSpot = choice.replicas.reduce((sum, count, cell) => sum + (cells[cell]!.kind === 'spot' ? count : 0), 0)
  const base = Math.min(spot?.onDemandBase ?? 0, replicas)
  return onSpot <= down((spot?.maxShare ?? 0) * choice.total) && choice.total - onSpot >= base
}

function keepsSpread({ replicas, spread }: Agent, cells: readonly Cell[], choice: Choice): boolean {
  const held = cells.filter((_, cell) => choice.replicas[cell]! > 0).map(({ cluster }) => cluster)
  const domains = {
    clusters: held.map(({ id }) => id),
    regions: held.map(({ provider, region }) => `${provider} ${region}`),
    clouds: held.map(({ provider }) => provider),
  }
  return (['clusters', 'regions', 'clouds'] as const).every(
    (kind) => new Set(domains[kind]).size >= Math.min(spread?.[kind] ?? 0, replicas),
  )
}

/** What is lost together; undefined: not lost with this kind. Nodes and zones are judged where nodes are. */
const DOMAINS: readonly [Loss, (cell: Cell) => string | undefined][] = [
  ['cluster', ({ cluster }) => cluster.id],
  ['region', ({ cluster }) => `${cluster.provider} ${cluster.region}`],
  ['cloud', ({ cluster }) => cluster.provider],
  ['spot', ({ cluster, kind }) => (kind === 'spot' ? `${cluster.provider} ${cluster.region}` : undefined)],
]

function survives(agent: Agent, loss: Loss, cells: readonly Cell[], choice: Choice, domainOf: (cell: Cell) => string | undefined): boolean {
  const most = mayLose(agent, loss, choice.total)
  const lost = new Map<string, number>()
  for (const [at, cell] of cells.entries()) {
    const domain = domainOf(cell)
    if (domain !== undefined) lost.set(domain, (lost.get(domain) ?? 0) + choice.replicas[at]!)
  }
  return [...lost.values(), 0].every((count) => count <= most)
}
