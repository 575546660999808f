import type { Failure } from '../price-source-error.ts'

/** What an HTTP status that is no success means for a caller; `said` is what the body tells, `remedies` what this API's user can do. */
export function httpFailure(
  status: number,
  {
    said,
    retryAfter,
    now,
    remedies = {},
  }: { said?: string; retryAfter?: string | null; now: Date; remedies?: Readonly<Record<number, string>> },
): Failure {
  const message = `HTTP ${status}${MEANING[status] ? ` (${MEANING[status]})` : ''}${said ? `: ${said}` : ''}`
  const isPassing = status === 408 || status === 429 || status >= 500
  const isOfHost = status === 401 || status === 403 || status === 407 || status === 429 || status === 503
  const remedy = remedies[status] ?? (isPassing ? 'run it again later' : undefined)
  const retryAfterSeconds = secondsUntil(retryAfter, now)
  return { message, isPassing, isOfHost, ...(remedy && { remedy }), ...(retryAfterSeconds !== undefined && { retryAfterSeconds }) }
}

const MEANING: Readonly<Record<number, string>> = {
  401: 'not signed in, or the credentials have expired',
  403: 'not allowed',
  404: 'not found',
  407: 'the proxy wants credentials',
  429: 'too many requests',
  502: 'bad gateway',
  503: 'unavailable',
  504: 'gateway timeout',
}

/** Retry-After: seconds, or a date (RFC 9110, 10.2.3); undefined where it is neither. */
export function secondsUntil(retryAfter: string | null | undefined, now: Date): number | undefined {
  if (!retryAfter) return undefined
  if (/^\d+$/.test(retryAfter.trim())) return Number(retryAfter)
  const at = Date.parse(retryAfter)
  return Number.isNaN(at) ? undefined : Math.max(0, (at - now.getTime()) / 1000)
}
