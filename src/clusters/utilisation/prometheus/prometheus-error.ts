/**
 * passing: it may be gone the next moment; too-much: a shorter range may be answered; final: somebody has to do something.
 */
export type PrometheusFailure = 'passing' | 'too-much' | 'final'

/** A Prometheus did not give what was asked of it. The message says where, what and the remedy, and nothing of a token. */
export class PrometheusError extends Error {
  /** Its host and path. */
  readonly where: string
  readonly what: string
  readonly remedy: string
  readonly failure: PrometheusFailure
  /** How long the server asks to be left alone. */
  readonly retryAfterSeconds: number | undefined

  constructor(
    where: string,
    { what, remedy, failure, retryAfterSeconds }: { what: string; remedy: string; failure: PrometheusFailure; retryAfterSeconds?: number },
    options?: ErrorOptions,
  ) {
    super(`${where}: ${what} (${remedy})`, options)
    this.name = 'PrometheusError'
    this.where = where
    this.what = what
    this.remedy = remedy
    this.failure = failure
    this.retryAfterSeconds = retryAfterSeconds
  }
}

/** What came is not what a Prometheus answers. */
export function noPrometheus(where: string, what: string): PrometheusError {
  const remedy = 'see whether a Prometheus stands at its address, and not a proxy or a sign-in page'
  return new PrometheusError(where, { what, remedy, failure: 'final' })
}
