import { balanceMoves, type LeftOut } from '../../plan/preferences/balance.ts'
import { pinsOf } from '../../plan/preferences/pins.ts'
import { type AppliedPreference, heldBackBetween, type NightToPrefer, ofNight, rulesBrokenToday, type Stage } from './stage.ts'

/** Leaves out the moves that save too little for what they disrupt. */
export async function balanceOfMoves(from: Stage, night: NightToPrefer): Promise<AppliedPreference> {
  const { fleet, settings, today, problem, gap } = night
  const { leastSavingPerDisruption: usual, mostSolves } = settings
  const own = new Map(fleet.agents.map(({ id, policy }) => [id, policy.minimumSavingPerDisruption ?? usual]))
  const replicas = today.plan.placements.reduce((sum, place) => sum + place.replicas, 0)
  const exempt = new Set([...rulesBrokenToday(night).keys(), ...pinsOf(fleet, problem).map(({ agent }) => agent.id)])
  let solves = 0
  const { leftOut, ...balanced } = await balanceMoves(
    {
      ...from,
      fleet: { usdPerHour: today.plan.usdPerHour.total, replicas },
      leastSavingPerDisruption: (agent) => own.get(agent) ?? usual,
      exempt,
      gap,
      mostSolves,
    },
    (restricted, options) => {
      solves += 1
      night.onStage(`moves against what they disrupt, solve ${solves} of at most ${mostSolves}`)
      return night.solve(restricted, options)
    },
  )
  const plan = balanced.plan === from.plan ? from.plan : ofNight(night, balanced.plan, from.plan)
  const heldBack = heldBackBetween(night, from.plan, plan)
  const agents = leftOut.map((one) => ({
    agent: one.agent,
    replicasHeldBack: heldBack.get(one.agent) ?? 0,
    why: whyText(one),
    isFollowed: true,
  }))
  const asked = `an agent moves only where that saves ${usual} % of the cost for each 1 % of the replicas that it moves`
  return { problem: balanced.problem, plan, name: 'balance of moves', asked, agents }
}

function whyText({ verdict, judged }: LeftOut): string {
  if (!judged) return 'what these moves save was not judged, for no solve was left'
  const { agents, savingUsdPerHour, requiredUsdPerHour } = judged
  const saves = `moving ${agents === 1 ? 'it saves' : 'these saves together'} ${savingUsdPerHour.toFixed(3)} USD/h`
  if (verdict === 'too little') return `${saves}, and ${requiredUsdPerHour.toFixed(3)} is asked for`
  return `${saves}, which is within the gap of what was proved, and so not shown`
}
