import type { Node } from './node.ts'

export const PODS = 0
export const OPEN = 1
export const CLOSE = 2
export const AIM = 3
export const EDGE = 4

/** Changes in their order, a number or a node a column: nothing is allocated while a round makes and unmakes hundreds. */
export class Journal {
  length = 0
  readonly kind: number[] = []
  readonly node: (Node | undefined)[] = []
  /** The agent of `PODS` and `AIM`, the edge of `EDGE`. */
  readonly index: number[] = []
  /** Pods that were put, the target before, the cost of the edge before [USD/h]. */
  readonly amount: number[] = []

  add(kind: number, node: Node | undefined, index: number, amount: number): void {
    const at = this.length++
    this.kind[at] = kind
    this.node[at] = node
    this.index[at] = index
    this.amount[at] = amount
  }
}
