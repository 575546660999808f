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
  if (!isOpen) return { taken: most, most }
  const left = minus(minus(node.object.allocatable, byNode), byBystanders)
  return { taken: within(minus(whole, left), offered), most }
}

/** Layers of all bystanders on one kind of machine, and how many pods more than layers stand on each node, where pods are what is scarce. */
export interface LayeredNodes {
  readonly layers: readonly Layer[]
  readonly morePods: readonly number[]
}

/** So few agents describe a kind of machine, however many pods of others stand there. */
const MOST_LAYERS = 6

/** Sizes are rounded up to such parts of a node, finest first, until few layers describe all nodes. */
const PARTS = [64, 32, 16, 8, 4] as const

export function layeredNodes(nodes: readonly BlockedNode[], offered: Allocatable): LayeredNodes {
  const layers = fewLayers(nodes, offered)
  const counts = layersOn(layers, nodes.length)
  return { layers, morePods: nodes.map((node, at) => morePods(node, counts[at]!, offered)) }
}

function fewLayers(nodes: readonly BlockedNode[], offered: Allocatable): Layer[] {
  const exact = nodes.map(({ taken, most }) => blockOf((resource) => inMillionths(Math.min(taken[resource], most[resource]))))
  const candidates = [() => exact, ...PARTS.map((parts) => () => nodes.map((node) => roundedTo(parts, node, offered)))]
  for (const blocks of candidates) {
    const layers = layersOf(blocks(), MOST_LAYERS)
    if (layers && layersOn(layers, nodes.length).every((count, at) => count <= Math.max(1, nodes[at]!.most.pods))) return layers
  }
  return evenLayers(nodes, offered)
}

/** Rounded down, and so far below what counts that sums of layers never exceed what a node gives. */
const inMillionths = (value: number): number => Math.floor(value * 1e6 + 1e-3) / 1e6

const blockOf = (of: (resource: keyof Block) => number): Block => ({ cpu: of('cpu'), memoryGiB: of('memoryGiB'), gpu: of('gpu') })

/** Up to whole parts of a node, but never onto what today's agents have: then down. */
function roundedTo(fineness: number, { taken, most }: BlockedNode, offered: Allocatable): Block {
  return blockOf((resource) => {
    if (resource === 'gpu') return Math.min(taken.gpu, most.gpu)
    const part = offered[resource] / fineness
    if (part === 0) return 0
    const parts = Math.min(Math.ceil(taken[resource] / part - 1e-9), Math.floor(most[resource] / part + 1e-9))
    return inMillionths(parts * part)
  })
}

/** Where even quarters are too many: quarters that all resources have in common, and of the rest what all nodes have. */
function evenLayers(nodes: readonly BlockedNode[], offered: Allocatable): Layer[] {
  const quarters = nodes.map((node) => roundedTo(4, node, offered))
  const alike = quarters.map(({ cpu, memoryGiB, gpu }) => {
    const share = Math.min(cpu / (offered.cpu || 1), memoryGiB / (offered.memoryGiB || 1))
    return { cpu: inMillionths(share * offered.cpu), memoryGiB: inMillionths(share * offered.memoryGiB), gpu }
  })
  return layersOf(alike, MOST_LAYERS) ?? [{ requests: least(alike), on: nodes.map((_, at) => at) }]
}

const least = (blocks: readonly Block[]): Block => blockOf((resource) => Math.min(...blocks.map((block) => block[resource])))

/** Many small pods can use up a node's pods before its CPU or memory; where they do not, counting them would only make the problem larger. */
function morePods({ taken, most }: BlockedNode, layers: number, offered: Allocatable): number {
  const share = (resource: keyof NodeUse) => (offered[resource] > 0 ? taken[resource] / offered[resource] : 0)
  if (share('pods') <= Math.max(share('cpu'), share('memoryGiB'))) return 0
  return Math.max(0, Math.min(taken.pods, most.pods) - layers)
}
