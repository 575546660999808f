import type { Plan } from '../domain/plan.ts'
import { percentText, usdPerHourText } from '../reports/figures.ts'

/** A plan in a line; one without placements with its conflict, a line each. */
export function planText(plan: Plan): string {
  if (plan.status === 'infeasible') return conflictText(plan)
  if (plan.status === 'unknown') return 'unknown: no plan was found in time, and none was excluded: allow more time with --time-limit\n'
  const { usdPerHour, lowerBoundUsdPerHour, gap, status } = plan
  const bound = `no plan can cost less than ${usdPerHourText(lowerBoundUsdPerHour)} (gap ${percentText(gap)})`
  return `${status}: ${usdPerHourText(usdPerHour.total)} USD/h, and ${bound}\n`
}

export function conflictText({ conflict = [], conflictIsMinimal }: Plan): string {
  const minimal = conflictIsMinimal ? 'none of them can be left out' : 'it is not shown that none of them can be left out'
  const items = conflict.map(({ constraint, agent, cluster, quota, detail }) => {
    const where = [agent, cluster, quota].filter((name) => name !== undefined).join(', ')
    return `  ${constraint}${where ? ` (${where})` : ''}: ${detail}\n`
  })
  return `infeasible: these cannot hold together (${minimal}):\n${items.join('')}`
}
