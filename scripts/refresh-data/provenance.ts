import type { Span } from './dates.ts'
import { tableText } from './table-text.ts'

/** Sources and dates, each once; facts refer to them by their place in the table. */
export class ProvenanceTable {
  readonly #places = new Map<string, number>()
  readonly #rows: (readonly [string, string, string | null])[] = []

  place(source: string, { from, to }: Span): number {
    const key = `${source}\n${from}\n${to}`
    const known = this.#places.get(key)
    if (known !== undefined) return known
    this.#places.set(key, this.#rows.length)
    return this.#rows.push([source, from, to === from ? null : to]) - 1
  }

  /** The file: a row for each, in the order in which they were first met. */
  text(): string {
    return tableText({ columns: ['source', 'asOf', 'until'] }, { rows: this.#rows })
  }
}
