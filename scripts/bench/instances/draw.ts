/** Chance that the seed decides: the same seed, the same draws. SplitMix, 32 bits. */
export class Draw {
  private state: number

  constructor(seed: number) {
    this.state = seed >>> 0
  }

  /** In [0, 1). */
  share(): number {
    this.state = (this.state + 0x9e3779b9) >>> 0
    let mixed = this.state
    mixed = Math.imul(mixed ^ (mixed >>> 16), 0x21f0aaad)
    mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97)
    return ((mixed ^ (mixed >>> 15)) >>> 0) / 2 ** 32
  }

  chance(share: number): boolean {
    return this.share() < share
  }

  /** A whole number from `least` to `most`, both included. */
  whole(least: number, most: number): number {
    return least + Math.floor(this.share() * (most - least + 1))
  }

  pick<T>(list: readonly T[]): T {
    return list[this.whole(0, list.length - 1)]!
  }

  /** One of the values, each as often as its weight says. */
  weighted<T>(choices: readonly (readonly [value: T, weight: number])[]): T {
    let left = this.share() * choices.reduce((sum, [, weight]) => sum + weight, 0)
    for (const [value, weight] of choices) {
      left -= weight
      if (left < 0) return value
    }
    return choices.at(-1)![0]
  }

  /** About the normal distribution of mean 0 and deviation 1, within ±3. */
  normal(): number {
    return 2 * (this.share() + this.share() + this.share() - 1.5)
  }

  shuffled<T>(list: readonly T[]): T[] {
    const order = [...list]
    for (let i = order.length - 1; i > 0; i--) {
      const j = this.whole(0, i)
      ;[order[i], order[j]] = [order[j]!, order[i]!]
    }
    return order
  }
}

export const rounded = (value: number, digits: number): number => Number(value.toFixed(digits))
