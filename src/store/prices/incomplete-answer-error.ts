/** How many of the prices known before an answer lists again, where it fell short: in one region, or as a whole. */
export interface Shortfall {
  /** Absent: the answer as a whole. */
  readonly region?: string
  readonly known: number
  readonly listedAgain: number
}

/** An answer that lists too few of the prices known before to be believed; nothing of it is kept. */
export class IncompleteAnswerError extends Error {
  override readonly name = 'IncompleteAnswerError'
  readonly feedId: string
  /** The worst first. */
  readonly shortfalls: readonly Shortfall[]

  constructor(feedId: string, rows: number, shortfalls: readonly [Shortfall, ...Shortfall[]]) {
    const what = `${shortfalls.slice(0, SHOWN).map(shown).join('; ')}${more(shortfalls)}`
    super(`${feedId}: the answer is incomplete: ${what}; what was known before is kept; ${rows === 0 ? NO_REMEDY : REMEDY}`)
    this.feedId = feedId
    this.shortfalls = shortfalls
  }
}

const SHOWN = 3
const REMEDY = 'read it again, or, where so much was truly withdrawn, with --accept-incomplete'
const NO_REMEDY = 'read it again: an answer without any price is never believed'

const shown = ({ region, known, listedAgain }: Shortfall): string =>
  `it lists ${listedAgain} of the ${known} prices known before${region === undefined ? '' : ` of ${region}`}`

const more = ({ length }: readonly Shortfall[]): string => (length > SHOWN ? `; and so in ${length - SHOWN} more regions` : '')
