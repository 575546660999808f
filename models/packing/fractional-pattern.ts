import type { Capacity } from './best-pattern.ts'

/** Resources in the order of their dual prices. */
export const RESOURCES = ['cpu', 'memoryGiB', 'gpu', 'pods'] as const
export const RESOURCE_COUNT = RESOURCES.length

export interface FractionalPattern {
  /** No pattern is worth more. */
  readonly value: number
  /** What a unit of each resource is worth, in the order of `RESOURCES`: no pod is worth more than what it needs. */
  readonly unitValues: readonly number[]
  /** Items of the best mix, at most one a resource. */
  readonly mix: readonly number[]
}

/** What a pod of each item needs of each resource: needs[item × RESOURCE_COUNT + r]. */
export type Needs = Float64Array

/**
 * The pricing problem of packing with fractions of pods: an upper bound on what `bestPattern` finds, at a hundredth of its cost.
 *
 *     max Σ_i value_i·y_i    Σ_i need[i,r]·y_i ≤ capacity_r  ∀ r ∈ {CPU, memory, GPU, pods},   y ≥ 0
 *
 * A primal simplex of four rows: its basis is inverted by hand, items are priced one after the other. Items of no value are left out by
 * the caller; `values` goes with `items`, both by position.
 */
export function fractionalPattern(
  items: ArrayLike<number>,
  values: ArrayLike<number>,
  needs: Needs,
  capacity: Capacity,
): FractionalPattern {
  const have = RESOURCES.map((resource) => capacity[resource])
  const basis = new FourRows(have)
  for (let step = 0; step < MOST_STEPS; step++) {
    const unitValues = basis.unitValues()
    const slack = basis.worstSlack(unitValues)
    const entering = slack >= 0 ? -1 : dearest(items, values, needs, unitValues)
    if (slack < 0 && entering < 0) break
    if (slack >= 0) basis.enterSlack(slack)
    else basis.enter(items[entering], values[entering], needs)
  }
  const unitValues = feasible(basis.unitValues(), items, values, needs)
  return { value: unitValues.reduce((sum, unit, r) => sum + unit * have[r], 0), unitValues, mix: basis.items() }
}

const MOST_STEPS = 100
const PRECISION = 1e-10

/** The item that is worth most beyond what it needs, relative to its worth; −1 where none is. */
function dearest(items: ArrayLike<number>, values: ArrayLike<number>, needs: Needs, [cpu, memory, gpu, pods]: readonly number[]): number {
  let best = PRECISION
  let entering = -1
  for (let i = 0; i < items.length; i++) {
    const at = items[i] * RESOURCE_COUNT
    const excess = 1 - (cpu * needs[at] + memory * needs[at + 1] + gpu * needs[at + 2] + pods * needs[at + 3]) / values[i]
    if (excess <= best) continue
    best = excess
    entering = i
  }
  return entering
}

/** Prices under which no item is worth more than what it needs, whatever rounding or an early end left: raised, all alike. */
function feasible(unitValues: readonly number[], items: ArrayLike<number>, values: ArrayLike<number>, needs: Needs): number[] {
  const safe = unitValues.map((unit) => Math.max(0, unit))
  let factor = 1
  for (let i = 0; i < items.length; i++) factor = Math.max(factor, values[i] / needed(needs, items[i], safe))
  return safe.map((unit) => (unit > 0 ? unit * factor : 0))
}

/** What a pod of an item needs, at given unit values. */
export function needed(needs: Needs, item: number, [cpu, memory, gpu, pods]: readonly number[]): number {
  const at = item * RESOURCE_COUNT
  return cpu * needs[at] + memory * needs[at + 1] + gpu * needs[at + 2] + pods * needs[at + 3]
}

/** A basis of four columns, items or slacks, with its inverse. */
class FourRows {
  private readonly inverse = [
    [1, 0, 0, 0],
    [0, 1, 0, 0],
    [0, 0, 1, 0],
    [0, 0, 0, 1],
  ]
  private readonly amounts: number[]
  private readonly worth = [0, 0, 0, 0]
  /** The item of each column; −1 for a slack. */
  private readonly columns = [-1, -1, -1, -1]

  constructor(have: readonly number[]) {
    this.amounts = [...have]
  }

  unitValues(): number[] {
    const { inverse, worth } = this
    return [0, 1, 2, 3].map(
      (r) => worth[0] * inverse[0][r] + worth[1] * inverse[1][r] + worth[2] * inverse[2][r] + worth[3] * inverse[3][r],
    )
  }

  /** A resource with a negative price, whose slack should enter; −1 where there is none. */
  worstSlack(unitValues: readonly number[]): number {
    let worst = -1
    for (let r = 0; r < RESOURCE_COUNT; r++) if (unitValues[r] < -PRECISION && (worst < 0 || unitValues[r] < unitValues[worst])) worst = r
    return worst
  }

  items(): number[] {
    return this.columns.filter((item, row) => item >= 0 && this.amounts[row] > 0)
  }

  enterSlack(resource: number): void {
    this.pivot(
      this.inverse.map((row) => row[resource]),
      -1,
      0,
    )
  }

  enter(item: number, value: number, needs: Needs): void {
    const at = item * RESOURCE_COUNT
    this.pivot(
      this.inverse.map((row) => row[0] * needs[at] + row[1] * needs[at + 1] + row[2] * needs[at + 2] + row[3] * needs[at + 3]),
      item,
      value,
    )
  }

  private pivot(direction: readonly number[], item: number, value: number): void {
    const { inverse, amounts } = this
    let leaving = -1
    let most = Number.POSITIVE_INFINITY
    for (let row = 0; row < RESOURCE_COUNT; row++) {
      if (direction[row] <= 1e-12 || amounts[row] / direction[row] >= most) continue
      most = amounts[row] / direction[row]
      leaving = row
    }
    if (leaving < 0) return
    const scaled = inverse[leaving].map((entry) => entry / direction[leaving])
    for (let row = 0; row < RESOURCE_COUNT; row++) {
      if (row === leaving) continue
      amounts[row] -= most * direction[row]
      for (let r = 0; r < RESOURCE_COUNT; r++) inverse[row][r] -= direction[row] * scaled[r]
    }
    amounts[leaving] = most
    inverse[leaving] = scaled
    this.columns[leaving] = item
    this.worth[leaving] = value
  }
}
