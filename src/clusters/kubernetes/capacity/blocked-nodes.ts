import type { Allocatable } from '../../../domain/problem.ts'
import { type Block, type Layer, layersOf, layersOn } from './layers.ts'
import type { StandingNode } from './standing-nodes.ts'
import { minus, type NodeUse, within } from './use-of-node.ts'

/** What of a node agents cannot have. */
interface BlockedNode {
  /** At least so much is taken by pods that stay. */
  readonly taken: NodeUse
  /** No more than this, or today's agents would not fit beside it. */
  readonly most: NodeUse
}

/** A machine of this cluster as offers have it: all that a node gives to pods, and that less the head-room. */
export interface OfferedMachine {
  readonly whole: Allocatable
  readonly offered: Allocatable
}

/**
 * What is left for agents decides: the block is what the offer gives less what the node really has left, so that a node with less than
 * others of its type, or with more DaemonSets, is none the fuller in a plan. Of a node that takes no pods, or only some that others of its
 * type do not keep off, nothing is left but what its agents have.
 */
export function blockedNode(node: StandingNode, isOpen: boolean, { whole, offered }: OfferedMachine): BlockedNode {
  const { byAgents, byNode, byBystanders } = node.taken
  const most = within(minus(offered, byAgents), offered)
  if (!isOpen) return { taken: { ...most, pods: byBystanders.pods }, most }
  const left = minus(minus(node.object.allocatable, byNode), byBystanders)
  return { taken: within(minus(whole, left), offered), most }
}

/** Layers of all bystanders on one kind of machine, and how many pods more than layers stand on each node, where pods are what is scarce. */
export interface LayeredNodes {
  readonly layers: readonly Layer[]
  readonly morePods: readonly number[]
}

/** So few agents describe a kind of machine, however many pods of others stand there: with more of them plans were found later, and no cheaper. */
const MOST_LAYERS = 4

/** What nodes differ by is rounded to so many steps, until few layers describe all nodes. */
const STEPS = [16, 8, 6, 4, 3, 2, 1] as const

export function layeredNodes(nodes: readonly BlockedNode[], offered: Allocatable): LayeredNodes {
  const layers = fewLayers(nodes)
  const counts = layersOn(layers, nodes.length)
  return { layers, morePods: nodes.map((node, at) => morePods(node, counts[at]!, offered)) }
}

function fewLayers(nodes: readonly BlockedNode[]): Layer[] {
  const exact = nodes.map(({ taken, most }) => blockOf((resource) => inMillionths(Math.min(taken[resource], most[resource]))))
  const least = blockOf((resource) => Math.min(...exact.map((block) => block[resource])))
  const greatest = blockOf((resource) => Math.max(...exact.map((block) => block[resource])))
  const rounded = STEPS.map((steps) => () => nodes.map((node, at) => roundedUp(exact[at]!, node, { least, greatest, steps })))
  for (const blocks of [() => exact, ...rounded]) {
    const layers = layersOf(blocks(), MOST_LAYERS)
    if (layers && layersOn(layers, nodes.length).every((count, at) => count <= Math.max(1, nodes[at]!.most.pods))) return layers
  }
  return [{ requests: least, on: nodes.map((_, at) => at) }]
}

/** Rounded down, and so far below what counts that sums of layers never exceed what a node gives. */
const inMillionths = (value: number): number => Math.floor(value * 1e6 + 1e-3) / 1e6

const blockOf = (of: (resource: keyof Block) => number): Block => ({ cpu: of('cpu'), memoryGiB: of('memoryGiB'), gpu: of('gpu') })

interface Rounding {
  readonly least: Block
  readonly greatest: Block
  readonly steps: number
}

/** Up to the next of so many steps between the least and the greatest block; but never onto what today's agents have: then down. GPUs are whole. */
function roundedUp(block: Block, { most }: BlockedNode, { least, greatest, steps }: Rounding): Block {
  return blockOf((resource) => {
    const step = (greatest[resource] - least[resource]) / steps
    if (resource === 'gpu' || step === 0) return block[resource]
    const up = Math.ceil((block[resource] - least[resource]) / step - 1e-6)
    const room = Math.floor((most[resource] - least[resource]) / step + 1e-6)
    return inMillionths(least[resource] + Math.min(up, room) * step)
  })
}

/** Many small pods can use up a node's pods before its CPU or memory; where they do not, counting them would only make the problem larger. */
function morePods({ taken, most }: BlockedNode, layers: number, offered: Allocatable): number {
  const share = (resource: keyof NodeUse) => (offered[resource] > 0 ? taken[resource] / offered[resource] : 0)
  if (share('pods') <= Math.max(share('cpu'), share('memoryGiB'))) return 0
  return Math.max(0, Math.min(taken.pods, most.pods) - layers)
}
