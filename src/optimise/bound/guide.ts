import type { Instance } from '../../../models/instance/instance.ts'
import type { MasterModel } from '../../../models/placement/model.ts'
import { type Guide, guess } from '../search/guide.ts'
import type { SearchSpace } from '../search/space.ts'

/** A part of a replica that an interior solution leaves everywhere and means nowhere. */
const TRACE = 0.05

/** What a solution of the relaxation tells the search: how many replicas go where at most, and what each is worth. */
export function guideFrom(
  space: SearchSpace,
  { model, variables }: MasterModel,
  values: ArrayLike<number>,
  rowDuals?: ArrayLike<number>,
): Guide {
  const { instance, agentCount, groupCount } = space
  const wanted = new Int32Array(agentCount * groupCount)
  const target = new Int32Array(agentCount)
  for (const agent of instance.agents) {
    target[agent.index] = Math.ceil(values[variables.running(agent)] - 1e-6)
    for (const group of agent.groups) {
      const replicas = variables.replicas(agent, group).reduce((sum, { variable }) => sum + values[variable], 0)
      wanted[agent.index * groupCount + group.index] = Math.ceil(replicas - TRACE)
    }
  }
  return { wanted, target, worth: worthFrom(space, instance, model.rowNames, rowDuals) }
}

/** The dual of an agent's demand, where there is one; never far below the cheapest share of a node, which a quota's dual may hide. */
function worthFrom(space: SearchSpace, instance: Instance, rowNames: readonly string[], rowDuals?: ArrayLike<number>): Float64Array {
  const { worth } = guess(space)
  if (!rowDuals) return worth
  const byName = new Map(instance.agents.map((agent) => [`demand[${agent.agent.id}]`, agent.index]))
  for (const [row, name] of rowNames.entries()) {
    const agent = byName.get(name)
    if (agent !== undefined) worth[agent] = Math.max(Math.abs(rowDuals[row]), 0.2 * worth[agent])
  }
  return worth
}
