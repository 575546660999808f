import type { Feed, FeedAnswer, Reading } from '../../prices/source.ts'

/** The feed's answer; ends with the reading's signal also where a client inside does not listen to it. */
export function readFeed(feed: Feed, reading: Reading): Promise<FeedAnswer> {
  const { promise: calledOff, reject } = Promise.withResolvers<never>()
  const give = () => reject(reading.signal.reason)
  reading.signal.addEventListener('abort', give, { once: true })
  return Promise.race([feed.read(reading), calledOff]).finally(() => reading.signal.removeEventListener('abort', give))
}
