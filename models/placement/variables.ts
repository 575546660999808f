import { LinearModel, type Term, times, type Variable } from '../../src/lp/model.ts'
import type { Group, Instance, InstanceAgent, Machine } from '../instance/instance.ts'

/**
 * What is decided, before packing: replicas of an agent in a group, and nodes of a machine.
 *
 *     x[a,g] = stay[a,g] + new[a,g]        stay ≤ today's replicas, free; new ones may be moves     [replicas]
 *     n[m]   = kept[m] + started[m]        kept ≤ today's nodes, free; started ones cost a start     [nodes]
 *     X[a]   = Σ_g x[a,g]                  R ≤ X ≤ maxReplicas                                       [replicas]
 */
export interface Variables {
  readonly model: LinearModel
  /** x[a,g] as terms; none where the agent may not use the group. */
  replicas(agent: InstanceAgent, group: Group): readonly Term[]
  /** new[a,g]: replicas beyond today's. */
  added(agent: InstanceAgent, group: Group): readonly Term[]
  /** n[m] as terms. */
  nodes(machine: Machine): readonly Term[]
  /** X[a]: one variable, so that rules over many groups stay short. */
  running(agent: InstanceAgent): Variable
}

export function placementVariables(instance: Instance, { integer }: { integer: boolean }): Variables {
  const model = new LinearModel()
  const replicas = new Map<number, Term[]>()
  const added = new Map<number, Term>()
  const key = (agent: InstanceAgent, group: Group) => agent.index * instance.groups.length + group.index
  const running = instance.agents.map((agent) => model.variable({ lower: agent.least, upper: agent.most, integer }))
  for (const agent of instance.agents)
    for (const group of agent.groups) {
      const today = Math.min(agent.today.get(group.index) ?? 0, agent.most)
      const terms: Term[] = []
      if (today > 0) terms.push(times(1, model.variable({ upper: today, integer })))
      const more = times(1, model.variable({ upper: agent.most, integer }))
      added.set(key(agent, group), more)
      replicas.set(key(agent, group), [...terms, more])
    }
  const nodes = instance.machines.map((machine) => nodeTerms(model, machine, integer))
  return {
    model,
    replicas: (agent, group) => replicas.get(key(agent, group)) ?? [],
    added: (agent, group) => {
      const term = added.get(key(agent, group))
      return term ? [term] : []
    },
    nodes: (machine) => nodes[machine.index],
    running: (agent) => running[agent.index],
  }
}

function nodeTerms(model: LinearModel, { offer, today, startUsdPerHour, mostNodes }: Machine, integer: boolean): Term[] {
  const kept = startUsdPerHour > 0 ? Math.min(today, mostNodes) : 0
  const terms: Term[] = []
  if (kept > 0) terms.push(times(1, model.variable({ upper: kept, cost: offer.usdPerHour, integer })))
  if (mostNodes > kept) terms.push(times(1, model.variable({ upper: mostNodes - kept, cost: offer.usdPerHour + startUsdPerHour, integer })))
  return terms
}
