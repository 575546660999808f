import { createHash } from 'node:crypto'
import { badAnswer } from '../price-source-error.ts'

/**
 * Watches a listing that comes in pages: one that repeats a page or a link to it, or that does not end, is an error and no answer,
 * for what it lists cannot be known to be whole.
 */
export class Pages {
  readonly #where: string
  readonly #mostPages: number
  /** Where a row that comes twice says nothing new, a last page that repeats an earlier one ends the listing all the same. */
  readonly #lastMayRepeat: boolean
  readonly #seen = new Set<string>()
  #count = 0

  constructor(where: string, mostPages: number, { lastMayRepeat = false } = {}) {
    this.#where = where
    this.#mostPages = mostPages
    this.#lastMayRepeat = lastMayRepeat
  }

  /** A page's rows, and the link or token to the next one; an empty page may come more than once. Throws PriceSourceError. */
  take(rows: readonly unknown[], next: string | null | undefined): void {
    this.#count++
    if (this.#count > this.#mostPages) throw badAnswer(this.#where, `the listing has not ended after ${this.#mostPages} pages`)
    const hash = createHash('sha256').update(JSON.stringify(rows)).digest('hex')
    if (rows.length > 0 && (next || !this.#lastMayRepeat)) this.#requireNew(`page ${hash}`, `page ${this.#count} repeats an earlier one`)
    if (next) this.#requireNew(`link ${next}`, `page ${this.#count} leads back to an earlier one`)
  }

  #requireNew(key: string, message: string): void {
    if (this.#seen.has(key)) throw badAnswer(this.#where, message)
    this.#seen.add(key)
  }
}
