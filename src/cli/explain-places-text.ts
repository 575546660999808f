import type { ConflictItem, CostRate } from '../domain/plan.ts'
import type { AgentPlaces, AllThere, PlaceAnswer, WhyNot } from '../explain/explanation.ts'
import { usdPerHourText } from '../reports/figures.ts'
import { textTable } from '../reports/text-table.ts'
import { indented, wrapped } from './text-layout.ts'

interface Showing {
  /** Also places that are dearer by list price. */
  readonly isFull: boolean
  readonly width: number
}

/** Places where an agent does not stand, the cheapest by list price first, and what keeps it out of each. */
export function placesText({ places, usdPerReplicaHour, replicas }: AgentPlaces, { isFull, width }: Showing): string {
  const line = (text: string) => `  ${wrapped(text, width - 2, 2)}\n`
  if (replicas === 0) return line('It asks for no replica.')
  const cheaper = places.filter(({ isCheaperByList }) => isCheaperByList)
  const cost = `A replica of it costs ${usdPerHourText(usdPerReplicaHour)} USD/h, its share of the nodes it stands on.`
  if (cheaper.length === 0 && !isFull) return line(`${cost} No other place has a machine of which its share would be cheaper.`)
  const shown = isFull ? places : cheaper.slice(0, MOST_ROWS)
  const rows = shown.map((place) => ({
    place: `${place.cluster} ${place.capacityType}`,
    listUsdPerHour: place.listUsdPerReplicaHour,
    why: [whyText(place.why), ...allThereText(place)].join('; '),
  }))
  const headings = { place: 'place', listUsdPerHour: 'USD/h a replica by list', why: 'why not' }
  const intro = `${cost} By list: its share of the machine that is cheapest for it there.`
  const rest = isFull || cheaper.length <= MOST_ROWS ? '' : line(`${cheaper.length - MOST_ROWS} more: --agent has them all.`)
  return `${line(intro)}${indented(textTable({ name: '', columns: [], rows, pricesAsOf: '' }, headings, width - 2), 2)}${rest}`
}

/** Cheaper places that are told of an agent that nobody asked for. */
const MOST_ROWS = 4

function whyText(why: WhyNot): string {
  if (why.kind === 'not computed') return 'not computed in the time'
  if (why.kind === 'shut out') return details(why.by)
  if (why.kind === 'breaks') return `one replica there, all else as planned, breaks a rule: ${details(why.rules)}`
  const { usdPerHour, node, from } = why
  const machine = `${node.isNew ? 'a new' : 'a'} ${node.instanceType}`
  const moved = `one replica on ${machine} there instead of in ${from.cluster} ${from.capacityType}, all else as planned`
  if (usdPerHour.total < 0) return `${moved}, saves ${usdPerHourText(-usdPerHour.total)} USD/h: this plan is not the cheapest`
  return `${moved}, adds ${usdPerHourText(usdPerHour.total)} USD/h (${parts(usdPerHour)})`
}

/** That an agent needs its replicas goes without saying, unless nothing else is in the way. */
function withoutDemand(conflict: readonly ConflictItem[]): readonly ConflictItem[] {
  const others = conflict.filter(({ constraint }) => constraint !== 'demand')
  return others.length > 0 ? others : conflict
}

const details = (items: readonly ConflictItem[]): string => items.map(({ detail }) => detail).join('; ')

function parts(usdPerHour: CostRate): string {
  const named = (['nodes', 'egress', 'interruption', 'moves'] as const).filter((part) => Math.abs(usdPerHour[part]) >= 5e-4)
  if (named.length === 0) return 'less than a tenth of a cent in each part'
  return named.map((part) => `${part} ${usdPerHour[part] > 0 ? '+' : '−'}${usdPerHourText(Math.abs(usdPerHour[part]))}`).join(', ')
}

function allThereText({ allThere }: PlaceAnswer): string[] {
  return allThere ? [`all of it there: ${allThereWords(allThere)}`] : []
}

function allThereWords(allThere: AllThere): string {
  if (allThere.kind === 'unknown') return 'no plan was found in the time, and none excluded'
  if (allThere.kind === 'infeasible') return `cannot be, since ${details(withoutDemand(allThere.conflict))}`
  const { atLeastUsdPerHour, atMostUsdPerHour } = allThere.added
  return `adds at least ${usdPerHourText(atLeastUsdPerHour)} and at most ${usdPerHourText(atMostUsdPerHour)} USD/h, solved anew`
}
