import { accepts, type Offer } from '../../src/domain/problem.ts'
import { mostThatFit } from './caps.ts'
import { podKey, type Shape } from './shapes.ts'

/** By shape: the most of its pods that an empty node takes by size alone, at most `MOST_COUNTED`; 0 where none may stand on it. */
export type Fits = Uint16Array

/** What 16 bits count; a node that takes more is told as taking so many. */
export const MOST_COUNTED = 65_535

/**
 * What machines hold, worked out once for all that differ in price, cluster or capacity type only: of a fleet's offers there are ten
 * times fewer kinds. They share one array: it is not to be changed.
 */
export function fitsByKind(shapes: readonly Shape[]): (offer: Offer) => Fits {
  const likePods = [...Map.groupBy(shapes, (shape) => podKey(shape.example)).values()]
  const known = new Map<string, Fits>()
  return (offer) => {
    const key = kindKey(offer)
    const fits = known.get(key) ?? fitsOn(offer, likePods, shapes.length)
    known.set(key, fits)
    return fits
  }
}

function fitsOn(offer: Offer, likePods: readonly (readonly Shape[])[], shapeCount: number): Fits {
  const fits = new Uint16Array(shapeCount)
  for (const alike of likePods) {
    const { example, requests } = alike[0]
    if (!accepts(example, offer)) continue
    const most = Math.min(mostThatFit(requests, offer), MOST_COUNTED)
    for (const { index, mostPerNode } of alike) if (mostPerNode > 0) fits[index] = most
  }
  return fits
}

function kindKey({ instanceType, arch, gpuModel, taints = [], allocatable: { cpu, memoryGiB, gpu, pods } }: Offer): string {
  return JSON.stringify([instanceType, arch, gpuModel, cpu, memoryGiB, gpu, pods, ...taints])
}
