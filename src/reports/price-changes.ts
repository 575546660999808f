import type { UsdPerHour } from '../domain/units.ts'
import { usdPerHourText } from './figures.ts'
import type { ChangedOffer, Findings, PriceChanges } from './findings.ts'
import { perMonth, total } from './money.ts'
import type { Report, Row } from './report.ts'

/**
 * What changed in list prices since the last night, and what that does to cost: a row an offer that has nodes today, by this plan or by the
 * last one; then their sum, and the last plan's nodes at their prices and at today's.
 */
export const priceChangesReport: Report = {
  name: 'price-changes',
  summary: 'which prices changed since the last night, and what that costs',
  columns: [
    'cluster',
    'instanceType',
    'capacityType',
    'oldUsdPerHour',
    'newUsdPerHour',
    'changePercent',
    'nodes',
    'effectUsdPerHour',
    'effectUsdPerMonth',
    'todayNodes',
    'todayEffectUsdPerHour',
    'lastPlanNodes',
    'lastPlanEffectUsdPerHour',
    'since',
  ],
  headings: {
    cluster: 'cluster',
    instanceType: 'machine',
    capacityType: 'bought',
    oldUsdPerHour: 'was USD/h',
    newUsdPerHour: 'is USD/h',
    changePercent: '%',
    todayNodes: 'nodes today',
    todayEffectUsdPerHour: 'USD/h more today',
    nodes: 'after',
    effectUsdPerHour: 'USD/h more after',
  },
  rows: ({ priceChanges }: Findings): Row[] => (priceChanges ? rowsOf(priceChanges) : []),
}

function rowsOf({ since, offers, lastPlan }: PriceChanges): Row[] {
  const rows = [...offers.map(offerRow), ...(offers.length > 0 ? [sumRow(offers)] : []), lastPlanRow(lastPlan)]
  return rows.map((row) => ({ ...row, since: since.at }))
}

function offerRow(offer: ChangedOffer): Row {
  const change = changeOf(offer)
  if (change === undefined) return { ...offer }
  return {
    ...offer,
    changePercent: percentOf(change, offer.oldUsdPerHour!),
    effectUsdPerHour: times(change, offer.nodes),
    effectUsdPerMonth: perMonth(times(change, offer.nodes)),
    todayEffectUsdPerHour: times(change, offer.todayNodes),
    lastPlanEffectUsdPerHour: times(change, offer.lastPlanNodes),
  }
}

/** Never −0, which `+ 0` makes 0. */
const times = (usdPerHour: UsdPerHour, nodes: number): UsdPerHour => usdPerHour * nodes + 0

const percentOf = (change: number, of: number): number | undefined => (of > 0 ? (change / of) * 100 : undefined)

/** Of an offer that was not known, or no longer is, nobody can say what changed. */
const changeOf = ({ oldUsdPerHour, newUsdPerHour }: ChangedOffer): UsdPerHour | undefined =>
  oldUsdPerHour === undefined || newUsdPerHour === undefined ? undefined : newUsdPerHour - oldUsdPerHour

function sumRow(offers: readonly ChangedOffer[]): Row {
  const effectUsdPerHour = effect(offers, ({ nodes }) => nodes)
  return {
    cluster: '(all of these)',
    nodes: total(offers, ({ nodes }) => nodes),
    effectUsdPerHour,
    effectUsdPerMonth: perMonth(effectUsdPerHour),
    todayNodes: total(offers, ({ todayNodes }) => todayNodes),
    todayEffectUsdPerHour: effect(offers, ({ todayNodes }) => todayNodes),
    lastPlanNodes: total(offers, ({ lastPlanNodes }) => lastPlanNodes),
    lastPlanEffectUsdPerHour: effect(offers, ({ lastPlanNodes }) => lastPlanNodes),
  }
}

const effect = (offers: readonly ChangedOffer[], nodesOf: (offer: ChangedOffer) => number): number =>
  total(offers, (offer) => (changeOf(offer) ?? 0) * nodesOf(offer))

function lastPlanRow({ thenUsdPerHour, nowUsdPerHour }: PriceChanges['lastPlan']): Row {
  const change = nowUsdPerHour === undefined ? undefined : nowUsdPerHour - thenUsdPerHour
  return {
    cluster: '(nodes of the last plan)',
    oldUsdPerHour: thenUsdPerHour,
    newUsdPerHour: nowUsdPerHour,
    changePercent: change === undefined ? undefined : percentOf(change, thenUsdPerHour),
    lastPlanEffectUsdPerHour: change,
  }
}

/** The changes in a sentence or two, for the night's text. */
export function priceChangesText({ since, offers, lastPlan }: PriceChanges): string {
  const when = `Since the last night (${since.at.slice(0, 16).replace('T', ' ')} UTC)`
  if (offers.length === 0) return `${when} no price of a machine in use changed.`
  const [after, today] = [effect(offers, ({ nodes }) => nodes), effect(offers, ({ todayNodes }) => todayNodes)]
  const which = offers.length === 1 ? 'the price of 1 machine in use changed' : `the prices of ${offers.length} machines in use changed`
  return `${when} ${which}: ${signed(today)} USD/h for today’s nodes, ${signed(after)} USD/h for this plan’s. ${lastPlanText(lastPlan)}`
}

function lastPlanText({ thenUsdPerHour, nowUsdPerHour }: PriceChanges['lastPlan']): string {
  const then = `The nodes of the last plan cost ${usdPerHourText(thenUsdPerHour)} USD/h then`
  if (nowUsdPerHour === undefined) return `${then}; what they cost at today’s prices is not known, for one of them is no longer sold.`
  return `${then} and ${usdPerHourText(nowUsdPerHour)} USD/h at today’s prices.`
}

const signed = (usdPerHour: number): string => `${usdPerHour < 0 ? '' : '+'}${usdPerHourText(usdPerHour)}`
