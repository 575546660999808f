import type { LeftOut } from './source.ts'

/** Counts the rows that a reader does not take, by reason, for its report. */
export class LeftOutRows {
  readonly #counts = new Map<string, number>()

  count(reason: string, rows = 1): void {
    this.#counts.set(reason, (this.#counts.get(reason) ?? 0) + rows)
  }

  /** The most frequent reason first. */
  told(): LeftOut {
    return Object.fromEntries([...this.#counts].sort(([, one], [, other]) => other - one))
  }
}
