import type { Dimension } from './fleet.ts'
import { type Label, nothing, together } from './node-labels.ts'
import { type CellPacking, type Pods, upTo, without } from './packing.ts'

/** The cells of one region, whose zones of the same name are lost together. */
export interface RegionCells {
  readonly zones: readonly string[]
  readonly cells: readonly { readonly packing: CellPacking; readonly zones: readonly string[] }[]
}

export interface Caps {
  readonly mostOnNode: Pods
  readonly mostInZone: Pods
}

/**
 * The ways to stand pods (by cell, by agent) in a region so that no zone holds more of an agent than it may lose.
 * Each node stands in one named zone: without a name it would count in all of them. Zone by zone, every part of what is left is tried.
 */
export function labelsByZone(region: RegionCells, pods: readonly Pods[], caps: Caps, dimensions: readonly Dimension[]): readonly Label[] {
  const known = new Map<string, readonly Label[]>()
  const from = (zone: number, left: readonly Pods[]): readonly Label[] => {
    if (left.every((counts) => counts.every((count) => count === 0))) return [nothing(dimensions)]
    if (zone === region.zones.length || !couldFit(left, region.zones.length - zone, caps)) return []
    const key = `${zone}:${left.map((counts) => counts.join()).join(';')}`
    const labels = known.get(key) ?? tried(zone, left)
    known.set(key, labels)
    return labels
  }
  const tried = (zone: number, left: readonly Pods[]): readonly Label[] => {
    const name = region.zones[zone]!
    const labels: Label[] = []
    for (const here of parts(region, name, left, caps.mostInZone)) {
      const rest = from(
        zone + 1,
        left.map((counts, cell) => without(counts, here[cell]!)),
      )
      if (rest.length > 0) labels.push(...together(dimensions, standing(region, name, here, caps, dimensions), rest))
    }
    return together(dimensions, labels, [nothing(dimensions)])
  }
  return from(0, pods)
}

/** Whether so many zones could hold each agent's pods. */
function couldFit(left: readonly Pods[], zones: number, { mostInZone }: Caps): boolean {
  return mostInZone.every((most, agent) => left.reduce((sum, counts) => sum + counts[agent]!, 0) <= zones * Math.max(0, most))
}

/** Every part of what is left that may stand in the zone. */
function parts({ cells }: RegionCells, zone: string, left: readonly Pods[], mostInZone: Pods): Pods[][] {
  let all: { readonly here: Pods[]; readonly room: Pods }[] = [{ here: [], room: mostInZone }]
  for (const [cell, counts] of left.entries()) {
    const isHere = cells[cell]!.zones.includes(zone)
    all = all.flatMap(({ here, room }) =>
      upTo(counts.map((count, agent) => (isHere ? Math.max(0, Math.min(count, room[agent]!)) : 0))).map((part) => ({
        here: [...here, part],
        room: without(room, part),
      })),
    )
  }
  return all.map(({ here }) => here)
}

function standing(
  region: RegionCells,
  zone: string,
  here: readonly Pods[],
  { mostOnNode }: Caps,
  dimensions: readonly Dimension[],
): readonly Label[] {
  let labels: readonly Label[] = [nothing(dimensions)]
  for (const [cell, pods] of here.entries()) labels = together(dimensions, labels, region.cells[cell]!.packing.labels(pods, mostOnNode))
  return labels.map((label) => ({ ...label, nodes: label.nodes.map((node) => ({ ...node, zone })) }))
}
