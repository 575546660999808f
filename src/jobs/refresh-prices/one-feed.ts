import type { FeedReport } from '../../domain/price-refresh.ts'
import { PriceSourceError } from '../../prices/price-source-error.ts'
import type { Feed, Reading } from '../../prices/source.ts'
import { cutShortText } from './deadline.ts'
import { EmptyAnswerError } from './empty-answers.ts'
import type { Hosts } from './hosts.ts'
import { type Keeping, keepAnswer } from './keep-answer.ts'
import { readFeed } from './read-feed.ts'
import type { RefreshParts } from './refresh-parts.ts'

export interface FeedRun extends Keeping {
  readonly hosts: Hosts
  readonly signal: AbortSignal
  /** ms since the epoch. */
  readonly endsAt: number
  readonly parts: Pick<RefreshParts, 'now' | 'onProgress' | 'onDefect'>
}

/** Reads one feed and keeps its answer; whatever goes wrong is in the report and stops no other feed, unless it is the host's. */
export async function refreshFeed(feed: Feed, run: FeedRun): Promise<FeedReport> {
  const reason = run.signal.aborted ? cutShortText(run.signal) : run.hosts.stoppedBy(feed)
  const report = reason === undefined ? await readAndKeep(feed, run) : await notAsked(feed, reason, run)
  run.parts.onProgress?.({ kind: 'ended', report })
  return report
}

const factsOf = ({ id, source, listing, provider, gives }: Feed) => ({ feed: id, source, listing, provider, gives })

export const readBefore = (feed: Feed): FeedReport => ({ ...factsOf(feed), outcome: 'read before', seconds: 0 })

async function readAndKeep(feed: Feed, run: FeedRun): Promise<FeedReport> {
  const { now, onProgress } = run.parts
  const [startedAt, began] = [now(), performance.now()]
  const seconds = () => (performance.now() - began) / 1000
  onProgress?.({ kind: 'begun', feed })
  const reading: Reading = {
    signal: run.signal,
    endsAt: run.endsAt,
    now,
    onPage: ({ rows }) => onProgress?.({ kind: 'page', feed, rows }),
  }
  try {
    const kept = await keepAnswer(feed, await readFeed(feed, reading), startedAt, run)
    return { ...factsOf(feed), outcome: 'read', seconds: seconds(), ...kept }
  } catch (error) {
    const failure = failureOf(error, feed, run)
    const unrecorded = await recordFailure(feed, failure.failure, startedAt, run)
    const facts = { ...factsOf(feed), seconds: seconds(), ...failure, ...unrecorded }
    return error instanceof EmptyAnswerError ? { ...facts, outcome: 'empty', leftOut: error.leftOut } : { ...facts, outcome: 'failed' }
  }
}

async function notAsked(feed: Feed, reason: string, run: FeedRun): Promise<FeedReport> {
  const unrecorded = await recordFailure(feed, `not asked: ${reason}`, run.parts.now(), run)
  return { ...factsOf(feed), outcome: 'not asked', seconds: 0, failure: reason, ...unrecorded }
}

/** Told by name, as the store's refusal of an incomplete answer is: jobs know no class of the store. */
const FORESEEN = new Set(['EmptyAnswerError', 'IncompleteAnswerError', 'StoreError', 'InputError'])

function failureOf(error: unknown, feed: Feed, { hosts, signal, parts }: FeedRun): { failure: string; isDefect?: true } {
  if (error instanceof PriceSourceError) {
    if (error.isOfHost) hosts.stop(feed, error.message)
    return { failure: error.message }
  }
  if (signal.aborted && error === signal.reason) return { failure: `${feed.id}: ${cutShortText(signal)}` }
  const message = error instanceof Error ? error.message : String(error)
  if (error instanceof Error && FORESEEN.has(error.name)) return { failure: message }
  parts.onDefect?.(error, feed)
  return { failure: `${feed.id}: ${message}`, isDefect: true }
}

/** That a failure cannot be recorded either must not hide it. */
async function recordFailure(feed: Feed, message: string, startedAt: Date, { refreshId, store }: FeedRun) {
  try {
    await store.prices.fail(refreshId, feed, message, startedAt)
    return {}
  } catch (error) {
    return { failure: `${message}; nor could this be recorded: ${error instanceof Error ? error.message : String(error)}` }
  }
}
