import { leastOf, priceOut } from '../../src/lp/certificate.ts'
import type { Instance, InstanceAgent } from '../instance/instance.ts'
import type { RulesModel } from './model.ts'

/** What a place for a pod is worth, and what a node of places then is. */
export interface PodPrices {
  /** v[s,g] by shape and group [s × groups + g, USD/h]. */
  readonly pod: Float64Array
  /** K[m] by machine [USD/h]: no pattern on one node is worth more, at these prices and less what its interruptions cost. */
  readonly node: Float64Array
}

export interface PriceBound {
  /** No plan costs less [USD/h]. */
  readonly lowerBound: number
  /** By agent: what one more replica costs at these prices [USD/h]. */
  readonly worth: Float64Array
  /** By variable of the rules: what it costs beyond its worth; negative where more of it would lower the bound. */
  readonly reducedCosts: Float64Array
}

/**
 * A bound on every plan from prices on pods, whatever the prices and whoever found them.
 *
 *     cost ≥ min over the rules of  cost of rules + Σ_{a,g} v[s(a),g]·x[a,g] − Σ_m K[m]·n[m],      K[m] ≥ Σ_s (v[s,g] − rate[m]·restart[s])·p_s  ∀ patterns p of m
 *
 * since what is added is never positive for pods that stand on nodes. The right-hand side is bounded in turn by duals of the rules' rows
 * (weak duality); those of demand are not taken from the caller but chosen best for each agent. Lagrangian relaxation of packing.
 */
export function priceBound(
  instance: Instance,
  { model, variables, demandRows }: RulesModel,
  prices: PodPrices,
  rowDuals: Float64Array,
): PriceBound {
  const duals = rowDuals.slice()
  for (const row of demandRows) duals[row] = 0
  const { rowsValue, reducedCosts } = priceOut(model, duals)
  for (const agent of instance.agents)
    for (const group of agent.groups)
      for (const { variable } of variables.replicas(agent, group))
        reducedCosts[variable] += prices.pod[agent.shape.index * instance.groups.length + group.index]
  for (const machine of instance.machines)
    for (const { variable } of variables.nodes(machine)) reducedCosts[variable] -= prices.node[machine.index]
  const worth = new Float64Array(instance.agents.length)
  for (const agent of instance.agents) worth[agent.index] = chargeDemand(agent, variables, model, reducedCosts)
  let lowerBound = rowsValue
  for (let j = 0; j < model.variableCount; j++) lowerBound += leastOf(reducedCosts[j], model.lowers[j], model.uppers[j])
  return { lowerBound: worth.includes(Number.POSITIVE_INFINITY) ? Number.POSITIVE_INFINITY : lowerBound, worth, reducedCosts }
}

/** The dual of an agent's demand that bounds best, taken off its replicas' reduced costs; Infinity where it can stand nowhere. */
function chargeDemand(
  agent: InstanceAgent,
  { replicas, running }: RulesModel['variables'],
  { uppers }: RulesModel['model'],
  reducedCosts: Float64Array,
): number {
  const places = agent.groups.flatMap((group) => replicas(agent, group).map(({ variable }) => variable))
  if (places.length === 0) return Number.POSITIVE_INFINITY
  places.sort((i, j) => reducedCosts[i] - reducedCosts[j])
  const all = running(agent)
  const bound = (dual: number) => {
    let sum = leastOf(reducedCosts[all] + dual, agent.least, agent.most)
    for (const place of places) sum += Math.min(0, reducedCosts[place] - dual) * uppers[place]
    return sum
  }
  const candidates = [lastNeeded(agent.least), lastNeeded(agent.most), -reducedCosts[all]]
  const dual = candidates.reduce((best, candidate) => (bound(candidate) > bound(best) ? candidate : best))
  for (const place of places) reducedCosts[place] -= dual
  reducedCosts[all] += dual
  return dual

  /** The reduced cost of the dearest place that so many replicas need. */
  function lastNeeded(count: number): number {
    let room = 0
    for (const place of places) {
      room += uppers[place]
      if (room >= count) return reducedCosts[place]
    }
    return reducedCosts[places.at(-1)!]
  }
}
