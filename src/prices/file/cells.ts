import type { InputIssue } from '../../domain/input-error.ts'

/**
 * The cells of one row, read one at a time; what is wrong is noted with its line and column.
 * A reader that notes a mistake gives back a stand-in, so that the rest of the row is read too: a row with mistakes is not used.
 */
export class Cells {
  readonly #line: number
  readonly #cells: Readonly<Record<string, unknown>>
  readonly #issues: InputIssue[]

  constructor(line: number, cells: Readonly<Record<string, unknown>>, issues: InputIssue[]) {
    this.#line = line
    this.#cells = cells
    this.#issues = issues
  }

  refuse(column: string, message: string, remedy?: string): void {
    this.#issues.push({ path: `line ${this.#line}, ${column}`, message, ...(remedy && { remedy }) })
  }

  has(column: string): boolean {
    return !this.#isAbsent(column)
  }

  text(column: string): string {
    if (this.#isAbsent(column)) this.refuse(column, 'it is missing')
    return this.optionalText(column)
  }

  /** '' where absent; a YAML number such as 4 is the text "4". */
  optionalText(column: string): string {
    const cell = this.#isAbsent(column) ? '' : this.#cells[column]
    if (typeof cell === 'string' || typeof cell === 'number') return String(cell)
    this.refuse(column, `${JSON.stringify(cell)} is no text`)
    return ''
  }

  oneOf<Choice extends string>(column: string, choices: readonly [Choice, ...Choice[]], remedy?: string): Choice {
    const text = this.text(column)
    const found = choices.find((choice) => choice === text)
    if (!found && text !== '') this.refuse(column, `"${text}" is not ${choices.join(' or ')}`, remedy)
    return found ?? choices[0]
  }

  positive(column: string, remedy?: string): number {
    const number = this.#number(column)
    if (number === undefined) this.refuse(column, 'it is missing', remedy)
    else if (!(Number.isFinite(number) && number > 0)) this.refuse(column, `${this.#shown(column)} is not a finite number above 0`, remedy)
    return number ?? 0
  }

  /** A whole number from 0; undefined where absent. */
  count(column: string): number | undefined {
    const number = this.#number(column)
    if (number !== undefined && !(Number.isInteger(number) && number >= 0))
      this.refuse(column, `${this.#shown(column)} is not a whole number from 0`)
    return number
  }

  wholeFromOne(column: string): number {
    const number = this.#number(column)
    if (number === undefined) this.refuse(column, 'it is missing')
    else if (!(Number.isInteger(number) && number >= 1)) this.refuse(column, `${this.#shown(column)} is not a whole number from 1`)
    return number ?? 1
  }

  /** An ISO date or date-time. */
  date(column: string): string {
    const text = this.text(column)
    if (text !== '' && !isIsoDate(text)) this.refuse(column, `"${text}" is no date`, 'write it as 2026-06-18 or 2026-06-18T06:00:00Z')
    return text
  }

  #isAbsent(column: string): boolean {
    const cell = this.#cells[column]
    return cell === undefined || cell === null || cell === ''
  }

  #number(column: string): number | undefined {
    if (this.#isAbsent(column)) return undefined
    const cell = this.#cells[column]
    return typeof cell === 'number' ? cell : typeof cell === 'string' ? Number(cell) : Number.NaN
  }

  /** As the user wrote it: JSON would turn NaN and Infinity into null. */
  #shown(column: string): string {
    const cell = this.#cells[column]
    return typeof cell === 'number' ? String(cell) : JSON.stringify(cell)
  }
}

/** Refuses 2026-02-30 too, which Date would take for 2 March. */
function isIsoDate(text: string): boolean {
  const [, day] = /^(\d{4}-\d{2}-\d{2})(T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2}))?$/.exec(text) ?? []
  if (day === undefined || Number.isNaN(Date.parse(text))) return false
  return new Date(`${day}T00:00:00Z`).toISOString().startsWith(day)
}
