import { offerKey } from '../domain/find-offer.ts'
import type { Offer, Problem } from '../domain/problem.ts'
import type { UsdPerHour } from '../domain/units.ts'
import { restated } from '../plan/preferences/restate.ts'
import { isFound } from '../plan/preferences/solve.ts'
import type { NightParts } from './night-parts.ts'

type Optimise = NightParts['optimise']

/**
 * Solves with refused offers counted as dearer, and answers at their true prices. No plan counts for more than `timesAsDear` times its
 * true cost, so that what was proved, divided by that, is a bound of true costs. Where a budget leaves no plan so counted, the
 * surcharge is not counted: it is no money and must not use up any.
 */
export function countingRefusals(optimise: Optimise, surcharges: ReadonlyMap<string, UsdPerHour>): Optimise {
  return async (problem, limits) => {
    const { counted, timesAsDear } = countedWith(surcharges, problem)
    if (timesAsDear === 1) return optimise(problem, limits)
    const candidates = limits.candidates?.map((plan) => restated(counted, plan))
    const plan = await optimise(counted, { ...limits, ...(candidates && { candidates }) })
    if (!isFound(plan)) return problem.limits?.usdPerHour === undefined ? plan : optimise(problem, limits)
    return restated(problem, plan, { bound: plan.lowerBoundUsdPerHour / timesAsDear, gap: limits.gap })
  }
}

function countedWith(surcharges: ReadonlyMap<string, UsdPerHour>, problem: Problem): { counted: Problem; timesAsDear: number } {
  let timesAsDear = 1
  const countedIn = (cluster: string, offer: Offer): Offer => {
    const surcharge = surcharges.get(offerKey({ cluster, ...offer })) ?? 0
    if (surcharge === 0) return offer
    const usdPerHour = offer.usdPerHour + surcharge
    timesAsDear = Math.max(timesAsDear, usdPerHour / offer.usdPerHour)
    return { ...offer, usdPerHour }
  }
  const clusters = problem.clusters.map((cluster) => ({ ...cluster, offers: cluster.offers.map((offer) => countedIn(cluster.id, offer)) }))
  return { counted: { ...problem, clusters }, timesAsDear }
}
