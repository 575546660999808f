import type { FeedState } from '../domain/known-price.ts'
import type { ListedCapacity } from '../domain/listed-price.ts'
import type { Share } from '../domain/units.ts'
import { ageInWords } from './age.ts'
import type { PriceNeed, UnreadFeed } from './freshness.ts'
import type { FreshnessSettings, JudgedFeed } from './judged-feed.ts'
import { validHours } from './price-validity.ts'

/** One thing to know of the prices. */
export interface FreshnessFinding {
  readonly sentence: string
  /** True where nothing may be acted on for it. */
  readonly forbids: boolean
}

/** What is wrong with prices that are known: regions of one listing that share it are told together. */
export function findingsOn(feeds: readonly JudgedFeed[], settings: FreshnessSettings): FreshnessFinding[] {
  const groups = Map.groupBy(feeds, ({ listing, capacityType, verdict, isContradicted, failure }) =>
    [listing, capacityType, verdict, isContradicted, failure?.message].join('|'),
  )
  return [...groups.values()].flatMap((alike) => [...verdictFinding(alike, settings), ...setAsideFinding(alike, settings)])
}

function verdictFinding(feeds: readonly JudgedFeed[], settings: FreshnessSettings): FreshnessFinding[] {
  const oldest = feeds.reduce((one, other) => (other.ageHours > one.ageHours ? other : one))
  const { verdict, failure, listing } = oldest
  const failed = failure === undefined ? '' : `; ${listing} could not be read ${timeText(failure.at)}: ${failure.message}`
  const told = (sentence: string, forbids: boolean) => [{ sentence: `${sentence}${failed}.`, forbids }]
  switch (verdict) {
    case 'stale':
      return told(
        `${whose(feeds)} are ${ageText(oldest)} old${jumpingText(oldest)}, past the ${validText(oldest, settings)} for which they count`,
        true,
      )
    case 'incomplete':
      return told(`${whose(feeds)} are incomplete: ${completenessText(feeds, settings)}`, true)
    case 'fresh':
      return failure === undefined
        ? []
        : told(`${whose(feeds)} are ${ageText(oldest)} old${jumpingText(oldest)} and count ${untilText(oldest)}`, false)
  }
}

/** The count is of the listing, whatever the capacity type: told with the first. */
function setAsideFinding(feeds: readonly JudgedFeed[], settings: FreshnessSettings): FreshnessFinding[] {
  return feeds
    .filter(({ setAside }) => setAside > 0)
    .flatMap((feed) => {
      const { provider, region, listing, setAside, lacksOffers } = feed
      const which = `${setAside === 1 ? '1 price' : `${setAside} prices`} of ${provider} ${region} (${listing})`
      const until = setAside === 1 ? 'it is seen twice, the last one before counts' : 'they are seen twice, the last ones before count'
      const jumped = `${which} jumped: until ${until}.`
      const dropped = `Spot prices of ${provider} ${region} (${listing}) that keep jumping are past the ${validText(feed, settings)} for which they count: no spot is offered at them.`
      return [jumped, ...(lacksOffers ? [dropped] : [])].map((sentence) => ({ sentence, forbids: false }))
    })
}

/** What is not known at all: regions of one provider that lack the same are told together. */
export function missingFindings(
  needs: readonly PriceNeed[],
  states: readonly FeedState[],
  unread: readonly UnreadFeed[],
): FreshnessFinding[] {
  const gaps = needs.flatMap((need) => lackingOf(need, states).map((lacking) => ({ ...need, lacking })))
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

/** By all that is known of the place: the bundled prices stand in only where none of any kind is. */
function lackingOf(need: PriceNeed, states: readonly FeedState[]): Lacking[] {
  const known = statesOf(need, states).filter((state) => state.known['on-demand'] + state.known.spot > 0)
  if (known.length === 0) return need.capacityTypes.length === 0 ? [] : ['all']
  return need.capacityTypes.filter((wanted) => !known.some((state) => state.known[wanted] > 0))
}

export const statesOf = ({ provider, region }: PriceNeed, states: readonly FeedState[]): FeedState[] =>
  states.filter((state) => state.provider === provider && state.region === region)

function whyUnread(provider: string, unread: readonly UnreadFeed[]): string {
  const reasons = new Set(unread.filter((feed) => feed.provider === provider).map(({ listing, message }) => `${listing}: ${message}`))
  return reasons.size === 0 ? '' : ` (${[...reasons].join('; ')})`
}

function whose(feeds: readonly JudgedFeed[]): string {
  const { capacityType, provider, listing } = feeds[0]!
  const regions = feeds.map(({ region }) => region).join(', ')
  return `${capacityType === 'spot' ? 'Spot' : 'On-demand'} prices of ${provider} ${regions} (${listing})`
}

const validText = ({ capacityType }: JudgedFeed, settings: FreshnessSettings): string => ageInWords(validHours(capacityType, settings))
const ageText = ({ ageHours }: JudgedFeed): string => ageInWords(ageHours)
const jumpingText = ({ isContradicted }: JudgedFeed): string => (isContradicted ? ' where they keep jumping' : '')
const untilText = ({ validUntil }: JudgedFeed): string => `until ${timeText(validUntil).replace(/^on /, '')}`
const timeText = (time: string): string => `on ${time.slice(0, 16).replace('T', ' at ')} UTC`

function completenessText(feeds: readonly JudgedFeed[], { leastPriceCompleteness }: FreshnessSettings): string {
  const least = Math.min(...feeds.map(({ completeness }) => completeness))
  return `${wholePercent(least)} of those known before were listed again, and ${wholePercent(leastPriceCompleteness)} are asked for`
}

const wholePercent = (share: Share): string => `${Math.floor(share * 100)} %`
