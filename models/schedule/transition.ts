import { type LinearModel, type Term, times } from '../../src/lp/model.ts'
import type { Instance, InstanceAgent } from '../instance/instance.ts'
import { type Amount, placeOf, type Standing } from './standing.ts'

/** From what stands before to a period: each is paid so many times a day. */
export interface Transition {
  readonly name: string
  readonly before: Standing
  readonly after: Standing
  /** The period that is entered: its prices and limits count. */
  readonly into: Instance
  readonly nodeStartUsd: ReadonlyMap<string, number>
  readonly timesPerDay: number
}

/**
 * What changes from one period s to the next t, or from today to the first.
 *
 *     new[a,g]     ≥  x[a,g,t] − x[a,g,s]                                             ∀ a, g          [replicas]
 *     moved[a]     ≥  Σ_g new[a,g] − grown[a],   0 ≤ moved[a] ≤ move.maxReplicas_a    ∀ a
 *     grown[a]     ≤  max(0, X[a,t] − X[a,s])                  growth is no move
 *     Σ_a moved[a] ≤  limits.maxMovedReplicas
 *     started[m]   ≥  n[m,t] − n[m,s]                                                 ∀ m             [nodes]
 *
 * at usdPerReplica and nodeStartUsd each, as often a day as it happens [USD/day]. Returns its cost of one time, as terms [USD].
 */
export function transition(model: LinearModel, change: Transition): Term[] {
  const costs = [...moves(model, change), ...starts(model, change)]
  for (const { variable, coefficient } of costs) model.charge(variable, coefficient * change.timesPerDay)
  return costs
}

function moves(model: LinearModel, change: Transition): Term[] {
  const { maxMovedReplicas } = change.into.problem.limits ?? {}
  const costs: Term[] = []
  const all: Term[] = []
  for (const agent of change.into.agents) {
    const { usdPerReplica = 0, maxReplicas } = agent.agent.move ?? {}
    const counts = usdPerReplica > 0 || maxReplicas !== undefined || maxMovedReplicas !== undefined
    const ran = counts ? change.before.running(agent.agent.id) : undefined
    if (!ran) continue
    const moved = times(1, movedReplicas(model, change, agent, ran))
    costs.push(times(usdPerReplica, moved.variable))
    all.push(moved)
  }
  if (maxMovedReplicas !== undefined && all.length > 0) model.require(`${change.name}: moves`, all, '<=', maxMovedReplicas)
  return costs.filter(({ coefficient }) => coefficient > 0)
}

function movedReplicas(model: LinearModel, change: Transition, agent: InstanceAgent, ran: Amount): number {
  const { id, move } = agent.agent
  const upper = Math.min(agent.most, move?.maxReplicas ?? agent.most)
  const moved = model.variable({ upper })
  const fresh = agent.groups.map((group) => times(1, beyond(model, `${change.name}: new[${id}]`, change, agent, placeOf(group))))
  const { terms, constant } = growth(model, change, agent, ran)
  const grown = terms.map(negative)
  model.require(`${change.name}: moved[${id}]`, [...fresh, ...grown, times(-1, moved)], '<=', constant)
  return moved
}

function beyond(
  model: LinearModel,
  name: string,
  { before, after }: Transition,
  { agent, most }: InstanceAgent,
  place: ReturnType<typeof placeOf>,
) {
  const fresh = model.variable({ upper: most })
  const [now, then] = [before.replicas(agent.id, place), after.replicas(agent.id, place)]
  model.require(
    `${name}[${place.cluster},${place.capacity}]`,
    [...then.terms, ...now.terms.map(negative), times(-1, fresh)],
    '<=',
    now.constant,
  )
  return fresh
}

/** grown[a]: told by terms where the sign of the change is known, else by a number and one binary that says on which side it is. */
function growth(model: LinearModel, change: Transition, agent: InstanceAgent, ran: Amount): Pick<Amount, 'terms' | 'constant'> {
  const runs = change.after.running(agent.agent.id)!
  const [least, most] = [runs.least - ran.most, runs.most - ran.least]
  const terms = [...runs.terms, ...ran.terms.map(negative)]
  if (least >= 0) return { terms, constant: -ran.constant }
  if (most <= 0) return { terms: [], constant: 0 }
  const name = `${change.name}: growth[${agent.agent.id}]`
  const grown = model.variable({ upper: most })
  const above = model.variable({ upper: 1, integer: true })
  model.require(name, [times(1, grown), ...terms.map(negative), times(-least, above)], '<=', -ran.constant - least)
  model.require(`${name},above`, [times(1, grown), times(-most, above)], '<=', 0)
  return { terms: [times(1, grown)], constant: 0 }
}

function starts(model: LinearModel, { name, before, after, into, nodeStartUsd }: Transition): Term[] {
  return into.problem.clusters.flatMap(({ id: cluster, offers }) => {
    const usd = nodeStartUsd.get(cluster) ?? 0
    if (usd === 0) return []
    return offers.flatMap(({ instanceType, capacityType }) => {
      const node = { cluster, instanceType, capacityType }
      const [stood, stands] = [before.nodes(node), after.nodes(node)]
      if (!stood || !stands || stands.terms.length === 0) return []
      const started = model.variable({ upper: mostOf(model, stands.terms) })
      const terms = [...stands.terms, ...stood.terms.map(negative), times(-1, started)]
      model.require(`${name}: started[${Object.values(node)}]`, terms, '<=', stood.constant)
      return [times(usd, started)]
    })
  })
}

const mostOf = ({ uppers }: LinearModel, terms: readonly Term[]): number =>
  terms.reduce((most, { variable }) => most + uppers[variable]!, 0)

const negative = ({ variable, coefficient }: Term): Term => times(-coefficient, variable)
