import type { FleetAgent, OutOfMemory, Utilisation } from '../domain/fleet.ts'
import type { RightSizing } from '../domain/policy.ts'
import type { GiB, Hours, Share } from '../domain/units.ts'
import type { DemandFinding } from './demand-decision.ts'
import { asDeployed, asPolicyWants, roundedUp, type Sized } from './right-size.ts'
import { percent, tooLittle, windowFigures, windowOf } from './use-evidence.ts'

/** Requests are written in whole steps of 16 MiB. */
const MEMORY_STEP_GIB: GiB = 1 / 64
/** What was too little is raised by at least so much. */
const OUT_OF_MEMORY_RAISE: Share = 0.2
/** A replica that ran out of memory is not given less for so long. */
const REST_AFTER_KILL_HOURS: Hours = 168

type MemoryRule = NonNullable<RightSizing['memory']>

/** What is recommended where no policy says how. */
const USUAL_RULE: MemoryRule = { headroom: 0.25, floorGiB: 1 / 16 }

/**
 * Memory of one replica: the most it ever used, starts included, and head-room, since memory cannot be shared out again. Where it ran out
 * of memory more, whatever else is known; as deployed without evidence.
 */
export function rightSizedMemory(agent: FleetAgent, now: Date): DemandFinding {
  const { utilisation } = agent
  const rule = agent.policy.rightSizing?.memory ?? USUAL_RULE
  const used = utilisation?.memoryMaxGiB
  const kills = utilisation?.outOfMemory
  const lacking = used === undefined ? 'no maximum of its memory is known' : tooLittle(agent)
  if (!utilisation || (lacking !== undefined && !kills)) return asDeployed(agent, 'memoryGiB', lacking ?? 'nothing of its memory is known')
  const byUse = lacking === undefined ? sizedByUse(agent, utilisation, rule, used!) : unchanged(agent, utilisation, lacking)
  const sized = kills ? sizedByKills(agent, byUse, kills, now) : byUse
  return asPolicyWants(agent, 'memoryGiB', { ...sized, warnings: limitWarnings(agent.limits?.memoryGiB, sized.wanted, used) })
}

function sizedByUse({ policy }: FleetAgent, utilisation: Utilisation, rule: MemoryRule, used: GiB): Sized {
  const { headroom, floorGiB = 0, ceilingGiB = Number.POSITIVE_INFINITY } = rule
  const withHeadroom = Math.max(used * (1 + headroom), floorGiB)
  const wanted = roundedUp(Math.max(Math.min(withHeadroom, ceilingGiB), used), MEMORY_STEP_GIB)
  const told = policy.rightSizing?.memory ? '' : ' by default'
  const capped = withHeadroom <= ceilingGiB ? '' : used <= ceilingGiB ? `, up to its ceiling of ${ceilingGiB}` : beyondCeiling(ceilingGiB)
  const because = `the most used over ${windowOf(utilisation)} was ${used} GiB, and ${percent(headroom)} head-room${told}${capped}`
  return { wanted, because, evidence: { ...windowFigures(utilisation), used }, warnings: [] }
}

const beyondCeiling = (ceilingGiB: GiB): string => `, beyond its ceiling of ${ceilingGiB}: never below what was used`

function unchanged({ requests }: FleetAgent, utilisation: Utilisation, because: string): Sized {
  const { memoryMaxGiB } = utilisation
  const evidence = memoryMaxGiB === undefined ? {} : { evidence: { ...windowFigures(utilisation), used: memoryMaxGiB } }
  return { wanted: requests.memoryGiB, because, ...evidence, warnings: [] }
}

/** Above what was too little, whatever the ceiling; and for a week after the last kill not below what is deployed. */
function sizedByKills({ requests, utilisation }: FleetAgent, byUse: Sized, kills: OutOfMemory, now: Date): Sized {
  const tooLittleGiB = Math.max(kills.memoryGiB ?? requests.memoryGiB, utilisation?.memoryMaxGiB ?? 0)
  const raised = roundedUp(tooLittleGiB * (1 + OUT_OF_MEMORY_RAISE), MEMORY_STEP_GIB)
  const least = isResting(kills, now) ? Math.max(raised, requests.memoryGiB) : raised
  const times = kills.kills === 1 ? 'once' : `${kills.kills} times`
  const because = `it ran out of memory ${times}${kills.lastAt ? `, last at ${kills.lastAt}` : ''}, with ${tooLittleGiB} GiB`
  const evidence = byUse.evidence && { ...byUse.evidence, outOfMemoryKills: kills.kills }
  return {
    ...byUse,
    wanted: Math.max(byUse.wanted, least),
    because: `${because}: at least ${percent(OUT_OF_MEMORY_RAISE)} more; ${byUse.because}`,
    ...(evidence && { evidence }),
  }
}

/** A kill of unknown time is one of the window. */
const isResting = ({ lastAt }: OutOfMemory, now: Date): boolean =>
  lastAt === undefined || now.getTime() - Date.parse(lastAt) < REST_AFTER_KILL_HOURS * 3_600_000

function limitWarnings(limit: GiB | undefined, wanted: GiB, used: GiB | undefined): string[] {
  if (limit === undefined) return []
  if (wanted > limit)
    return [`its memory limit of ${limit} GiB is below a request of ${wanted}, which no API server takes: raise the limit with it`]
  if (used !== undefined && used > 0.9 * limit)
    return [`it used ${used} GiB of a memory limit of ${limit}: raise the limit before it runs out`]
  return []
}
