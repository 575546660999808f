import type { FeedReport } from '../../domain/price-refresh.ts'
import type { Terminal } from '../terminal.ts'

/** How far a refresh has come; what the job tells, as far as it is shown. */
export type PriceProgress =
  | { readonly kind: 'planned'; readonly feeds: number; readonly resumed: boolean; readonly warnings: readonly string[] }
  | { readonly kind: 'begun'; readonly feed: { readonly id: string } }
  | { readonly kind: 'page'; readonly feed: { readonly id: string }; readonly rows: number }
  | { readonly kind: 'ended'; readonly report: FeedReport }

export interface PriceProgressLines {
  readonly show: (progress: PriceProgress) => void
  /** Leaves the cursor on a line of its own. */
  readonly end: () => void
}

/** On stderr: a line for each feed that begins and ends; where a person watches, what is being read is drawn over. */
export function priceProgress({ err, isInteractive, width }: Pick<Terminal, 'err' | 'isInteractive' | 'width'>): PriceProgressLines {
  const rowsOf = new Map<string, number>()
  let [feeds, ended, drawn] = [0, 0, '']
  const clear = () => {
    if (drawn !== '') err(`\r${' '.repeat(drawn.length)}\r`)
    drawn = ''
  }
  const draw = () => {
    const reading = [...rowsOf].map(([id, rows]) => (rows > 0 ? `${id} (${rows} rows)` : id))
    const line = `  ${ended} of ${feeds} feeds${reading.length > 0 ? `; reading ${reading.join(', ')}` : ''}`.slice(0, width - 1)
    err(`\r${line.padEnd(drawn.length)}`)
    drawn = line
  }
  const say = (line: string) => {
    clear()
    err(`${line}\n`)
  }
  const show = (progress: PriceProgress) => {
    if (progress.kind === 'planned') {
      feeds = progress.feeds
      for (const line of plannedTexts(progress)) say(line)
    } else if (progress.kind === 'begun') {
      rowsOf.set(progress.feed.id, 0)
      if (!isInteractive) say(`· ${progress.feed.id}`)
    } else if (progress.kind === 'page') rowsOf.set(progress.feed.id, (rowsOf.get(progress.feed.id) ?? 0) + progress.rows)
    else {
      rowsOf.delete(progress.report.feed)
      ended++
      if (!isInteractive || progress.report.outcome === 'failed') say(`  ${endedText(progress.report)}`)
    }
    if (isInteractive) draw()
  }
  return { show, end: clear }
}

function plannedTexts({ feeds, resumed, warnings }: { feeds: number; resumed: boolean; warnings: readonly string[] }): string[] {
  const going = resumed ? `Going on with the refresh that was cut short: ${feeds} feeds are left (--anew reads all again).` : undefined
  return [...warnings.map((warning) => `Warning: ${warning}`), ...(going ? [going] : [])]
}

function endedText({ feed, outcome, rows, kept, seconds, failure }: FeedReport): string {
  if (outcome === 'failed') return `${feed}: failed after ${seconds.toFixed(1)} s: ${failure}`
  if (outcome === 'empty') return `${feed}: nothing is listed`
  if (outcome === 'not asked') return `${feed}: not asked`
  const changes = kept ? `, ${kept.added} new, ${kept.changed} changed` : ''
  return `${feed}: ${rows === 1 ? '1 row' : `${rows ?? 0} rows`}${changes} (${seconds.toFixed(1)} s)`
}
