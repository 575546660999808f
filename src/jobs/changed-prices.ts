import { offerKey } from '../domain/find-offer.ts'
import type { NodeGroup } from '../domain/plan.ts'
import type { Problem } from '../domain/problem.ts'
import type { Nodes, UsdPerHour } from '../domain/units.ts'
import type { ChangedOffer, PriceChanges } from '../reports/findings.ts'
import type { PastNight } from '../store/nights.ts'

type Groups = readonly Pick<NodeGroup, 'cluster' | 'instanceType' | 'capacityType' | 'count'>[]

/** Tonight's problem, and the nodes that its costs are of. */
export interface NightPriced {
  readonly problem: Problem
  readonly today: Groups
  readonly after: Groups
}

/** Less is rounding: no source lists so little. */
const SAME_USD_PER_HOUR = 1e-9

/** What became of list prices since another night of the same fleet: of the offers that have nodes today, by tonight's plan or by that night's. */
export function changedPrices(last: PastNight, { problem, today, after }: NightPriced): PriceChanges {
  const [then, now] = [pricesIn(last.problem), pricesIn(problem)]
  const counts = [after, today, last.plan.nodeGroups].map(countNodes)
  const used = new Map([...after, ...today, ...last.plan.nodeGroups].map((group) => [offerKey(group), group]))
  const offers = [...used]
    .filter(([key]) => isChanged(then.get(key), now.get(key)))
    .map(([key, group]) =>
      changedOffer(
        group,
        then.get(key),
        now.get(key),
        counts.map((count) => count.get(key) ?? 0),
      ),
    )
  return {
    since: { runId: last.runId, at: last.at },
    offers,
    lastPlan: { thenUsdPerHour: costOf(last.plan.nodeGroups, then)!, ...nowCost(costOf(last.plan.nodeGroups, now)) },
  }
}

function pricesIn({ clusters }: Problem): ReadonlyMap<string, UsdPerHour> {
  return new Map(
    clusters.flatMap(({ id, offers }) => offers.map((offer) => [offerKey({ cluster: id, ...offer }), offer.usdPerHour] as const)),
  )
}

function countNodes(groups: Groups): ReadonlyMap<string, Nodes> {
  const counts = new Map<string, Nodes>()
  for (const group of groups) counts.set(offerKey(group), (counts.get(offerKey(group)) ?? 0) + group.count)
  return counts
}

const isChanged = (then: UsdPerHour | undefined, now: UsdPerHour | undefined): boolean =>
  then === undefined || now === undefined ? then !== now : Math.abs(then - now) > SAME_USD_PER_HOUR

function changedOffer(
  { cluster, instanceType, capacityType }: Groups[number],
  then: UsdPerHour | undefined,
  now: UsdPerHour | undefined,
  [nodes = 0, todayNodes = 0, lastPlanNodes = 0]: readonly Nodes[],
): ChangedOffer {
  return {
    ...{ cluster, instanceType, capacityType },
    ...(then !== undefined && { oldUsdPerHour: then }),
    ...(now !== undefined && { newUsdPerHour: now }),
    ...{ nodes, todayNodes, lastPlanNodes },
  }
}

const nowCost = (usdPerHour: UsdPerHour | undefined) => (usdPerHour === undefined ? {} : { nowUsdPerHour: usdPerHour })

/** Undefined where a price is not known: a part of a cost is no cost. */
function costOf(groups: Groups, prices: ReadonlyMap<string, UsdPerHour>): UsdPerHour | undefined {
  if (groups.some((group) => !prices.has(offerKey(group)))) return undefined
  return groups.reduce((sum, group) => sum + group.count * prices.get(offerKey(group))!, 0)
}
