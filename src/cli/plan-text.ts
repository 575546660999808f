import type { Plan } from '../domain/plan.ts'
import type { Problem } from '../domain/problem.ts'
import { percentText, usdPerHourText } from '../reports/figures.ts'
import { outOfReach } from './out-of-reach.ts'

/** A plan in a line, with the day of its prices; one without placements with its conflict, a line each. */
export function planText(plan: Plan, problem: Problem): string {
  if (plan.status === 'infeasible') return conflictText(plan, problem)
  if (plan.status === 'unknown') return 'unknown: no plan was found in time, and none was excluded: allow more time\n'
  const { usdPerHour, lowerBoundUsdPerHour, gap, status } = plan
  const bound = `no plan can cost less than ${usdPerHourText(lowerBoundUsdPerHour)} (gap ${percentText(gap)})`
  const proved = isUnproved(plan) ? 'how much less another could cost was not shown in time' : bound
  return `${status}: ${usdPerHourText(usdPerHour.total)} USD/h at prices of ${dayOf(problem.asOf)}, and ${proved}\n`
}

export const dayOf = (asOf: string): string => asOf.slice(0, 10)

/** A bound of 0 is true of every plan and says nothing of one that costs something. */
export const isUnproved = ({ lowerBoundUsdPerHour, usdPerHour }: Plan): boolean => lowerBoundUsdPerHour <= 0 && usdPerHour.total > 0

export function conflictText(plan: Pick<Plan, 'conflict' | 'conflictIsMinimal'>, problem: Problem): string {
  const { conflict = [], conflictIsMinimal } = plan
  const minimal = conflictIsMinimal ? 'none of them can be left out' : 'it is not shown that none of them can be left out'
  const items = conflict.map(({ constraint, agent, cluster, quota, detail }) => {
    const where = [agent, cluster, quota].filter((name) => name !== undefined).join(', ')
    return `  ${constraint}${where ? ` (${where})` : ''}: ${detail}\n`
  })
  return `infeasible: these cannot hold together (${minimal}):\n${items.join('')}${outOfReach(problem, plan)
    .map((reason) => `  ${reason}\n`)
    .join('')}`
}
