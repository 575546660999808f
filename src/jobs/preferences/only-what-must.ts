import type { Plan } from '../../domain/plan.ts'
import { holding } from '../../plan/preferences/hold.ts'
import { isFound } from '../../plan/preferences/solve.ts'
import { type NightToPrefer, ofNight, rulesBrokenToday, type Stage } from './stage.ts'

/** The plan that moves only agents of which today breaks a rule, so that thresholds judge what is moved beyond that. */
export async function onlyWhatMust(from: Stage, night: NightToPrefer): Promise<Plan | undefined> {
  night.onStage('what must be moved, and no more')
  const must = rulesBrokenToday(night)
  const others = night.problem.agents.map(({ id }) => id).filter((id) => !must.has(id))
  const plan = await night.solve(holding(from.problem, others), { candidates: [] })
  return isFound(plan) ? ofNight(night, plan, from.plan) : undefined
}
