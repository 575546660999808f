import { times } from '../../../src/lp/model.ts'
import type { Instance } from '../../instance/instance.ts'
import type { Variables } from '../variables.ts'

/**
 * Budget: the whole cost rate, as the objective counts it.
 *
 *     Σ_j cost_j·v_j  ≤  limits.usdPerHour          [USD/h]
 */
export function budget(instance: Instance, { model }: Variables): void {
  const most = instance.problem.limits?.usdPerHour
  if (most === undefined) return
  const costs = model.costs.flatMap((cost, variable) => (cost === 0 ? [] : [times(cost, variable)]))
  model.require('budget', costs, '<=', most)
}
