import { type Row, sum, times } from '../../../src/lp/model.ts'
import type { Instance } from '../../instance/instance.ts'
import type { Variables } from '../variables.ts'

/**
 * Demand: all that runs of an agent runs in some group; R ≤ X ≤ maxReplicas are the bounds of X.
 *
 *     Σ_g x[a,g]  =  X[a]          ∀ a          [replicas]
 *
 * Returns the rows, by agent.
 */
export function demand(instance: Instance, { model, replicas, running }: Variables): Row[] {
  return instance.agents.map((agent) => {
    const placed = sum(agent.groups, (group) => replicas(agent, group))
    return model.require(`demand[${agent.agent.id}]`, [...placed, times(-1, running(agent))], '=', 0)
  })
}
