import type { Plan } from '../../domain/plan.ts'
import { planCost } from '../../domain/plan-cost.ts'
import type { Problem } from '../../domain/problem.ts'
import type { Share, UsdPerHour } from '../../domain/units.ts'

/** Who stands where on which nodes, whatever that costs in which problem. */
export type Layout = Pick<Plan, 'placements' | 'nodeGroups' | 'flows'>

/** The same placement as a plan of another problem: costed there, with a bound that was proved there. */
export function restated(
  problem: Problem,
  { placements, nodeGroups, flows }: Layout,
  { bound = 0, gap: asked = 0 }: { readonly bound?: UsdPerHour; readonly gap?: Share } = {},
): Plan {
  const usdPerHour = planCost(problem, { placements, nodeGroups, flows })
  const lowerBoundUsdPerHour = Math.min(bound, usdPerHour.total)
  const gap = usdPerHour.total > 0 ? (usdPerHour.total - lowerBoundUsdPerHour) / usdPerHour.total : 0
  const status = gap <= asked ? 'optimal' : 'feasible'
  return { schema: 'placement-plan/v1', status, usdPerHour, lowerBoundUsdPerHour, gap, placements, nodeGroups, flows }
}
