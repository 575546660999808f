import { sum, times } from '../../../src/lp/model.ts'
import { leastOnDemand, mostOnSpot } from '../../instance/caps.ts'
import type { Instance, InstanceAgent } from '../../instance/instance.ts'
import type { Variables } from '../variables.ts'

/**
 * Spot: a share at most, and a base that is on demand whatever happens.
 *
 *     Σ_{g spot} x[a,g]  ≤  ⌊maxShare_a·X[a]⌋               ∀ a          [replicas]
 *     X[a] − Σ_{g spot} x[a,g]  ≥  min(base_a, R_a)
 *
 * Where X is fixed the floor is taken and both are one row; else the share is linear, which is the same for whole replicas.
 */
export function spot(instance: Instance, variables: Variables): void {
  for (const agent of instance.agents) if (agent.groups.some((group) => group.capacity === 'spot')) spotRows(agent, variables)
}

function spotRows(agent: InstanceAgent, { model, replicas, running }: Variables): void {
  const onSpot = sum(
    agent.groups.filter((group) => group.capacity === 'spot'),
    (group) => replicas(agent, group),
  )
  const { id, spot: rule } = agent.agent
  if (agent.least === agent.most) {
    model.require(`spot[${id}]`, onSpot, '<=', mostOnSpot(agent.agent, agent.least))
    return
  }
  const tolerance = 1e-6
  model.require(`spot[${id}]`, [...onSpot, times(-(rule?.maxShare ?? 0), running(agent))], '<=', tolerance)
  model.require(`onDemandBase[${id}]`, [...onSpot, times(-1, running(agent))], '<=', -leastOnDemand(agent.agent))
}
