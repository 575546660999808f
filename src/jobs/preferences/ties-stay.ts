import type { Plan } from '../../domain/plan.ts'
import { leastMoves } from '../../plan/preferences/ties.ts'
import { verifyPlan } from '../../verify/verify.ts'
import { type AppliedPreference, heldBackBetween, type NightToPrefer, ofNight, type Stage } from './stage.ts'

/** Among plans that cost as much, the one that moves least. */
export async function tiesStay(from: Stage, night: NightToPrefer): Promise<AppliedPreference> {
  night.onStage('equal plans that move less')
  const { equalCostShare } = night.settings
  const calmest = await leastMoves({ ...from, plan: from.plan, others: [night.today.plan], equalCostShare }, verifyPlan, night.polish)
  const plan: Plan = calmest === from.plan ? from.plan : ofNight(night, calmest, from.plan)
  const agents = [...heldBackBetween(night, from.plan, plan)]
    .filter(([, replicas]) => replicas > 0)
    .map(([agent, replicasHeldBack]) => ({
      agent,
      replicasHeldBack,
      why: 'a plan that costs as much leaves them where they are',
      isFollowed: true,
    }))
  const asked = `plans within ${Number((equalCostShare * 100).toFixed(3))} % of the cost count as equal`
  return { problem: from.problem, plan, name: 'ties stay', asked, agents }
}
