import type { Instance } from '../../../models/instance/instance.ts'
import type { ExactModel, MasterModel } from '../../../models/placement/model.ts'
import { valuesOf } from '../../../models/schedule/join.ts'
import type { PeriodModel } from '../../../models/schedule/model.ts'
import type { NodeGroup, Placement } from '../../domain/plan.ts'
import { exactLayout } from '../bound/exact-layout.ts'
import { draftOf } from '../plan-of.ts'
import { searchSpace } from '../search/build-space.ts'
import type { PeriodStanding } from './messages.ts'

/** A period of the exact program as nodes and pods; nodes that only wait for the next period stand empty. */
export function standingOfExact({ instance, master, part, idle: waiting }: PeriodModel<ExactModel>, all: Float64Array): PeriodStanding {
  const space = searchSpace(instance)
  const layout = exactLayout(instance, master, valuesOf(part, all), space.zoneNumber)
  const { placements, nodeGroups } = draftOf(instance.problem, space, layout)
  const idle = Map.groupBy(
    layout.nodes.filter(({ agents }) => agents.length === 0),
    ({ machine }) => machine,
  )
  const empty = [...idle].map(([machine, nodes]) => ({ ...offerAt(instance, machine), count: nodes.length, pods: [] }))
  return { placements, nodeGroups: [...nodeGroups, ...empty, ...idleIn(waiting, all)] }
}

/** What a relaxed program says of a period, in whole numbers: which replicas stand where, and which nodes, but not on which. */
export function standingOfRelaxed(
  { instance, master: { variables }, part, idle }: PeriodModel<MasterModel>,
  all: Float64Array,
): PeriodStanding {
  const values = valuesOf(part, all)
  const amount = (terms: readonly { variable: number; coefficient: number }[]) =>
    Math.round(terms.reduce((sum, { variable, coefficient }) => sum + coefficient * values[variable]!, 0))
  const placements = instance.agents.flatMap((agent) =>
    agent.groups.map((group): Placement => {
      const replicas = amount(variables.replicas(agent, group))
      return { agent: agent.agent.id, cluster: group.cluster.id, capacityType: group.capacity, replicas }
    }),
  )
  const nodeGroups = instance.machines.map((machine): NodeGroup => {
    return { ...offerAt(instance, machine.index), count: amount(variables.nodes(machine)), pods: [] }
  })
  const nodes = nodeGroups.filter(({ count }) => count > 0)
  return { placements: placements.filter(({ replicas }) => replicas > 0), nodeGroups: [...nodes, ...idleIn(idle, all)] }
}

const idleIn = (idle: PeriodModel<MasterModel>['idle'], all: Float64Array): NodeGroup[] =>
  idle
    .map(({ variable, ...node }): NodeGroup => ({ ...node, count: Math.round(all[variable]!), pods: [] }))
    .filter(({ count }) => count > 0)

function offerAt({ machines, groups }: Instance, index: number): Pick<NodeGroup, 'cluster' | 'instanceType' | 'capacityType'> {
  const { group, offer } = machines[index]!
  return { cluster: groups[group]!.cluster.id, instanceType: offer.instanceType, capacityType: offer.capacityType }
}
