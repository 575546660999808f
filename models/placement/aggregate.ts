import { sum, times } from '../../src/lp/model.ts'
import type { Group, Instance } from '../instance/instance.ts'
import { groupName } from './assignment.ts'
import type { Variables } from './variables.ts'

const RESOURCES = ['cpu', 'memoryGiB', 'gpu', 'pods'] as const

/**
 * Packing, relaxed most: what all pods of a group need, all nodes of the group give.
 *
 *     Σ_a need[a,r]·x[a,g]  ≤  Σ_{m ∈ g} allocatable[m,r]·n[m]          ∀ g, ∀ r ∈ {CPU, memory, GPU, pods}
 *
 * Bounds less well than the assignment of pods to machines, with a fraction of its variables: the first word on a large problem.
 * Interruptions cost at least nothing here.
 */
export function aggregatePods(instance: Instance, variables: Variables): void {
  for (const group of instance.groups) for (const resource of RESOURCES) resourceRow(instance, group, resource, variables)
}

function resourceRow(
  { agents }: Instance,
  group: Group,
  resource: (typeof RESOURCES)[number],
  { model, replicas, nodes }: Variables,
): void {
  const needed = sum(
    agents.filter((agent) => agent.groups.includes(group)),
    (agent) => {
      const need = resource === 'pods' ? 1 : agent.shape.requests[resource]
      return need === 0 ? undefined : replicas(agent, group).map(({ variable }) => times(need, variable))
    },
  )
  if (needed.length === 0) return
  const given = sum(group.machines, (machine) =>
    nodes(machine).map(({ variable }) => times(-machine.offer.allocatable[resource], variable)),
  )
  model.require(`${resource}[${groupName(group)}]`, [...needed, ...given], '<=', 0)
}
