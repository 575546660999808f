import type { Offer } from '../../src/domain/problem.ts'
import { mostThatFit } from './caps.ts'
import { type Fits, MOST_COUNTED } from './kinds.ts'
import type { Shape } from './shapes.ts'

/** The shapes whose agents may stand in a group, fit or not. */
export interface ShapesHere {
  /** By index, ascending. */
  readonly list: Int32Array
  /** By shape: 1 where it is one of them. */
  readonly has: Uint8Array
}

/**
 * By shape: the most of its pods on one node; shapes that a machine cannot hold are absent. It reads like a map in the order of shapes,
 * and keeps nothing of its own: machines of a kind share what fits, those of a group who may stand there.
 */
export class Holds implements Iterable<[shape: number, most: number]> {
  private readonly fits: Fits
  private readonly here: ShapesHere
  private readonly shapes: readonly Shape[]
  private readonly offer: Offer

  constructor({ offer, fits, here, shapes }: { offer: Offer; fits: Fits; here: ShapesHere; shapes: readonly Shape[] }) {
    this.offer = offer
    this.fits = fits
    this.here = here
    this.shapes = shapes
  }

  /** How many shapes it can hold; counted anew each time. */
  get size(): number {
    let size = 0
    for (const shape of this.here.list) if (this.fits[shape] > 0) size++
    return size
  }

  has(shape: number): boolean {
    return this.here.has[shape] === 1 && this.fits[shape] > 0
  }

  get(shape: number): number | undefined {
    if (!this.has(shape)) return undefined
    const { requests, mostPerNode } = this.shapes[shape]
    const bySize = this.fits[shape] < MOST_COUNTED ? this.fits[shape] : mostThatFit(requests, this.offer)
    return Math.min(bySize, mostPerNode)
  }

  *keys(): Generator<number, undefined> {
    for (const shape of this.here.list) if (this.fits[shape] > 0) yield shape
  }

  *[Symbol.iterator](): Generator<[shape: number, most: number], undefined> {
    for (const shape of this.keys()) yield [shape, this.get(shape)!]
  }

  /** The sum of a table by shape over the shapes that it can hold; some number from `enough` on where it reaches that. */
  sumUpTo(enough: number, table: Float64Array): number {
    let sum = 0
    for (const shape of this.here.list) {
      if (this.fits[shape] > 0) sum += table[shape]
      if (sum >= enough) break
    }
    return sum
  }

  /** Whether it holds each shape that another machine of its group does. */
  includes(other: Holds): boolean {
    if (this.fits === other.fits) return true
    for (const shape of this.here.list) if (other.fits[shape] > 0 && this.fits[shape] === 0) return false
    return true
  }

  /** Writes what fits by size alone into a row of a table by shape, from `start`; the rest of the row is left as it is. */
  writeFits(table: Uint16Array, start: number): void {
    for (const shape of this.here.list) table[start + shape] = this.fits[shape]
  }
}
