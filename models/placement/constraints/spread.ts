import { domainOf } from '../../../src/domain/problem.ts'
import { sum, times } from '../../../src/lp/model.ts'
import { leastSpread } from '../../instance/caps.ts'
import type { Instance, InstanceAgent } from '../../instance/instance.ts'
import type { Variables } from '../variables.ts'

const KINDS = { clusters: domainOf.cluster, regions: domainOf.region, clouds: domainOf.cloud } as const

/**
 * Spread: at least m domains hold a replica; z says which. In the linear relaxation z needs no whole values to bound well.
 *
 *     z[a,d] ≤ Σ_{g ∈ d} x[a,g]          ∀ d
 *     Σ_d z[a,d] ≥ min(m, R_a),   z ∈ {0, 1}                      [domains]
 */
export function spread(instance: Instance, variables: Variables, { integer }: { integer: boolean }): void {
  for (const agent of instance.agents)
    for (const kind of ['clusters', 'regions', 'clouds'] as const)
      if (leastSpread(agent.agent, kind) > 1) spreadRows(agent, kind, variables, integer)
}

function spreadRows(agent: InstanceAgent, kind: keyof typeof KINDS, { model, replicas }: Variables, integer: boolean): void {
  const { id } = agent.agent
  const holds = [...Map.groupBy(agent.groups, (group) => KINDS[kind](group.cluster))].map(([domain, groups]) => {
    const z = model.variable({ upper: 1, integer })
    const held = sum(groups, (group) => replicas(agent, group))
    model.require(`spread[${id},${kind},${domain}]`, [...held, times(-1, z)], '>=', 0)
    return times(1, z)
  })
  model.require(`spread[${id},${kind}]`, holds, '>=', leastSpread(agent.agent, kind))
}
