import type { Problem } from '../../src/domain/problem.ts'
import type { Choice } from './choices.ts'
import { type Cell, type Dimension, dimensionsOf } from './fleet.ts'
import { cheapest, type Label, nothing, together } from './node-labels.ts'
import { CellPacking, type Pods } from './packing.ts'
import { type Caps, labelsByZone, type RegionCells } from './zones.ts'

interface Region extends RegionCells {
  /** Which of the problem's cells they are. */
  readonly at: readonly number[]
}

/** What nodes cost that hold given pods: first cell by cell, then all cells under what they share. */
export class Standings {
  private readonly dimensions: readonly Dimension[]
  private readonly packings: readonly CellPacking[]
  private readonly regions: readonly Region[]
  private readonly leastByCell = new Map<string, number>()

  constructor(problem: Problem, cells: readonly Cell[]) {
    this.dimensions = dimensionsOf(problem)
    this.packings = cells.map((cell) => new CellPacking(cell, problem.agents, this.dimensions))
    this.regions = regionsOf(cells, this.packings)
  }

  /** No way to stand these pods costs less; infinite where there is none. */
  least(pods: readonly Pods[], mostOnNode: Pods): number {
    let sum = 0
    for (const [cell, counts] of pods.entries()) sum += this.leastIn(cell, counts, mostOnNode)
    return sum
  }

  private leastIn(cell: number, pods: Pods, mostOnNode: Pods): number {
    const key = `${cell}:${pods}/${mostOnNode}`
    const known = this.leastByCell.get(key)
    if (known !== undefined) return known
    const least = cheapest(this.dimensions, this.packings[cell]!.labels(pods, mostOnNode))?.usdPerHour ?? Number.POSITIVE_INFINITY
    this.leastByCell.set(key, least)
    return least
  }

  /** The cheapest way to stand these pods under all limits; undefined where there is none. */
  cheapest(pods: readonly Pods[], choices: readonly Choice[]): { usdPerHour: number; label: Label } | undefined {
    const caps = { mostOnNode: choices.map((choice) => choice.mostOnNode), mostInZone: choices.map((choice) => choice.mostInZone) }
    let labels: readonly Label[] = [nothing(this.dimensions)]
    for (const region of this.regions) labels = together(this.dimensions, labels, this.inRegion(region, pods, caps))
    return cheapest(this.dimensions, labels)
  }

  private inRegion(region: Region, pods: readonly Pods[], caps: Caps): readonly Label[] {
    const here = region.at.map((cell) => pods[cell]!)
    const isSafe = caps.mostInZone.every((most, agent) => here.reduce((sum, counts) => sum + counts[agent]!, 0) <= most)
    if (!isSafe) return labelsByZone(region, here, caps, this.dimensions)
    let labels: readonly Label[] = [nothing(this.dimensions)]
    for (const [at, counts] of here.entries())
      labels = together(this.dimensions, labels, region.cells[at]!.packing.labels(counts, caps.mostOnNode))
    return labels
  }
}

function regionsOf(cells: readonly Cell[], packings: readonly CellPacking[]): Region[] {
  const byRegion = Map.groupBy(cells.keys(), (cell) => JSON.stringify([cells[cell]!.cluster.provider, cells[cell]!.cluster.region]))
  return [...byRegion.values()].map((at) => ({
    at,
    zones: [...new Set(at.flatMap((cell) => cells[cell]!.cluster.zones))],
    cells: at.map((cell) => ({ packing: packings[cell]!, zones: cells[cell]!.cluster.zones })),
  }))
}
