import type { Agent, Problem } from '../domain/problem.ts'
import type { SolvedProblem } from './optimise.ts'

/**
 * What a solved problem's bound still proves of a changed one [USD/h]: all of it where the change can only have made plans dearer or fewer,
 * so that each plan of the changed problem is one of the solved problem that costs no less there; else nothing.
 */
export function carriedBound({ problem, plan }: SolvedProblem, changed: Problem): number {
  return isOnlyDearer(problem, changed) ? plan.lowerBoundUsdPerHour : 0
}

/** Prices may rise, offers and clusters go, and rules be added whose absence means “any”; all else must be as it was. */
function isOnlyDearer(before: Problem, after: Problem): boolean {
  const { clusters: _, agents: __, asOf: ___, limits, ...rest } = before
  const { clusters: ____, agents: _____, asOf: ______, limits: newLimits, ...newRest } = after
  return (
    isSame(rest, newRest) &&
    isTighter(limits ?? {}, newLimits ?? {}) &&
    hasOnlyDearerClusters(before, after) &&
    before.agents.length === after.agents.length &&
    before.agents.every((agent, index) => isOnlyStricter(agent, after.agents[index]))
  )
}

function hasOnlyDearerClusters(before: Problem, after: Problem): boolean {
  const known = new Map(before.clusters.map((cluster) => [cluster.id, cluster]))
  return after.clusters.every(({ offers, limits, ...cluster }) => {
    const was = known.get(cluster.id)
    if (!was) return false
    const { offers: oldOffers, limits: oldLimits, ...old } = was
    const priceOf = new Map(oldOffers.map((offer) => [JSON.stringify({ ...offer, usdPerHour: 0 }), offer.usdPerHour]))
    const dearer = offers.every(
      (offer) => offer.usdPerHour >= (priceOf.get(JSON.stringify({ ...offer, usdPerHour: 0 })) ?? Number.POSITIVE_INFINITY),
    )
    return dearer && isSame(old, cluster) && isTighter(oldLimits ?? {}, limits ?? {})
  })
}

/** Numbers that may fall, or be named where none was. */
function isTighter(before: Readonly<Record<string, number | undefined>>, after: Readonly<Record<string, number | undefined>>): boolean {
  return Object.keys(before).every((key) => before[key] === undefined || (after[key] ?? Number.POSITIVE_INFINITY) <= before[key])
}

/** The same agent, but for rules that it did not have before. */
function isOnlyStricter(before: Agent, after: Agent): boolean {
  const { placement, survive, spread, latency, ...rest } = after
  const { placement: oldPlacement, survive: oldSurvive, spread: oldSpread, latency: oldLatency, ...oldRest } = before
  return (
    isSame(oldRest, rest) &&
    (oldPlacement === undefined || isSame(oldPlacement, placement)) &&
    (oldSurvive ?? []).every((rule) => (survive ?? []).some((other) => isSame(rule, other))) &&
    (oldSpread === undefined || isSame(oldSpread, spread)) &&
    (oldLatency === undefined || isSame(oldLatency, latency))
  )
}

const isSame = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other)
