import type { Plan } from '../../domain/plan.ts'
import { movedReplicas } from '../../domain/plan-cost.ts'
import type { CostOfPreference, PreferredAgent } from '../../domain/preference.ts'
import { movedByPin, type PinnedAgent, pinnedPlaces, pinsOf, rulesBrokenBy, withPins } from '../../plan/preferences/pins.ts'
import { costOfAsking, knownBy } from '../../plan/preferences/proved-cost.ts'
import { isFound } from '../../plan/preferences/solve.ts'
import { verifyPlan } from '../../verify/verify.ts'
import { keepWhere } from './keep.ts'
import { type AppliedPreference, type NightToPrefer, ofNight, type Stage } from './stage.ts'

export interface PinnedNight extends AppliedPreference {
  /** Agents that stand elsewhere today than their pins say. */
  readonly pinnedElsewhere: readonly string[]
}

/** Agents that stay where their pin says. A pin that breaks a rule gives way to the rule, and which one is told. */
export async function pinnedPlacement(from: Stage, night: NightToPrefer): Promise<PinnedNight> {
  const pins = pinsOf(night.fleet, night.problem)
  if (pins.length > 0) night.onStage('pinned agents')
  const judged = pins.map((pinned) => ({ pinned, broken: rulesBrokenBy(pinned, night.problem, verifyPlan) }))
  const sound = judged.flatMap(({ pinned, broken }) => (broken.length === 0 ? [pinned] : []))
  const of = new Map(pins.map((pinned) => [pinned.agent.id, pinned]))
  const problemWith = (ids: readonly string[]) =>
    withPins(
      from.problem,
      ids.map((id) => of.get(id)!),
    )
  const standsSo = (plan: Plan, id: string) => awayFrom(of.get(id)!, plan) === 0
  const { problem, plan, kept, released } = await keepWhere(
    { wanted: sound.map(({ agent }) => agent.id), from, problemWith, standsSo },
    night,
  )
  const stage = { problem, plan }
  const held: PreferredAgent[] = []
  for (const id of kept) held.push(await keptPin(of.get(id)!, { from, stage, kept, problemWith }, night))
  const broken = judged.filter((one) => one.broken.length > 0).map((one) => notFollowed(one.pinned.agent.id, one.broken.join('; ')))
  const freed = [...released].map(([id, why]) => notFollowed(id, why))
  const asked = pins.length === 0 ? 'no agent is pinned' : pins.length === 1 ? 'one agent is pinned' : `${pins.length} agents are pinned`
  return {
    ...stage,
    name: 'pinned placement',
    asked,
    agents: [...held, ...broken, ...freed],
    pinnedElsewhere: kept.filter((id) => movedByPin(of.get(id)!) > 0),
  }
}

/** Replicas that a plan has elsewhere than the pin. */
const awayFrom = (pinned: PinnedAgent, { placements }: Plan): number =>
  movedReplicas({ id: pinned.agent.id, current: pinnedPlaces(pinned) }, placements)

interface KeptPins {
  readonly from: Stage
  readonly stage: Stage
  readonly kept: readonly string[]
  readonly problemWith: (kept: readonly string[]) => Stage['problem']
}

async function keptPin(pinned: PinnedAgent, pins: KeptPins, night: NightToPrefer): Promise<PreferredAgent> {
  const { id } = pinned.agent
  const replicasHeldBack = awayFrom(pinned, pins.from.plan)
  const places = pinnedPlaces(pinned).map(
    ({ cluster, capacityType, replicas }) => `${cluster} ×${replicas}${capacityType === 'spot' ? ' on spot' : ''}`,
  )
  const why = `pinned to ${places.length > 0 ? places.join(', ') : 'today, where none of it stands'}`
  const told = { agent: id, replicasHeldBack, why, isFollowed: true }
  if (replicasHeldBack === 0) return told
  const cost = await costOfPin(id, pins, night)
  return cost ? { ...told, cost } : told
}

/** Solved again without this pin alone; of the only one that is the plan before it. Absent where no plan was found in time. */
async function costOfPin(
  id: string,
  { from, stage, kept, problemWith }: KeptPins,
  night: NightToPrefer,
): Promise<CostOfPreference | undefined> {
  if (kept.length === 1) return costOfAsking(knownBy(from.plan), knownBy(stage.plan))
  if (kept.indexOf(id) >= night.settings.mostSolves) return undefined
  const without = await night.solve(problemWith(kept.filter((other) => other !== id)), { candidates: [stage.plan, from.plan] })
  return isFound(without) ? costOfAsking(knownBy(ofNight(night, without, from.plan)), knownBy(stage.plan)) : undefined
}

const notFollowed = (agent: string, why: string): PreferredAgent => ({
  agent,
  replicasHeldBack: 0,
  why: `its pin is not followed, for rules come first: ${why}`,
  isFollowed: false,
})
