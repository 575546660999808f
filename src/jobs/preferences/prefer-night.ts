import type { Plan } from '../../domain/plan.ts'
import type { CostOfPreference, Preference, PreferenceName } from '../../domain/preference.ts'
import type { Share } from '../../domain/units.ts'
import { decide, type Thresholds } from '../../plan/decide.ts'
import { chained, costOfAsking, type Known, knownBy } from '../../plan/preferences/proved-cost.ts'
import { restated } from '../../plan/preferences/restate.ts'
import type { Move } from '../../store/moves.ts'
import { balanceOfMoves } from './balance-of-moves.ts'
import { dwellTime } from './dwell-time.ts'
import { onlyWhatMust } from './only-what-must.ts'
import { pinnedPlacement } from './pinned-placement.ts'
import type { AppliedPreference, NightToPrefer } from './stage.ts'
import { tiesStay } from './ties-stay.ts'

export interface Preferring {
  /** The cheapest plan that was found by rules alone. */
  readonly cheapest: Plan
  readonly moves: readonly Move[]
  readonly now: Date
  readonly thresholds: Thresholds
  /** Asked of the night's plan. */
  readonly gap: Share
}

export interface PreferredNight {
  /** The plan with every preference but the thresholds, with the bound that was proved for the cheapest. */
  readonly plan: Plan
  /** Where today cannot stay: the plan that moves only what must; absent where there is none, or where today can stay. */
  readonly least?: Plan
  /** What stands in the optimum's place: the cheapest plan that is known, and the bound. */
  readonly optimum: Known
  /** Agents that stand elsewhere today than their pins say. */
  readonly pinnedElsewhere: readonly string[]
  /** All but the thresholds. */
  readonly preferences: readonly Preference[]
}

/**
 * The night's plan as its user prefers it: each preference asks for a little more than the one before, on top of what the rules ask for,
 * and says what that costs. Where the plan as a whole saves too little, today stays anyway, and nothing more is weighed.
 */
export async function preferNight(night: NightToPrefer, asked: Preferring): Promise<PreferredNight> {
  const { cheapest, moves, now, thresholds, gap } = asked
  const pinned = await pinnedPlacement({ problem: night.problem, plan: cheapest }, night)
  const dwelling = await dwellTime(pinned, night, moves, now)
  const canStay = night.today.isCandidate && pinned.pinnedElsewhere.length === 0
  const staysAnyway = decide(night.today, dwelling.plan, thresholds, pinned.pinnedElsewhere).kind === 'stay'
  const balanced = staysAnyway ? unasked('balance of moves', dwelling) : await balanceOfMoves(dwelling, night)
  const calm = staysAnyway ? unasked('ties stay', balanced) : await tiesStay(balanced, night)
  const least = canStay || staysAnyway ? undefined : await onlyWhatMust(balanced, night)
  const [optimum, ...known] = chained([cheapest, pinned.plan, dwelling.plan, balanced.plan, calm.plan].map(knownBy))
  const stages = [pinned, dwelling, balanced, calm]
  const problems = [night.problem, ...stages.map(({ problem }) => problem)]
  const costs = [optimum!, ...known].slice(0, -1).map((before, at) => costOfAsking(before, known[at]!))
  const preferences = stages.map((stage, at) => told(stage, stage.problem === problems[at] ? knownExactly(costs[at]!) : costs[at]!))
  const shown = (plan: Plan) => restated(night.problem, plan, { bound: optimum!.lowerBoundUsdPerHour, gap })
  return {
    plan: shown(calm.plan),
    ...(least ? { least: shown(least) } : {}),
    optimum: optimum!,
    preferences,
    pinnedElsewhere: pinned.pinnedElsewhere,
  }
}

function unasked(name: PreferenceName, { problem, plan }: AppliedPreference): AppliedPreference {
  return { problem, plan, name, asked: 'not weighed: the plan as a whole saves too little', agents: [] }
}

function told({ name, asked, agents }: AppliedPreference, cost: CostOfPreference): Preference {
  return { name, asked, agents, cost }
}

/** Where nothing more was asked of the problem, only another plan chosen: both are at hand. */
function knownExactly({ usdPerHour }: CostOfPreference): CostOfPreference {
  return { usdPerHour, leastUsdPerHour: usdPerHour, mostUsdPerHour: usdPerHour }
}
