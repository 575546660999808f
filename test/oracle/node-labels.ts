import type { Offer } from '../../src/domain/problem.ts'
import type { Dimension } from './fleet.ts'

/** A node that stands, and the pods on it by agent. */
export interface StandingNode {
  readonly cluster: string
  readonly offer: Offer
  readonly zone: string | undefined
  readonly pods: readonly number[]
}

/** One way to stand some pods: what it costs, what it uses of each dimension, and its nodes. */
export interface Label {
  readonly usdPerHour: number
  readonly used: readonly number[]
  readonly nodes: readonly StandingNode[]
}

export const nothing = (dimensions: readonly Dimension[]): Label => ({ usdPerHour: 0, used: dimensions.map(() => 0), nodes: [] })

/** The labels within all limits that no other beats in cost and in every dimension at once. */
export class Frontier {
  readonly labels: Label[] = []
  private readonly dimensions: readonly Dimension[]

  constructor(dimensions: readonly Dimension[]) {
    this.dimensions = dimensions
  }

  offer(usdPerHour: number, used: readonly number[], nodes: () => readonly StandingNode[]): void {
    if (used.some((amount, at) => amount > this.dimensions[at]!.most + 1e-6)) return
    if (this.labels.some((known) => beats(known.usdPerHour, known.used, usdPerHour, used))) return
    let kept = 0
    for (const known of this.labels) if (!beats(usdPerHour, used, known.usdPerHour, known.used)) this.labels[kept++] = known
    this.labels.length = kept
    this.labels.push({ usdPerHour, used, nodes: nodes() })
  }
}

function beats(usdPerHour: number, used: readonly number[], otherUsd: number, otherUsed: readonly number[]): boolean {
  if (usdPerHour > otherUsd) return false
  for (let at = 0; at < used.length; at++) if (used[at]! > otherUsed[at]!) return false
  return true
}

/** Both at once, in every combination. */
export function together(dimensions: readonly Dimension[], some: readonly Label[], others: readonly Label[]): readonly Label[] {
  const frontier = new Frontier(dimensions)
  for (const one of some) {
    for (const other of others) {
      const used = one.used.map((amount, at) => amount + other.used[at]!)
      frontier.offer(one.usdPerHour + other.usdPerHour, used, () => [...one.nodes, ...other.nodes])
    }
  }
  return frontier.labels
}

/** With what the dimensions themselves cost. */
export function fullCost(dimensions: readonly Dimension[], { usdPerHour, used }: Label): number {
  return used.reduce((sum, amount, at) => sum + dimensions[at]!.usdPerHour(amount), usdPerHour)
}

export function cheapest(dimensions: readonly Dimension[], labels: readonly Label[]): { usdPerHour: number; label: Label } | undefined {
  let best: { usdPerHour: number; label: Label } | undefined
  for (const label of labels) {
    const usdPerHour = fullCost(dimensions, label)
    if (!best || usdPerHour < best.usdPerHour) best = { usdPerHour, label }
  }
  return best
}
