import type { Plan } from '../domain/plan.ts'
import { withBystandersInPlace } from '../plan/bystanders-in-place.ts'
import { isFound, type Solve } from '../plan/preferences/solve.ts'
import { judgeToday } from '../plan/today.ts'
import { verifyPlan } from '../verify/verify.ts'
import type { NightParts, NightSettings, SolveLimits } from './night-parts.ts'
import { longestDwellHours } from './preferences/dwell-time.ts'
import { type PreferredNight, preferNight } from './preferences/prefer-night.ts'
import type { NightProblem } from './read-night.ts'
import type { SolvedNight } from './solve-night.ts'

const HOUR_MS = 3_600_000

/** The night's plan with its preferences, checked against the rules of the problem itself. Throws where it does not keep them. */
export async function weighNight(
  read: NightProblem,
  { plan: cheapest, elapsedSeconds }: SolvedNight,
  parts: NightParts,
  settings: NightSettings,
): Promise<PreferredNight> {
  const { problem, fleet, isAsLeft } = read
  const { thresholds, compare, solve, preferences } = settings
  const now = parts.now()
  const longest = longestDwellHours({ fleet, settings: preferences })
  const moves = isAsLeft ? await parts.store.moves.since(fleet.name, new Date(now.getTime() - longest * HOUR_MS)) : []
  const solver =
    (limits: SolveLimits): Solve =>
    (part, { candidates, gap = limits.gap }) =>
      parts.optimise(part, { ...limits, gap, candidates: [...candidates] })
  const night = {
    problem,
    fleet,
    today: judgeToday(problem, fleet, verifyPlan, cheapest.lowerBoundUsdPerHour),
    settings: preferences,
    solve: solver({ ...compare, timeLimitSeconds: Math.max(compare.timeLimitSeconds, elapsedSeconds) }),
    polish: solver({ ...compare, gap: solve.gap }),
    gap: compare.gap,
    onStage: (stage: string) => parts.onProgress({ stage: `preferences: ${stage}` }),
  }
  const inPlace = (plan: Plan): Plan => (isFound(plan) ? withBystandersInPlace(problem, fleet, plan, verifyPlan) : plan)
  const preferred = settled(await preferNight(night, { cheapest, moves, now, thresholds, gap: solve.gap }), inPlace)
  for (const plan of [preferred.plan, preferred.least]) if (plan) mustHold(read, plan)
  return preferred
}

/** Pods of others do not move, whatever the plans have on which node. */
function settled({ plan, least, ...rest }: PreferredNight, inPlace: (plan: Plan) => Plan): PreferredNight {
  return { ...rest, plan: inPlace(plan), ...(least && { least: inPlace(least) }) }
}

function mustHold({ problem }: NightProblem, plan: Plan): void {
  const { holds, violations } = verifyPlan(problem, plan)
  if (isFound(plan) && holds) return
  throw new Error(`the plan with preferences breaks rules and is not shown: ${violations.map(({ detail }) => detail).join('; ')}`)
}
