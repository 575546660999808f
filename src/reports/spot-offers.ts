import { offerKey } from '../domain/find-offer.ts'
import type { NodeGroup, Plan } from '../domain/plan.ts'
import { type SpotOffer, surcharge, surcharges } from '../domain/spot-offer.ts'
import type { Nodes } from '../domain/units.ts'
import { usdPerHourText } from './figures.ts'
import type { Findings } from './findings.ts'
import type { Report, Row } from './report.ts'

/** Every spot machine that a cluster may have, those with nodes first: its price, how often a node of it is lost, and how that is known. */
export const spotOffersReport: Report = {
  name: 'spot-offers',
  summary: 'spot prices, how often nodes are lost and how that is known, and refusals',
  columns: [
    'cluster',
    'instanceType',
    'usdPerHour',
    'source',
    'observedAt',
    'todayNodes',
    'nodes',
    'interruptionsPerHour',
    'interruptionsPer1000Hours',
    'interruptionOrigin',
    'countedUsdPerHour',
    'surchargeUsdPerHour',
    'refusedAt',
    'dearerUntil',
  ],
  headings: {
    cluster: 'cluster',
    instanceType: 'machine',
    usdPerHour: 'USD/h',
    todayNodes: 'nodes today',
    nodes: 'after',
    interruptionsPer1000Hours: 'lost in 1,000 h',
    interruptionOrigin: 'by',
    refusedAt: 'refused at',
    countedUsdPerHour: 'counted USD/h',
  },
  rows: ({ spotOffers = [], plan, today }: Findings): Row[] => {
    const [after, before] = [countNodes(plan.nodeGroups), countNodes(today.nodeGroups)]
    const rows = spotOffers.map((offer) => rowOf(offer, before(offer), after(offer)))
    return rows.sort((one, other) => Number(other.nodes + other.todayNodes > 0) - Number(one.nodes + one.todayNodes > 0))
  },
}

function countNodes(groups: readonly NodeGroup[]): (offer: SpotOffer) => Nodes {
  const counts = new Map<string, Nodes>()
  for (const group of groups) counts.set(offerKey(group), (counts.get(offerKey(group)) ?? 0) + group.count)
  return (offer) => counts.get(offerKey({ ...offer, capacityType: 'spot' })) ?? 0
}

function rowOf({ cluster, instanceType, usdPerHour, list, interruption, refusal }: SpotOffer, todayNodes: Nodes, nodes: Nodes) {
  return {
    ...{ cluster, instanceType, usdPerHour: list.usdPerHour, source: list.source, observedAt: list.asOf, todayNodes, nodes },
    interruptionsPerHour: interruption.perHour,
    interruptionsPer1000Hours: interruption.perHour * 1000,
    interruptionOrigin: interruption.origin,
    ...(refusal && {
      countedUsdPerHour: usdPerHour,
      surchargeUsdPerHour: usdPerHour - list.usdPerHour,
      refusedAt: refusal.at,
      dearerUntil: refusal.until,
    }),
  }
}

/** What a reader of a plan must know that was sought while offers counted as dearer than they are. */
export function surchargeNotes(spotOffers: readonly SpotOffer[], { nodeGroups }: Pick<Plan, 'nodeGroups'>): string[] {
  if (surcharges(spotOffers).size === 0) return []
  const own = usdPerHourText(surcharge(spotOffers, nodeGroups))
  return [
    `Spot offers that could not be had counted as dearer while this plan was sought, its own nodes by ${own} USD/h. Costs and savings are at their prices without that; so is the lower bound, which is why the gap is wider than usual.`,
  ]
}
