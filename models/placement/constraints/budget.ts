import { times } from '../../../src/lp/model.ts'
import type { Instance } from '../../instance/instance.ts'
import type { Variables } from '../variables.ts'

/**
 * Budget: the whole cost rate, as the objective counts it, to the contract's tolerance. The row is told in units of the dearest cost,
 * since solvers compare rows absolutely.
 *
 *     Σ_j cost_j·v_j  ≤  limits.usdPerHour + 1e-6          [USD/h]
 */
export function budget(instance: Instance, { model }: Variables): void {
  const most = instance.problem.limits?.usdPerHour
  if (most === undefined) return
  const dearest = model.costs.reduce((top, cost) => Math.max(top, Math.abs(cost)), 0)
  if (dearest === 0) return
  const costs = model.costs.flatMap((cost, variable) => (cost === 0 ? [] : [times(cost / dearest, variable)]))
  model.require('budget', costs, '<=', (most + TOLERANCE) / dearest)
}

/** What a plan may cost beyond its budget and still keep it [USD/h]. */
const TOLERANCE = 1e-6
