import type { PreferredAgent } from '../../domain/preference.ts'
import { holding, movesOf } from '../../plan/preferences/hold.ts'
import type { Move } from '../../store/moves.ts'
import { keepWhere } from './keep.ts'
import { type AppliedPreference, heldBackBetween, type NightToPrefer, rulesBrokenToday, type Stage } from './stage.ts'

/** An agent that was moved a short time ago, and how long ago. */
interface Settling {
  readonly agent: string
  readonly hoursAgo: number
  readonly dwellHours: number
}

const HOUR_MS = 3_600_000

/** The longest that any agent of a fleet dwells [h]: moves before that are of no interest. */
export function longestDwellHours({ fleet, settings }: Pick<NightToPrefer, 'fleet' | 'settings'>): number {
  return Math.max(settings.dwellHours, ...fleet.agents.map(({ policy }) => policy.minimumDwellHours ?? 0))
}

/** Agents that Ballast moved a short time ago stay where they are, unless rules or demand ask for more. `moves`: what the store recorded. */
export async function dwellTime(from: Stage, night: NightToPrefer, moves: readonly Move[], now: Date): Promise<AppliedPreference> {
  const settling = settlingOf(night, moves, now)
  if (settling.length > 0) night.onStage('agents that were moved a short time ago')
  const must = mustMove(night)
  const wanted = settling.map(({ agent }) => agent).filter((agent) => !must.has(agent))
  const problemWith = (kept: readonly string[]) => holding(from.problem, kept)
  const moved = movesOf(night.problem, from.plan)
  const { released, kept, ...stage } = await keepWhere({ wanted, from, problemWith, standsSo: (_, agent) => !moved.has(agent) }, night)
  const heldBack = heldBackBetween(night, from.plan, stage.plan)
  const agents = settling.flatMap((one): PreferredAgent[] => {
    const because = must.get(one.agent) ?? released.get(one.agent)
    if (!moved.has(one.agent)) return []
    const why = `moved ${hoursText(one.hoursAgo)} ago, and stays for ${hoursText(one.dwellHours)}`
    if (because !== undefined) return [{ agent: one.agent, replicasHeldBack: 0, why: `${why}; but ${because}`, isFollowed: false }]
    return kept.includes(one.agent) ? [{ agent: one.agent, replicasHeldBack: heldBack.get(one.agent) ?? 0, why, isFollowed: true }] : []
  })
  const asked = `what was moved stays for ${hoursText(night.settings.dwellHours)}, or as its policy says`
  return { ...stage, name: 'dwell time', asked, agents }
}

function settlingOf({ fleet, settings }: NightToPrefer, moves: readonly Move[], now: Date): Settling[] {
  const latest = new Map(moves.map((move) => [move.agent, move]))
  return fleet.agents.flatMap(({ id, policy }) => {
    const move = latest.get(id)
    if (!move) return []
    const hoursAgo = (now.getTime() - Date.parse(move.at)) / HOUR_MS
    const dwellHours = policy.minimumDwellHours ?? settings.dwellHours
    return hoursAgo < dwellHours ? [{ agent: id, hoursAgo, dwellHours }] : []
  })
}

/** Agents that rules or demand do not leave as they are, with the reason. */
function mustMove(night: NightToPrefer): Map<string, string> {
  const changed = night.today.demandChanges.map(
    ({ agent, replicasToday, replicasDemanded }) =>
      [agent, `it runs ${replicasToday} replicas, and ${replicasDemanded} are wanted`] as const,
  )
  const broken = [...rulesBrokenToday(night)].map(([agent, detail]) => [agent, `today breaks a rule: ${detail}`] as const)
  return new Map([...changed, ...broken])
}

const hoursText = (hours: number): string => `${Number(hours.toFixed(1))} h`
