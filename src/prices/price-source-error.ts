import { fitToShow } from './fit-to-show.ts'

/** Why a feed could not be read, in words for the person who must mend it. */
export interface Failure {
  /** What went wrong: `connection refused`, `HTTP 503`. */
  readonly message: string
  /** What to do about it; absent where only the provider can do something. */
  readonly remedy?: string
  /** True where the same call may succeed in a moment. */
  readonly isPassing: boolean
  /** True where no other call to this host can fare better: no connection, no credentials, no room within its limits. */
  readonly isOfHost: boolean
  /** The server's Retry-After. */
  readonly retryAfterSeconds?: number
}

/** A source could not be read. What was known of it before is kept. */
export class PriceSourceError extends Error implements Failure {
  override readonly name = 'PriceSourceError'
  /** The call that failed, without its query: a signed link is a secret. */
  readonly where: string
  /** What went wrong, alone. */
  readonly failure: string
  readonly remedy?: string
  readonly isPassing: boolean
  readonly isOfHost: boolean
  readonly retryAfterSeconds?: number

  constructor(where: string, { message, remedy, isPassing, isOfHost, retryAfterSeconds }: Failure, options?: ErrorOptions) {
    const told = fitToShow(message)
    super(`${where}: ${told}${remedy === undefined ? '' : `; ${remedy}`}`, options)
    this.where = where
    this.failure = told
    this.isPassing = isPassing
    this.isOfHost = isOfHost
    if (remedy !== undefined) this.remedy = remedy
    if (retryAfterSeconds !== undefined) this.retryAfterSeconds = retryAfterSeconds
  }
}

/** An answer that is there but is not what was asked for: asking again gives the same. */
export const badAnswer = (where: string, message: string, options?: ErrorOptions): PriceSourceError =>
  new PriceSourceError(where, { message, remedy: 'what was known before is kept', isPassing: false, isOfHost: false }, options)
