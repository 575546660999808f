import { agoInWords } from '../../catalogue/age.ts'
import type { FeedReport, RefreshOutcome } from '../../domain/price-refresh.ts'
import { textTable } from '../../reports/text-table.ts'

/** What a refresh came to, for a person: how much was read, feed by feed, and what was not and what stays known of it. */
export function refreshText(outcome: RefreshOutcome, width: number): string {
  const { feeds, warnings } = outcome
  const now = new Date(outcome.endedAt)
  const of = (title: string, lines: readonly string[]) => (lines.length === 0 ? [] : ['', title, ...lines.map((line) => `  ${line}`)])
  const isPrices = ({ gives }: FeedReport) => gives === 'prices'
  const lines = [
    summary(outcome),
    ...(feeds.length === 0 ? [] : ['', feedTable(feeds, width).trimEnd()]),
    ...of('Left out, by reason', leftOutTexts(feeds)),
    ...of('Not read: what was known before stays', unreadTexts(feeds.filter(isPrices), now)),
    ...of('Warnings', [
      ...warnings,
      ...emptyTexts(feeds),
      ...unreadTexts(
        feeds.filter((report) => !isPrices(report)),
        now,
      ),
    ]),
  ]
  return `${lines.join('\n')}\n`
}

function summary({ feeds, startedAt, endedAt, cutShort }: RefreshOutcome): string {
  const prices = feeds.filter(({ gives }) => gives === 'prices')
  const read = prices.filter(isRead)
  const seconds = (Date.parse(endedAt) - Date.parse(startedAt)) / 1000
  const total = (figure: 'rows' | 'added' | 'changed' | 'withdrawn' | 'setAside') =>
    read.reduce((sum, { kept }) => sum + (kept?.[figure] ?? 0), 0)
  const figures = `${total('rows')} prices, ${total('added')} new, ${total('changed')} changed, ${total('withdrawn')} withdrawn`
  const aside = total('setAside') > 0 ? `, ${total('setAside')} set aside until they are seen again` : ''
  const end = cutShort ? ` It was ${cutShort === 'called off' ? 'called off' : 'cut short by its deadline'}: run it again, it goes on.` : ''
  const many = read.length === prices.length ? `${prices.length}` : `${read.length} of ${prices.length}`
  return `${many} price ${prices.length === 1 ? 'feed' : 'feeds'} read in ${seconds.toFixed(1)} s: ${figures}${aside}.${end}`
}

const isRead = ({ outcome }: FeedReport): boolean => outcome === 'read' || outcome === 'read before'

const HEADINGS = {
  feed: 'feed',
  result: 'result',
  rows: 'rows',
  added: 'new',
  changed: 'changed',
  withdrawn: 'withdrawn',
  setAside: 'set aside',
  completePercent: 'complete %',
  seconds: 's',
}

function feedTable(feeds: readonly FeedReport[], width: number): string {
  const rows = feeds.map(({ feed, outcome, rows: count, kept, seconds }) => ({
    feed,
    result: outcome,
    rows: count,
    added: kept?.added,
    changed: kept?.changed,
    withdrawn: kept?.withdrawn,
    setAside: kept?.setAside,
    completePercent: kept && kept.completeness * 100,
    seconds: isRead({ outcome } as FeedReport) && outcome !== 'read before' ? Number(seconds.toFixed(1)) : undefined,
  }))
  return textTable({ name: 'feeds', columns: Object.keys(HEADINGS), pricesAsOf: '', rows }, HEADINGS, width)
}

function leftOutTexts(feeds: readonly FeedReport[]): string[] {
  return [...Map.groupBy(feeds, ({ listing }) => listing)].flatMap(([listing, own]) => {
    const counts = new Map<string, number>()
    for (const { leftOut = {} } of own) {
      for (const [reason, rows] of Object.entries(leftOut)) counts.set(reason, (counts.get(reason) ?? 0) + rows)
    }
    const told = [...counts].sort(([, one], [, other]) => other - one).map(([reason, rows]) => `${rows} ${reason}`)
    return told.length === 0 ? [] : [`${listing}: ${told.join(', ')}`]
  })
}

/** Where a cloud sells nothing, by its own word. */
function emptyTexts(feeds: readonly FeedReport[]): string[] {
  const empty = feeds.filter(({ outcome }) => outcome === 'empty').map(({ feed }) => feed)
  return empty.length === 0 ? [] : [`nothing is listed, and nothing was known before, by ${empty.join(', ')}`]
}

/** One reason often stops many feeds: it is told once. */
function unreadTexts(feeds: readonly FeedReport[], now: Date): string[] {
  const unread = feeds.filter((report) => !isRead(report) && report.outcome !== 'empty')
  return [...Map.groupBy(unread, ({ failure }) => failure ?? '')].flatMap(([failure, own]) => [
    failure,
    ...own.map((report) => `  ${report.feed}${report.gives === 'prices' ? `: ${staysText(report, now)}` : ''}`),
  ])
}

function staysText({ lastGood }: FeedReport, now: Date): string {
  if (!lastGood) return 'nothing is known of it'
  return `${lastGood.prices} ${lastGood.prices === 1 ? 'price' : 'prices'} of ${lastGood.at}, ${agoInWords(lastGood.at, now)} ago`
}
