import { setTimeout as wait } from 'node:timers/promises'
import pRetry from 'p-retry'
import type { Milliseconds } from '../../domain/units.ts'
import { type Failure, PriceSourceError } from '../price-source-error.ts'
import type { Reading } from '../source.ts'
import { networkFailure } from './network-failure.ts'
import { type BucketSize, TokenBucket } from './token-bucket.ts'

export interface CallLimits {
  /** How often one call is tried. */
  readonly attempts: number
  /** Before the second try; doubles with each, and each wait is drawn between once and twice as long. */
  readonly backoffMilliseconds: Milliseconds
  readonly mostBackoffMilliseconds: Milliseconds
  /** For one try, its answer's body included. */
  readonly timeoutMilliseconds: Milliseconds
  /** The provider's documented throttle; absent where it documents none. */
  readonly bucket?: BucketSize
}

/** What an error of this API means; undefined where it is none of the API's. */
export type FailureOf = (error: unknown) => Failure | undefined

/** The calls to one host: retries, throttle and time limits are here and nowhere else. */
export interface Calls {
  /**
   * The result of `work`, tried again where its failure is passing, after the server's Retry-After where it gave one.
   * Throws PriceSourceError: after the last try, at once where trying again cannot help, or where a wait would outlast the reading.
   */
  call<Result>(
    where: string,
    reading: Pick<Reading, 'signal' | 'endsAt'>,
    work: (signal: AbortSignal) => Promise<Result>,
    failureOf?: FailureOf,
  ): Promise<Result>
}

export function callsTo(limits: CallLimits): Calls {
  const bucket = limits.bucket && new TokenBucket(limits.bucket)
  return {
    async call(where, reading, work, failureOf) {
      const { signal } = reading
      let last: PriceSourceError | undefined
      const once = async () => {
        await bucket?.take(signal)
        const timeout = AbortSignal.timeout(limits.timeoutMilliseconds)
        try {
          return await work(AbortSignal.any([signal, timeout]))
        } catch (error) {
          throw toldError(where, error, signal, timeout.aborted ? () => NO_ANSWER : failureOf)
        }
      }
      return pRetry(once, {
        retries: limits.attempts - 1,
        minTimeout: limits.backoffMilliseconds,
        maxTimeout: limits.mostBackoffMilliseconds,
        randomize: true,
        signal,
        onFailedAttempt: ({ error, retriesLeft }) => {
          if (error instanceof PriceSourceError && !signal.aborted) last = error
          return retriesLeft > 0 ? waitAsTold(error, where, reading) : undefined
        },
        shouldRetry: ({ error }) => error instanceof PriceSourceError && error.isPassing,
      }).catch((error: unknown) => {
        throw signal.aborted && last ? outOfTime(where, signal, last) : toldError(where, error, signal, failureOf)
      })
    },
  }
}

const NO_ANSWER: Failure = {
  message: 'no answer in time',
  remedy: 'run it again later, or give each call more time (priceCallTimeoutSeconds)',
  isPassing: true,
  isOfHost: false,
}

async function waitAsTold(error: Error, where: string, { signal, endsAt }: Pick<Reading, 'signal' | 'endsAt'>): Promise<void> {
  const seconds = error instanceof PriceSourceError && error.isPassing ? error.retryAfterSeconds : undefined
  if (seconds === undefined) return
  if (Date.now() + seconds * 1000 >= endsAt) throw tooLong(where, error, seconds)
  await wait(seconds * 1000, undefined, { signal })
}

const tooLong = (where: string, cause: Error, seconds: number): PriceSourceError =>
  new PriceSourceError(
    where,
    {
      message: `${toldOf(cause)}the server asks to wait ${Math.ceil(seconds)} s, longer than this refresh may still take`,
      remedy: 'run it again later, or give it more time (priceDeadlineSeconds)',
      isPassing: false,
      isOfHost: true,
    },
    { cause },
  )

/** Why it asks: `HTTP 429 (too many requests), and `. */
const toldOf = (cause: Error): string => (cause instanceof PriceSourceError ? `${cause.failure}, and ` : '')

/** Every error as the one class that the caller knows; what nobody foresaw stays what it is. */
function toldError(where: string, error: unknown, signal: AbortSignal, failureOf: FailureOf | undefined): unknown {
  if (error instanceof PriceSourceError) return error
  if (signal.aborted) return outOfTime(where, signal)
  const failure = failureOf?.(error) ?? networkFailure(error)
  return failure ? new PriceSourceError(where, failure, { cause: error }) : error
}

/** The signal's own reason tells a refresh that was called off from one that ran out of time. */
function outOfTime(where: string, { reason }: AbortSignal, last?: PriceSourceError): PriceSourceError {
  const isTime = reason instanceof Error && reason.name === 'TimeoutError'
  const end = isTime ? 'the time for the whole refresh is over' : 'the refresh was called off'
  const message = last ? `${end} while it failed again and again: ${last.failure}` : end
  const remedy = isTime
    ? 'run it again: it goes on with what is missing; or give it more time (priceDeadlineSeconds)'
    : 'run it again: it goes on with what is missing'
  return new PriceSourceError(where, { message, remedy, isPassing: false, isOfHost: true })
}
