import type { InterruptionRate, Machine, Price, ZonedPrice } from '../../domain/catalogue.ts'
import type { KnownPrice } from '../../domain/known-price.ts'
import type { SpotKind } from '../interruptions/kind-key.ts'
import { isStale, type PriceValidity } from '../price-validity.ts'
import { type Place, placeText } from './place.ts'
import { priceOfRegion } from './price-of-region.ts'
import type { ShapeOf } from './shapes.ts'

/** What makes a machine of its prices. */
export interface Making {
  readonly shapeOf: ShapeOf
  readonly interruptionOf: (kind: SpotKind) => InterruptionRate
  readonly now: Date
  readonly validity: PriceValidity
}

export interface LiveRegion {
  readonly machines: readonly Machine[]
  readonly notes: readonly string[]
}

type PricesOfType = Pick<Machine, 'instanceType'> & { readonly onDemand?: Price | undefined; readonly spot?: ZonedPrice | undefined }

/**
 * A region's machines by what was read of it: `prices`, the first source's first. `standIns` are its bundled machines: all of them where
 * nothing was read; where no on-demand price was, their on-demand prices; and those that are not listed, for what runs of them. A price of a
 * machine that nobody knows is no machine, and a spot price that keeps jumping is no offer once it is stale.
 */
export function liveRegion(place: Place, prices: readonly KnownPrice[], standIns: readonly Machine[], making: Making): LiveRegion {
  const byType = prices.length === 0 ? standIns : withOnDemand(pricesByType(prices, making), standIns)
  const made = byType.map((ofType) => ({ ...ofType, machine: machineOf(place, ofType, making) }))
  const unknown = made.filter(({ machine }) => !machine).map(({ instanceType }) => instanceType)
  const machines = made.flatMap(({ machine }) => machine ?? [])
  return Object.freeze({ machines: Object.freeze([...machines, ...unlisted(machines, standIns)]), notes: notesOn(place, unknown) })
}

/** A node does not vanish with its price: without one, today would cost nothing. */
function unlisted(machines: readonly Machine[], standIns: readonly Machine[]): Machine[] {
  const listed = new Set(machines.map(({ instanceType }) => instanceType))
  return standIns
    .filter(({ instanceType, onDemand }) => onDemand && !listed.has(instanceType))
    .map(({ spot: _, ...machine }) => Object.freeze({ ...machine, isUnlisted: true as const }))
}

function pricesByType(prices: readonly KnownPrice[], { now, validity }: Making): PricesOfType[] {
  const isDropped = ({ isContradicted, capacityType, observedAt }: KnownPrice): boolean =>
    isContradicted === true && capacityType === 'spot' && isStale(observedAt, capacityType, validity, now)
  const counting = prices.filter((price) => !isDropped(price))
  return [...Map.groupBy(counting, ({ instanceType }) => instanceType)].map(([instanceType, rows]) => ({
    instanceType,
    onDemand: priceOfRegion(rows.filter(({ capacityType }) => capacityType === 'on-demand')),
    spot: priceOfRegion(rows.filter(({ capacityType }) => capacityType === 'spot')),
  }))
}

function withOnDemand(read: readonly PricesOfType[], standIns: readonly Machine[]): readonly PricesOfType[] {
  if (read.some(({ onDemand }) => onDemand)) return read
  const spot = new Map(read.map((ofType) => [ofType.instanceType, ofType.spot]))
  const priced = standIns.map(({ instanceType, onDemand }) => ({ instanceType, onDemand, spot: spot.get(instanceType) }))
  const known = new Set(standIns.map(({ instanceType }) => instanceType))
  return [...priced, ...read.filter(({ instanceType }) => !known.has(instanceType))]
}

function machineOf({ provider, region }: Place, { instanceType, onDemand, spot }: PricesOfType, making: Making): Machine | undefined {
  const shape = making.shapeOf(provider, instanceType)
  if (!shape || !(onDemand || spot)) return undefined
  const kind = { provider, region, instanceType }
  return Object.freeze({
    ...shape,
    provider,
    region,
    ...(onDemand && { onDemand }),
    ...(spot && { spot: { ...spot, interruption: making.interruptionOf(kind) } }),
  })
}

const EXAMPLES = 3

function notesOn(place: Place, unknown: readonly string[]): readonly string[] {
  if (unknown.length === 0) return []
  const some = unknown.slice(0, EXAMPLES).join(', ')
  const which = unknown.length > EXAMPLES ? `${some} and others` : some
  const [kinds, they] =
    unknown.length === 1
      ? ['1 machine type has a price', 'it gives to pods is not known, so it is']
      : [`${unknown.length} machine types have prices`, 'they give to pods is not known, so they are']
  return [`${placeText(place)}: ${kinds}, but what ${they} left out: ${which}.`]
}
