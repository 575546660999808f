import { sum, times } from '../../../src/lp/model.ts'
import type { Instance } from '../../instance/instance.ts'
import type { Variables } from '../variables.ts'

/**
 * Demand: all that runs of an agent runs in some group; R ≤ X ≤ maxReplicas are the bounds of X.
 *
 *     Σ_g x[a,g]  =  X[a]          ∀ a          [replicas]
 */
export function demand(instance: Instance, { model, replicas, running }: Variables): void {
  for (const agent of instance.agents) {
    const placed = sum(agent.groups, (group) => replicas(agent, group))
    model.require(`demand[${agent.agent.id}]`, [...placed, times(-1, running(agent))], '=', 0)
  }
}
