import type { ListedCapacity } from '../domain/listed-price.ts'
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

/** What is not known at all: regions of one provider that lack the same are told together. */
export function missingFindings(
  needs: readonly PriceNeed[],
  feeds: readonly JudgedFeed[],
  unread: readonly UnreadFeed[],
): FreshnessFinding[] {
  const gaps = needs.flatMap((need) => lackingOf(need, feeds).map((lacking) => ({ ...need, lacking })))
  const groups = Map.groupBy(gaps, ({ provider, lacking }) => `${provider}|${lacking}`)
  return [...groups.values()].map((alike) => {
    const { provider, lacking } = alike[0]!
    const { kind, instead, forbids } = LACKING[lacking]
    const where = `${provider} ${alike.map(({ region }) => region).join(', ')}`
    return { sentence: `No live ${kind}price of ${where} is known${whyUnread(provider, unread)}: ${instead}.`, forbids }
  })
}

type Lacking = ListedCapacity | 'all'

const LACKING: Readonly<Record<Lacking, { readonly kind: string; readonly instead: string; readonly forbids: boolean }>> = {
  all: { kind: '', instead: 'the bundled ones stand in', forbids: true },
  'on-demand': { kind: 'on-demand ', instead: 'the bundled ones stand in', forbids: true },
  spot: { kind: 'spot ', instead: 'no spot is offered there', forbids: false },
}

function lackingOf({ provider, region, capacityTypes }: PriceNeed, feeds: readonly JudgedFeed[]): Lacking[] {
  const known = feeds.filter((feed) => feed.provider === provider && feed.region === region)
  if (known.length === 0) return capacityTypes.length === 0 ? [] : ['all']
  return capacityTypes.filter((wanted) => !known.some(({ capacityType }) => capacityType === wanted))
}

function whyUnread(provider: string, unread: readonly UnreadFeed[]): string {
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
