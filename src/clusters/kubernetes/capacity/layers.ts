import type { Replicas } from '../../../domain/units.ts'
import { NOTHING, tidy } from './use-of-node.ts'

/** What cannot be moved from a node [vCPU, GiB, whole GPUs]. */
export interface Block {
  readonly cpu: number
  readonly memoryGiB: number
  readonly gpu: number
}

/** A slice that some of the blocks are made of: one pod of this size on each of the nodes that `on` names by their place in the list. */
export interface Layer {
  readonly requests: Block
  readonly on: readonly number[]
}

/**
 * The blocks as sums of few layers: the first is what all of them have, and lies under every one; each further one is as thick as the least
 * of what is left, and lies where that much is left. So each block is the sum of its layers, and since a layer lies
 * at most once on a node, no other way of laying them makes a node fuller than today's fullest: loads can only become more even
 * (Gale and Ryser: the nested way is the most uneven one). Undefined where more than `most` are needed.
 */
export function layersOf(blocks: readonly Block[], most: number): Layer[] | undefined {
  const left = blocks.map((block) => ({ ...block }))
  const all = blocks.map((_, at) => at)
  const layers = [peel(left, all, ['cpu', 'memoryGiB', 'gpu'])]
  for (const resources of PHASES) {
    for (;;) {
      const on = all.filter((at) => resources.every((resource) => left[at]![resource] > 0))
      if (on.length === 0) break
      if (layers.length === most) return undefined
      layers.push(peel(left, on, resources))
    }
  }
  return layers
}

type Resource = keyof Block

/** What nodes have together first, so that few layers are of one resource only. */
const PHASES: readonly (readonly Resource[])[] = [['cpu', 'memoryGiB'], ['cpu'], ['memoryGiB'], ['gpu']]

/** Takes the least that all of these have, and gives it as a layer. */
function peel(left: Record<Resource, number>[], on: readonly number[], resources: readonly Resource[]): Layer {
  const requests = { cpu: NOTHING.cpu, memoryGiB: NOTHING.memoryGiB, gpu: NOTHING.gpu }
  for (const resource of resources) requests[resource] = tidy(Math.min(...on.map((at) => left[at]![resource])))
  for (const at of on) for (const resource of resources) left[at]![resource] = tidy(left[at]![resource] - requests[resource])
  return { requests, on }
}

/** How many layers lie on each of the nodes. */
export function layersOn(layers: readonly Layer[], nodes: number): Replicas[] {
  const counts = Array.from({ length: nodes }, () => 0)
  for (const { on } of layers) for (const at of on) counts[at]!++
  return counts
}
