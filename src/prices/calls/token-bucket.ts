import { setTimeout as wait } from 'node:timers/promises'

export interface BucketSize {
  /** Calls that may be made at once. */
  readonly burst: number
  readonly perSecond: number
}

/** A provider's documented throttle, kept to beforehand: each call takes a token, and who finds none waits in line. */
export class TokenBucket {
  readonly #size: BucketSize
  #tokens: number
  #filledAt = performance.now()

  constructor(size: BucketSize) {
    this.#size = size
    this.#tokens = size.burst
  }

  /** Below 0 the bucket owes tokens: whoever comes later waits longer. Rejects where the signal is given first. */
  async take(signal: AbortSignal): Promise<void> {
    const { burst, perSecond } = this.#size
    const now = performance.now()
    this.#tokens = Math.min(burst, this.#tokens + ((now - this.#filledAt) / 1000) * perSecond)
    this.#filledAt = now
    this.#tokens -= 1
    if (this.#tokens < 0) await wait((-this.#tokens / perSecond) * 1000, undefined, { signal })
  }
}
