import type { NodeResources, PodObject } from '../snapshot.ts'

/** What pods take of a node, and what it has to give: whole GPUs only, since a plan knows no parts of one. */
export type NodeUse = Pick<NodeResources, 'cpu' | 'memoryGiB' | 'gpu' | 'pods'>

export const NOTHING: NodeUse = { cpu: 0, memoryGiB: 0, gpu: 0, pods: 0 }

const each = (of: (resource: keyof NodeUse) => number): NodeUse => ({
  cpu: of('cpu'),
  memoryGiB: of('memoryGiB'),
  gpu: of('gpu'),
  pods: of('pods'),
})

export const plus = (one: NodeUse, other: NodeUse): NodeUse => each((resource) => one[resource] + other[resource])
export const minus = (one: NodeUse, other: NodeUse): NodeUse => each((resource) => one[resource] - other[resource])
export const most = (all: readonly NodeUse[]): NodeUse => each((resource) => Math.max(...all.map((one) => one[resource])))
export const least = (all: readonly NodeUse[]): NodeUse => each((resource) => Math.min(...all.map((one) => one[resource])))
/** Within 0 and what there is. */
export const within = (wanted: NodeUse, there: NodeUse): NodeUse =>
  each((resource) => Math.max(0, Math.min(wanted[resource], there[resource])))

/** What pods ask of their node together. */
export const useOf = (pods: readonly PodObject[]): NodeUse =>
  pods.reduce((sum, { requests }) => plus(sum, { ...requests, pods: 1 }), NOTHING)

/** Without the rounding errors of binary fractions, which are far below what a node can tell apart. */
export const tidy = (value: number): number => Number(value.toFixed(9))
