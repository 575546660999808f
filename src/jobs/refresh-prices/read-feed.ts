import type { Feed, FeedAnswer, Reading } from '../../prices/source.ts'

/** What a client that was called off may take to say what it was waiting for. */
const LAST_WORDS_MILLISECONDS = 250

/** The feed's answer; ends soon after the reading's signal also where a client inside does not listen to it. */
export function readFeed(feed: Feed, reading: Reading): Promise<FeedAnswer> {
  const { promise: calledOff, reject } = Promise.withResolvers<never>()
  let timer: NodeJS.Timeout | undefined
  const give = () => {
    timer = setTimeout(() => reject(reading.signal.reason), LAST_WORDS_MILLISECONDS)
  }
  reading.signal.addEventListener('abort', give, { once: true })
  return Promise.race([feed.read(reading), calledOff]).finally(() => {
    clearTimeout(timer)
    reading.signal.removeEventListener('abort', give)
  })
}
