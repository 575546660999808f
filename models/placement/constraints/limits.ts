import { sum } from '../../../src/lp/model.ts'
import type { Instance } from '../../instance/instance.ts'
import type { Variables } from '../variables.ts'

/**
 * Limits of clusters and quotas of accounts; the `maxNodes` of an offer is the bound of its n[m].
 *
 *     Σ_m use[l,m]·n[m]  ≤  most[l]          ∀ l          [nodes, vCPU or GPUs, as l counts]
 */
export function limits(instance: Instance, { model, nodes }: Variables): void {
  for (const [index, limit] of instance.limits.entries()) {
    const used = sum(instance.machines, (machine) => {
      const amount = machine.uses.find((use) => use.limit === index)?.amount ?? 0
      return amount > 0 ? nodes(machine).map((term) => ({ ...term, coefficient: amount })) : undefined
    })
    if (used.length > 0) model.require(limit.name, used, '<=', limit.most)
  }
}
