import { PrometheusError } from './prometheus-error.ts'

interface BadAnswer {
  readonly status: number
  readonly text: string
  readonly retryAfter: string | null
}

const UNREACHABLE: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'it refuses connections',
  ENOTFOUND: 'its name is not known',
  EAI_AGAIN: 'its name cannot be looked up',
  ETIMEDOUT: 'no connection in time',
  EHOSTUNREACH: 'no way leads to it',
  ENETUNREACH: 'no way leads to it',
  UND_ERR_CONNECT_TIMEOUT: 'no connection in time',
}
const UNTRUSTED = /CERT|^ERR_TLS|^ERR_SSL|^EPROTO$|SELF_SIGNED|^UNABLE_TO_/

/** What a bad answer or an error of the network means. */
export function callFailure(where: string, error: unknown, isTimeout: boolean): PrometheusError {
  if (isTimeout) return passing(where, 'no answer in time', 'see how busy it is, or ask for a shorter window', error)
  if (isBadAnswer(error)) return refused(where, error)
  const code = codeOf(error)
  if (UNREACHABLE[code]) return passing(where, UNREACHABLE[code], 'see whether it is up, and reachable from here', error)
  if (UNTRUSTED.test(code)) {
    const remedy = 'check the address; where the network has a certificate authority of its own, name it in NODE_EXTRA_CA_CERTS'
    return new PrometheusError(where, { what: `no secure connection: ${code}`, remedy, failure: 'final' }, { cause: error })
  }
  return passing(where, `its answer broke off${code ? ` (${code})` : ''}`, 'see whether it is up, and reachable from here', error)
}

const passing = (where: string, what: string, remedy: string, cause: unknown): PrometheusError =>
  new PrometheusError(where, { what, remedy, failure: 'passing' }, { cause })

const isBadAnswer = (error: unknown): error is BadAnswer => typeof (error as Partial<BadAnswer> | null)?.status === 'number'

/** The innermost code counts: fetch wraps what happened. */
function codeOf(error: unknown): string {
  for (let each = error as { code?: unknown; cause?: unknown } | undefined; each; each = each.cause as typeof each)
    if (typeof each.code === 'string') return each.code
  return ''
}

/** 422 and 503 are Prometheus' own: the query cannot be run, or was given up. */
function refused(where: string, { status, text, retryAfter }: BadAnswer): PrometheusError {
  const said = saidBy(text)
  const what = `HTTP ${status}${said ? `: ${said}` : ''}`
  if (status === 413 || isTooMuch(status, said))
    return new PrometheusError(where, { what, remedy: 'ask for a shorter window', failure: 'too-much' })
  if (status === 408 || status === 429 || status >= 500) {
    const seconds = /^\d+$/.test(retryAfter ?? '') ? { retryAfterSeconds: Number(retryAfter) } : {}
    return new PrometheusError(where, { what, remedy: 'try again later, or see what it lacks', failure: 'passing', ...seconds })
  }
  return new PrometheusError(where, { what, remedy: REMEDIES[status] ?? 'check its address', failure: 'final' })
}

/** More samples or points than its limits allow, or longer than its own time for a query. */
const isTooMuch = (status: number, said = ''): boolean =>
  [400, 422, 503].includes(status) && /too many (samples|chunks|points)|maximum resolution|timed out|limit/i.test(said)

const REMEDIES: Readonly<Record<number, string>> = {
  400: 'this is a mistake in the query: check those that you wrote',
  401: 'give it a token that is valid: bearerTokenFile',
  403: 'let the token read metrics',
  404: 'give the path that it is served under as part of its url',
  422: 'check the queries that you wrote',
}

/** What Prometheus says of an error, which holds no secret; nothing of any other page is shown. */
function saidBy(text: string): string | undefined {
  try {
    const { status, error } = JSON.parse(text) as { status?: unknown; error?: unknown }
    return status === 'error' && typeof error === 'string' ? error.replaceAll(/\s+/g, ' ').slice(0, 300) : undefined
  } catch {
    return undefined
  }
}
