import { type Agent, accepts, mayStandIn, type Problem } from './problem.ts'
import type { DayProfile, SchedulePeriod, ScheduleProblem } from './schedule.ts'
import { withoutToday } from './schedule-transition.ts'
import type { Hours, Replicas, Share, UsdPerHour } from './units.ts'

const DEFAULT_MOST_PERIODS = 4
/** Fewer periods are taken where that adds no more than this share to what the replicas of the day cost. */
const NEAR: Share = 0.01

/** Hours that belong together: from `start`, so many; may pass midnight. */
interface Stretch {
  readonly start: number
  readonly hours: number
}

/**
 * The day as few periods: hours of equal or near demand together, each period with the most that an agent wants in any of its hours,
 * so that demand is always met. In each period an agent may run as many as in any: what stands may stay.
 */
export function scheduleOf({ cyclic = true, startHour = 0, mostPeriods = DEFAULT_MOST_PERIODS, ...profile }: DayProfile): ScheduleProblem {
  const day = { problem: profile.problem, byHour: new Map(Object.entries(profile.demandByHour)) }
  const stretches = stretchesOf(day, { cyclic, startHour, mostPeriods })
  const periods = stretches.map((stretch, at) => periodOf(day, stretch, at === 0))
  return { schema: 'placement-schedule/v1', cyclic, horizonHours: day.problem.horizonHours, periods }
}

interface Day {
  readonly problem: Problem
  /** By agent: what each hour wants; those that are absent want the same all day. */
  readonly byHour: ReadonlyMap<string, readonly Replicas[]>
}

function periodOf({ problem, byHour }: Day, stretch: Stretch, isFirst: boolean): SchedulePeriod {
  const agents = problem.agents.map((agent) => {
    const day = byHour.get(agent.id)
    if (!day) return agent
    const extra = (agent.maxReplicas ?? agent.replicas) - agent.replicas
    return { ...agent, replicas: mostWanted(day, stretch), maxReplicas: Math.max(...day) + extra }
  })
  const own = { ...problem, horizonHours: stretch.hours, agents }
  return { startHour: stretch.start, hours: stretch.hours, problem: isFirst ? own : withoutToday(own) }
}

const mostWanted = (byHour: readonly Replicas[], { start, hours }: Stretch): Replicas =>
  Math.max(...Array.from({ length: hours }, (_, hour) => byHour[(start + hour) % 24]!))

interface Grouping {
  readonly cyclic: boolean
  readonly startHour: Hours
  readonly mostPeriods: number
}

/** The fewest periods whose excess over the hourly demand is nearly the least that so many periods allow; the first holds `startHour`. */
function stretchesOf(day: Day, { cyclic, startHour, mostPeriods }: Grouping): Stretch[] {
  const excess = excessOf(day)
  const all = totalOf(day)
  const starts = cyclic ? Array.from({ length: 24 }, (_, hour) => hour) : [startHour]
  const best = Array.from({ length: mostPeriods }, (_, less) => cheapest(starts.map((start) => split(start, less + 1, excess))))
  const least = Math.min(...best.map(({ usd }) => usd))
  const enough = best.find(({ usd }) => usd <= least + NEAR * all + 1e-9)!
  const holds = ({ start, hours }: Stretch) => (startHour - start + 24) % 24 < hours
  const first = enough.stretches.findIndex(holds)
  return [...enough.stretches.slice(first), ...enough.stretches.slice(0, first)]
}

interface Split {
  readonly usd: number
  readonly stretches: readonly Stretch[]
}

const cheapest = (splits: readonly Split[]): Split => splits.reduce((best, next) => (next.usd < best.usd - 1e-9 ? next : best))

/** The 24 hours from `start` in at most so many stretches, at the least excess: the best first stretch and the best of the rest. */
function split(start: number, periods: number, excess: (stretch: Stretch) => number): Split {
  const known = new Map<string, Split>()
  const rest = (from: number, left: number): Split => {
    const key = `${from}/${left}`
    const found = known.get(key) ?? (from === 24 ? NOTHING : cheapest(firsts(from, left)))
    known.set(key, found)
    return found
  }
  const firsts = (from: number, left: number): Split[] =>
    Array.from({ length: 24 - from }, (_, less) => 24 - from - less)
      .filter((hours) => left > 1 || from + hours === 24)
      .map((hours) => {
        const stretch = { start: (start + from) % 24, hours }
        const others = rest(from + hours, left - 1)
        return { usd: excess(stretch) + others.usd, stretches: [stretch, ...others.stretches] }
      })
  return rest(0, periods)
}

const NOTHING: Split = { usd: 0, stretches: [] }

/** What a stretch pays for demand that some of its hours do not have [USD/day], at the least that a replica costs anywhere. */
function excessOf({ problem, byHour }: Day): (stretch: Stretch) => number {
  const agents = problem.agents.flatMap((agent) => {
    const day = byHour.get(agent.id)
    return day ? [{ usd: leastUsdPerHour(agent, problem), day }] : []
  })
  const known = new Map<string, number>()
  return (stretch) => {
    const key = `${stretch.start}/${stretch.hours}`
    const usd = known.get(key) ?? agents.reduce((sum, { usd, day }) => sum + usd * excessReplicas(day, stretch), 0)
    known.set(key, usd)
    return usd
  }
}

/** Σ over the hours of what is wanted at most less what is wanted then [replicas·h]. */
function excessReplicas(byHour: readonly Replicas[], stretch: Stretch): number {
  const most = mostWanted(byHour, stretch)
  let excess = 0
  for (let hour = 0; hour < stretch.hours; hour++) excess += most - byHour[(stretch.start + hour) % 24]!
  return excess
}

function totalOf({ problem, byHour }: Day): number {
  return problem.agents.reduce((sum, agent) => {
    const replicaHours = byHour.get(agent.id)?.reduce((total, replicas) => total + replicas, 0) ?? 24 * agent.replicas
    return sum + leastUsdPerHour(agent, problem) * replicaHours
  }, 0)
}

/** The least share of a node that a replica takes on any machine that accepts it [USD/h]; a weight to compare agents by, 1 where nothing is paid. */
function leastUsdPerHour(agent: Agent, { clusters }: Problem): UsdPerHour {
  const shares = clusters
    .filter((cluster) => mayStandIn(agent, cluster))
    .flatMap(({ offers }) => offers)
    .filter((offer) => accepts(agent, offer))
    .map(({ usdPerHour, allocatable }) => {
      const { cpu, memoryGiB, gpu = 0 } = agent.requests
      const share = Math.max(
        part(cpu, allocatable.cpu),
        part(memoryGiB, allocatable.memoryGiB),
        part(gpu, allocatable.gpu),
        1 / allocatable.pods,
      )
      return usdPerHour * share
    })
  const least = Math.min(...shares)
  return Number.isFinite(least) && least > 0 ? least : 1
}

const part = (need: number, have: number): number => (need > 0 ? need / have : 0)
