import type { CapacityType, Problem } from '../../src/domain/problem.ts'
import { type Term, times, type Variable } from '../../src/lp/model.ts'
import type { Group, Instance, InstanceAgent } from '../instance/instance.ts'
import type { MasterModel } from '../placement/model.ts'
import { type Part, within } from './join.ts'

/** Something decided, or known: Σ terms + constant; of replicas also within which bounds. */
export interface Amount {
  readonly terms: readonly Term[]
  readonly constant: number
  readonly least: number
  readonly most: number
}

/** What stands before a transition: in a period of the model, or today. Undefined: not known, so that nothing counts as moved or started. */
export interface Standing {
  /** x[a,g]; 0 where the agent stands nowhere in such a place. */
  replicas(agent: string, place: Place): Amount
  /** X[a]. */
  running(agent: string): Amount | undefined
  /** n[m]. */
  nodes(node: NodeKind): Amount | undefined
}

export interface NodeKind {
  readonly cluster: string
  readonly instanceType: string
  readonly capacityType: CapacityType
}

export interface Place {
  readonly cluster: string
  readonly capacity: string
}

export const placeOf = ({ cluster, capacity }: Group): Place => ({ cluster: cluster.id, capacity })

/** A period of the model: its own program, and the nodes that wait in it. */
export interface Decided {
  readonly instance: Instance
  readonly master: MasterModel
  readonly part: Part
  readonly idle: readonly (NodeKind & { readonly variable: Variable })[]
}

/** What a period leaves standing, nodes that wait included. */
export function standingOf({ instance, master: { variables }, part, idle }: Decided): Standing {
  const agents = new Map(instance.agents.map((agent) => [agent.agent.id, agent]))
  const groups = new Map(instance.groups.map((group) => [keyOf(placeOf(group)), group]))
  const machines = new Map(
    instance.machines.map((machine) => {
      const { instanceType, capacityType } = machine.offer
      return [keyOf({ cluster: instance.groups[machine.group]!.cluster.id, instanceType, capacityType }), machine]
    }),
  )
  const waits = new Map(idle.map(({ variable, ...node }) => [keyOf(node), variable]))
  const amount = (agent: InstanceAgent, group: Group): Amount => ({
    terms: within(part, variables.replicas(agent, group)),
    constant: 0,
    least: 0,
    most: agent.most,
  })
  return {
    replicas: (id, place) => {
      const [agent, group] = [agents.get(id), groups.get(keyOf(place))]
      return agent && group ? amount(agent, group) : NONE
    },
    running: (id) => {
      const agent = agents.get(id)
      if (!agent) return NONE
      const terms = within(part, [{ variable: variables.running(agent), coefficient: 1 }])
      return { terms, constant: 0, least: agent.least, most: agent.most }
    },
    nodes: (node) => {
      const machine = machines.get(keyOf(node))
      const waiting = waits.get(keyOf(node))
      const used = machine ? within(part, variables.nodes(machine)) : []
      return { ...NONE, terms: [...used, ...(waiting === undefined ? [] : [times(1, waiting)])] }
    },
  }
}

/** Today, as the first period's problem tells it. */
export function standingToday({ agents, clusters }: Problem): Standing {
  const byAgent = new Map(agents.map(({ id, current }) => [id, current]))
  const byCluster = new Map(clusters.map(({ id, currentNodes }) => [id, currentNodes]))
  return {
    replicas: (id, { cluster, capacity }) => {
      const here = byAgent.get(id)?.filter((place) => place.cluster === cluster && place.capacityType === capacity)
      return known((here ?? []).reduce((total, { replicas }) => total + replicas, 0))
    },
    running: (id) => {
      const current = byAgent.get(id)
      return current && known(current.reduce((total, { replicas }) => total + replicas, 0))
    },
    nodes: ({ cluster, instanceType, capacityType }) => {
      const same = byCluster.get(cluster)?.filter((node) => node.instanceType === instanceType && node.capacityType === capacityType)
      return same && known(same.reduce((total, { count }) => total + count, 0))
    },
  }
}

const known = (constant: number): Amount => ({ terms: [], constant, least: constant, most: constant })
const NONE = known(0)
const keyOf = (place: object): string => JSON.stringify(Object.values(place))
