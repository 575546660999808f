/** A kind of pod for the knapsack: what it needs and how many may stand on the node. */
export interface Item {
  readonly cpu: number
  readonly memoryGiB: number
  readonly gpu: number
  readonly most: number
}

export interface Capacity {
  readonly cpu: number
  readonly memoryGiB: number
  readonly gpu: number
  readonly pods: number
}

export interface BestPattern {
  /** Pods of each item. */
  readonly counts: Int32Array
  readonly value: number
  /** No pattern is worth more: equal to `value` unless the search was cut short. */
  readonly valueAtMost: number
}

/** Steps after which the search is cut short; its bound then still holds. */
const MOST_STEPS = 20_000
const ROUNDING = 1e-9

/**
 * The pricing problem of packing: which pods on one node are worth most.
 *
 *     max Σ_i value_i·p_i    Σ_i need[i,r]·p_i ≤ capacity_r  ∀ r,   0 ≤ p_i ≤ most_i,   p whole
 *
 * Depth-first by density, bounded by what the scarcest resource that is left could still be worth. Exact within `MOST_STEPS`.
 */
export function bestPattern(items: readonly Item[], values: ArrayLike<number>, capacity: Capacity): BestPattern {
  const order = items.map((_, i) => i).filter((i) => values[i] > 0 && items[i].most > 0)
  const density = (i: number) => values[i] / Math.max(shareOf(items[i], capacity), 1e-12)
  order.sort((i, j) => density(j) - density(i))
  const search = new PatternSearch(items, values, capacity, order)
  return search.run()
}

/** The part of the node that one pod takes, by its dominant resource. */
function shareOf({ cpu, memoryGiB, gpu }: Item, capacity: Capacity): number {
  const share = (need: number, have: number) => (need > 0 ? need / Math.max(have, 1e-12) : 0)
  return Math.max(
    share(cpu, capacity.cpu),
    share(memoryGiB, capacity.memoryGiB),
    share(gpu, capacity.gpu),
    1 / Math.max(capacity.pods, 1e-12),
  )
}

class PatternSearch {
  private readonly items: readonly Item[]
  private readonly values: ArrayLike<number>
  private readonly order: readonly number[]
  /** By position: the most that a unit of each resource is worth from there on. */
  private readonly perUnit: { cpu: Float64Array; memoryGiB: Float64Array; gpu: Float64Array; pods: Float64Array }
  private readonly counts: Int32Array
  private best: Int32Array
  private bestValue = 0
  private steps = 0
  private openBound = 0
  private readonly left: { cpu: number; memoryGiB: number; gpu: number; pods: number }

  constructor(items: readonly Item[], values: ArrayLike<number>, capacity: Capacity, order: readonly number[]) {
    this.items = items
    this.values = values
    this.order = order
    this.counts = new Int32Array(items.length)
    this.best = new Int32Array(items.length)
    const slack = (have: number) => have + ROUNDING * Math.max(1, have)
    this.left = { cpu: slack(capacity.cpu), memoryGiB: slack(capacity.memoryGiB), gpu: capacity.gpu, pods: capacity.pods }
    this.perUnit = {
      cpu: this.dearest((item) => item.cpu),
      memoryGiB: this.dearest((item) => item.memoryGiB),
      gpu: this.dearest((item) => item.gpu),
      pods: this.dearest(() => 1),
    }
  }

  run(): BestPattern {
    this.descend(0, 0)
    return { counts: this.best, value: this.bestValue, valueAtMost: Math.max(this.bestValue, this.openBound) }
  }

  private dearest(need: (item: Item) => number): Float64Array {
    const worth = new Float64Array(this.order.length + 1)
    for (let at = this.order.length - 1; at >= 0; at--) {
      const i = this.order[at]
      const needed = need(this.items[i])
      worth[at] = Math.max(worth[at + 1], needed > 0 ? this.values[i] / needed : Number.POSITIVE_INFINITY)
    }
    return worth
  }

  private descend(at: number, value: number): void {
    if (value > this.bestValue) {
      this.bestValue = value
      this.best = this.counts.slice()
    }
    if (at === this.order.length) return
    const bound = value + this.worthLeft(at)
    if (bound <= this.bestValue + 1e-12) return
    if (++this.steps > MOST_STEPS) {
      this.openBound = Math.max(this.openBound, bound)
      return
    }
    const i = this.order[at]
    const item = this.items[i]
    const most = this.room(item)
    for (let count = most; count >= 0; count--) {
      this.take(item, count)
      this.counts[i] = count
      this.descend(at + 1, value + count * this.values[i])
      this.take(item, -count)
    }
    this.counts[i] = 0
  }

  private worthLeft(at: number): number {
    const { cpu, memoryGiB, gpu, pods } = this.left
    const worth = (have: number, perUnit: number) => (perUnit === Number.POSITIVE_INFINITY ? perUnit : have * perUnit)
    return Math.min(
      worth(cpu, this.perUnit.cpu[at]),
      worth(memoryGiB, this.perUnit.memoryGiB[at]),
      worth(gpu, this.perUnit.gpu[at]),
      worth(pods, this.perUnit.pods[at]),
    )
  }

  private room({ cpu, memoryGiB, gpu, most }: Item): number {
    let room = Math.min(most, this.left.pods)
    if (cpu > 0) room = Math.min(room, Math.floor(this.left.cpu / cpu))
    if (memoryGiB > 0) room = Math.min(room, Math.floor(this.left.memoryGiB / memoryGiB))
    if (gpu > 0) room = Math.min(room, Math.floor(this.left.gpu / gpu))
    return Math.max(0, room)
  }

  private take({ cpu, memoryGiB, gpu }: Item, count: number): void {
    this.left.cpu -= cpu * count
    this.left.memoryGiB -= memoryGiB * count
    this.left.gpu -= gpu * count
    this.left.pods -= count
  }
}
