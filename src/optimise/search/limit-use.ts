import { ROUNDING } from './room.ts'
import type { SearchSpace } from './space.ts'

/** What the nodes of a plan take of each limit on nodes, vCPU and GPUs; by machine in columns, since every machine that is weighed asks. */
export class LimitUse {
  /** By limit. */
  readonly used: Float64Array
  /** By machine. */
  readonly mostNodes: Float64Array
  private readonly most: Float64Array
  /** Uses of machine m stand from first[m] to first[m + 1]. */
  private readonly first: Int32Array
  private readonly limit: Int32Array
  private readonly amount: Float64Array

  constructor({ machines, limitMost }: SearchSpace) {
    const uses = machines.flatMap((machine) => machine.uses)
    this.used = new Float64Array(limitMost.length)
    this.most = limitMost
    this.mostNodes = Float64Array.from(machines, ({ mostNodes }) => mostNodes)
    this.limit = Int32Array.from(uses, ({ limit }) => limit)
    this.amount = Float64Array.from(uses, ({ amount }) => amount)
    this.first = new Int32Array(machines.length + 1)
    for (const [m, machine] of machines.entries()) this.first[m + 1] = this.first[m] + machine.uses.length
  }

  haveRoom(machine: number): boolean {
    const { first, limit, amount, used, most } = this
    for (let at = first[machine]; at < first[machine + 1]; at++) if (used[limit[at]] + amount[at] > most[limit[at]] + ROUNDING) return false
    return true
  }

  /** Counts nodes of a machine that came, or went where `nodes` is below 0. */
  add(machine: number, nodes: number): void {
    const { first, limit, amount, used } = this
    for (let at = first[machine]; at < first[machine + 1]; at++) used[limit[at]] += nodes * amount[at]
  }
}
