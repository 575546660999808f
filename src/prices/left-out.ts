import { fitToShow } from './fit-to-show.ts'
import type { LeftOut } from './source.ts'

/** Reasons are made of what servers say: more kinds than this are counted together. */
const MOST_REASONS = 40
const OTHERS = 'for other reasons'

/** Counts the rows that a reader does not take, by reason, for its report. */
export class LeftOutRows {
  readonly #counts = new Map<string, number>()

  count(reason: string, rows = 1): void {
    const shown = fitToShow(reason)
    const kind = this.#counts.has(shown) || this.#counts.size < MOST_REASONS ? shown : OTHERS
    this.#counts.set(kind, (this.#counts.get(kind) ?? 0) + rows)
  }

  /** The most frequent reason first. */
  told(): LeftOut {
    return Object.fromEntries([...this.#counts].sort(([, one], [, other]) => other - one))
  }
}
