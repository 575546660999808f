import { sum, type Term, times } from '../../../src/lp/model.ts'
import type { Instance, InstanceAgent } from '../../instance/instance.ts'
import type { Variables } from '../variables.ts'

/**
 * Moves: replicas that stand where they did not, beyond those by which the agent grows.
 *
 *     moved[a] = Σ_g new[a,g] − max(0, X[a] − today_a)  ≤  move.maxReplicas_a          ∀ a with today known          [replicas]
 *     Σ_a moved[a]  ≤  limits.maxMovedReplicas
 *
 * at usdPerReplica / horizonHours each [USD/h].
 */
export function moves(instance: Instance, variables: Variables, { integer }: { integer: boolean }): void {
  const { model } = variables
  const all: Term[] = []
  let constants = 0
  for (const agent of instance.agents) {
    if (agent.todayTotal === undefined) continue
    const { terms, constant } = movedReplicas(agent, agent.todayTotal, variables, integer)
    const rate = (agent.agent.move?.usdPerReplica ?? 0) / instance.problem.horizonHours
    for (const { variable, coefficient } of terms) model.charge(variable, rate * coefficient)
    model.chargeConstant(rate * constant)
    const most = agent.agent.move?.maxReplicas
    if (most !== undefined) model.require(`moves[${agent.agent.id}]`, terms, '<=', most - constant)
    all.push(...terms)
    constants += constant
  }
  const most = instance.problem.limits?.maxMovedReplicas
  if (most !== undefined && all.length > 0) model.require('moves', all, '<=', most - constants)
}

/** moved[a] as terms and a constant; never negative, since what stays is at most what stood. */
function movedReplicas(agent: InstanceAgent, today: number, variables: Variables, integer: boolean): { terms: Term[]; constant: number } {
  const { running, added } = variables
  const fresh = sum(agent.groups, (group) => added(agent, group))
  if (agent.least === agent.most) return { terms: fresh, constant: -Math.max(0, agent.least - today) }
  if (agent.most <= today) return { terms: fresh, constant: 0 }
  if (agent.least >= today) return { terms: [...fresh, times(-1, running(agent))], constant: today }
  return { terms: [...fresh, times(-1, growth(agent, today, variables, integer))], constant: 0 }
}

/** max(0, X − today) where X may fall on either side of today: one binary says on which. */
function growth(agent: InstanceAgent, today: number, { model, running }: Variables, integer: boolean): number {
  const grown = model.variable({ upper: agent.most - today })
  const above = model.variable({ upper: 1, integer })
  const { id } = agent.agent
  const short = today - agent.least
  model.require(`growth[${id}]`, [times(1, grown), times(-1, running(agent)), times(short, above)], '<=', short - today)
  model.require(`growth[${id},above]`, [times(1, grown), times(-(agent.most - today), above)], '<=', 0)
  return grown
}
