import type { FeedReport } from '../../domain/price-refresh.ts'

/** An answer with nothing in it that counts; `leftOut` tells what it had. Nothing of it is kept. */
export class EmptyAnswerError extends Error {
  override readonly name = 'EmptyAnswerError'
  readonly leftOut: Readonly<Record<string, number>>

  constructor(feed: string, gives: FeedReport['gives'], leftOut: Readonly<Record<string, number>>) {
    const reasons = Object.entries(leftOut).map(([reason, rows]) => `${rows} ${reason}`)
    super(`${feed}: it lists no ${gives} that count${reasons.length === 0 ? '' : `: left out were ${reasons.join(', ')}`}`)
    this.leftOut = leftOut
  }
}

/**
 * Tells what a cloud does not sell in a region, such as spot machines, from answers that are not to be believed: an empty answer is a
 * failure where prices were known before, and where nothing else of the same source was read either.
 */
export function withFailedEmpties(reports: readonly FeedReport[]): FeedReport[] {
  const told = new Set(
    reports
      .filter(({ outcome, gives }) => gives === 'prices' && (outcome === 'read' || outcome === 'read before'))
      .map(({ source }) => source),
  )
  const fails = ({ outcome, source, lastGood }: FeedReport) => outcome === 'empty' && (lastGood !== undefined || !told.has(source))
  return reports.map((report) => (fails(report) ? { ...report, outcome: 'failed' } : report))
}
