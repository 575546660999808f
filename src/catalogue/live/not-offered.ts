import type { NotOffered } from '../../domain/catalogue.ts'
import type { LiveRegion } from './live-region.ts'
import { type Place, placeKey, placeText } from './place.ts'

/** Marks the machines that the provider does not sell to this user: what runs of them stays priced, but no more can be bought. */
export function markedIn(notOffered: readonly NotOffered[]): (place: Place, region: LiveRegion) => LiveRegion {
  const byPlace = new Map(notOffered.map((one) => [placeKey(one), new Set(one.instanceTypes)]))
  return (place, region) => {
    const refused = byPlace.get(placeKey(place))
    const marked = region.machines.filter(({ instanceType }) => refused?.has(instanceType)).map(({ instanceType }) => instanceType)
    if (marked.length === 0) return region
    const machines = region.machines.map((machine) =>
      refused!.has(machine.instanceType) ? Object.freeze({ ...machine, isNotOffered: true as const }) : machine,
    )
    return Object.freeze({ machines: Object.freeze(machines), notes: [...region.notes, noteOn(place, marked)] })
  }
}

const EXAMPLES = 3

function noteOn(place: Place, types: readonly string[]): string {
  const some = types.slice(0, EXAMPLES).join(', ')
  const which = types.length > EXAMPLES ? `${some} and others` : some
  const how = types.length === 1 ? '1 machine type is' : `${types.length} machine types are`
  return `${placeText(place)}: ${how} not available to the subscription, so no more than what runs is offered: ${which}.`
}
