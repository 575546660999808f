import type { Hours, Share } from '../domain/units.ts'
import { ageInWords } from './age.ts'
import type { FreshnessSettings, JudgedFeed, PriceNeed, UnreadFeed } from './freshness.ts'

/** One thing to know of the prices. */
export interface FreshnessFinding {
  readonly sentence: string
  /** True where nothing may be acted on for it. */
  readonly forbids: boolean
}

/** What is wrong with prices that are known: regions of one listing that share it are told together. */
export function findingsOn(feeds: readonly JudgedFeed[], settings: FreshnessSettings): FreshnessFinding[] {
  const groups = Map.groupBy(feeds, ({ listing, capacityType, verdict, failure }) =>
    [listing, capacityType, verdict, failure?.message].join('|'),
  )
  return [...groups.values()].flatMap((alike) => [...verdictFinding(alike, settings), ...setAsideFinding(alike)])
}

function verdictFinding(feeds: readonly JudgedFeed[], settings: FreshnessSettings): FreshnessFinding[] {
  const oldest = feeds.reduce((one, other) => (other.ageHours > one.ageHours ? other : one))
  const { verdict, failure, listing } = oldest
  const failed = failure === undefined ? '' : `; ${listing} could not be read ${timeText(failure.at)}: ${failure.message}`
  const told = (sentence: string, forbids: boolean) => [{ sentence: `${sentence}${failed}.`, forbids }]
  switch (verdict) {
    case 'stale':
      return told(`${whose(feeds)} are ${ageText(oldest)} old, past the ${validText(oldest, settings)} for which they count`, true)
    case 'from the future':
      return told(`${whose(feeds)} were read ${timeText(oldest.lastGoodAt)}, which is yet to come: set this machine’s clock`, true)
    case 'incomplete':
      return told(`${whose(feeds)} are incomplete: ${completenessText(feeds, settings)}`, true)
    case 'fresh':
      return failure === undefined ? [] : told(`${whose(feeds)} are ${ageText(oldest)} old and count ${untilText(oldest)}`, false)
  }
}

/** The count is of the listing, whatever the capacity type: told with the first. */
function setAsideFinding(feeds: readonly JudgedFeed[]): FreshnessFinding[] {
  return feeds
    .filter(({ setAside }) => setAside > 0)
    .map(({ provider, region, listing, setAside }) => {
      const which = `${setAside === 1 ? '1 price' : `${setAside} prices`} of ${provider} ${region} (${listing})`
      const until = setAside === 1 ? 'it is seen twice, the last one before counts' : 'they are seen twice, the last ones before count'
      return { sentence: `${which} jumped: until ${until}.`, forbids: false }
    })
}

/** What is not known at all. */
export function missingFindings(
  needs: readonly PriceNeed[],
  feeds: readonly JudgedFeed[],
  unread: readonly UnreadFeed[],
): FreshnessFinding[] {
  return needs.flatMap((need) => {
    const known = feeds.filter(({ provider, region }) => provider === need.provider && region === need.region)
    const lacking = need.capacityTypes.filter((wanted) => !known.some(({ capacityType }) => capacityType === wanted))
    return lacking.length === 0 ? [] : lackingFindings(need, lacking, known.length === 0, whyUnread(need, unread))
  })
}

function lackingFindings(
  { provider, region }: PriceNeed,
  lacking: PriceNeed['capacityTypes'],
  isAll: boolean,
  why: string,
): FreshnessFinding[] {
  if (isAll) return [{ sentence: `No live price of ${provider} ${region} is known${why}: the bundled ones stand in.`, forbids: true }]
  return lacking.map((capacityType) =>
    capacityType === 'spot'
      ? { sentence: `No live spot price of ${provider} ${region} is known${why}: no spot is offered there.`, forbids: false }
      : { sentence: `No live on-demand price of ${provider} ${region} is known${why}: the bundled ones stand in.`, forbids: true },
  )
}

function whyUnread({ provider }: PriceNeed, unread: readonly UnreadFeed[]): string {
  const reasons = new Set(unread.filter((feed) => feed.provider === provider).map(({ listing, message }) => `${listing}: ${message}`))
  return reasons.size === 0 ? '' : ` (${[...reasons].join('; ')})`
}

function whose(feeds: readonly JudgedFeed[]): string {
  const { capacityType, provider, listing } = feeds[0]!
  const regions = feeds.map(({ region }) => region).join(', ')
  return `${capacityType === 'spot' ? 'Spot' : 'On-demand'} prices of ${provider} ${regions} (${listing})`
}

const validText = ({ capacityType }: JudgedFeed, settings: FreshnessSettings): string =>
  hoursText(capacityType === 'spot' ? settings.spotPricesValidHours : settings.onDemandPricesValidHours)

const ageText = ({ ageHours }: JudgedFeed): string => hoursText(ageHours)
const hoursText = (hours: Hours): string => ageInWords(hours)
const untilText = ({ validUntil }: JudgedFeed): string => `until ${timeText(validUntil).replace(/^on /, '')}`
const timeText = (time: string): string => `on ${time.slice(0, 16).replace('T', ' at ')} UTC`

function completenessText(feeds: readonly JudgedFeed[], { leastPriceCompleteness }: FreshnessSettings): string {
  const least = Math.min(...feeds.map(({ completeness }) => completeness))
  return `${wholePercent(least)} of those known before were listed again, and ${wholePercent(leastPriceCompleteness)} are asked for`
}

const wholePercent = (share: Share): string => `${Math.floor(share * 100)} %`
