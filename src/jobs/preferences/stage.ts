import type { Fleet } from '../../domain/fleet.ts'
import type { Plan } from '../../domain/plan.ts'
import type { PreferenceName, PreferredAgent } from '../../domain/preference.ts'
import type { Problem } from '../../domain/problem.ts'
import type { Replicas, Share } from '../../domain/units.ts'
import { movesOf } from '../../plan/preferences/hold.ts'
import { restated } from '../../plan/preferences/restate.ts'
import type { Solve } from '../../plan/preferences/solve.ts'
import type { Today } from '../../plan/today.ts'
import type { PreferenceSettings } from '../night-parts.ts'

/** What every preference of a night may ask. */
export interface NightToPrefer {
  /** The contract's: it knows no preference. */
  readonly problem: Problem
  readonly fleet: Fleet
  readonly today: Today
  readonly settings: PreferenceSettings
  readonly solve: Solve
  /** As close as the night's own plan, in little time: for plans that are good already. */
  readonly polish: Solve
  /** Of `solve`, where nothing else is asked. */
  readonly gap: Share
  /** Told of what is under way. */
  readonly onStage: (stage: string) => void
}

/** The night with some preferences applied: what they add to its problem, and the plan for that. */
export interface Stage {
  readonly problem: Problem
  /** Costed by the night's own problem; its bound is that of this stage. */
  readonly plan: Plan
}

export interface AppliedPreference extends Stage {
  readonly name: PreferenceName
  readonly asked: string
  readonly agents: readonly PreferredAgent[]
}

/** The plan of a stage as the night's problem costs it. A stage only asks for more, so that the bound of the one before holds as well. */
export function ofNight({ problem }: NightToPrefer, plan: Plan, before?: Plan): Plan {
  const bound = Math.max(plan.lowerBoundUsdPerHour, before?.lowerBoundUsdPerHour ?? 0)
  return restated(problem, plan, { bound })
}

/** How many replicas of each agent one plan moves and another does not. */
export function heldBackBetween({ problem }: NightToPrefer, before: Plan, after: Plan): Map<string, Replicas> {
  const [more, fewer] = [movesOf(problem, before), movesOf(problem, after)]
  return new Map([...more].map(([agent, moved]) => [agent, Math.max(0, moved - (fewer.get(agent) ?? 0))]))
}

/** Why an agent cannot simply stay, by agent: today breaks a rule of it. */
export function rulesBrokenToday({ today }: NightToPrefer): Map<string, string> {
  return new Map(today.brokenRules.flatMap(({ agent, detail }) => (agent === undefined ? [] : [[agent, detail] as const])))
}
