import { readFile } from 'node:fs/promises'
import { setTimeout as pause } from 'node:timers/promises'
import pRetry from 'p-retry'
import type { Milliseconds } from '../../../domain/units.ts'
import { callFailure } from './call-failure.ts'
import { noPrometheus, PrometheusError } from './prometheus-error.ts'

export interface PrometheusLimits {
  /** How often one call is tried. */
  readonly attempts: number
  readonly backoffMilliseconds: Milliseconds
  /** For one try, its answer's body included. */
  readonly timeoutMilliseconds: Milliseconds
  /** A longer answer is asked for in parts. */
  readonly mostBytes: number
}

export const USUAL_LIMITS: PrometheusLimits = {
  attempts: 4,
  backoffMilliseconds: 500,
  timeoutMilliseconds: 30_000,
  mostBytes: 64 * 2 ** 20,
}

/** Longer than this a query does not fit into a URL everywhere. */
const LONGEST_URL = 2_000
/** What a server asks for beyond this outlasts the patience of whoever waits for a fleet. */
const LONGEST_WAIT_SECONDS = 60

/** One call, tried again where the trouble may pass. The body of a good answer; throws PrometheusError, or what the signal was aborted with. */
export function exchange(
  url: URL,
  parameters: URLSearchParams,
  bearerTokenFile: string | undefined,
  limits: PrometheusLimits,
  signal: AbortSignal,
): Promise<string> {
  const once = async () => {
    const timeout = AbortSignal.timeout(limits.timeoutMilliseconds)
    const where = `${url.host}${url.pathname}`
    const headers = await headersWith(bearerTokenFile, where)
    try {
      return await asked(url, parameters, headers, where, limits.mostBytes, AbortSignal.any([signal, timeout]))
    } catch (error) {
      if (signal.aborted) throw signal.reason
      throw error instanceof PrometheusError ? error : callFailure(where, error, timeout.aborted)
    }
  }
  return pRetry(once, {
    retries: limits.attempts - 1,
    minTimeout: limits.backoffMilliseconds,
    randomize: true,
    signal,
    onFailedAttempt: ({ error, retriesLeft }) => (retriesLeft > 0 ? waitAsTold(error, signal) : undefined),
    shouldRetry: ({ error }) => error instanceof PrometheusError && error.failure === 'passing',
  })
}

async function waitAsTold(error: Error, signal: AbortSignal): Promise<void> {
  const seconds = error instanceof PrometheusError ? error.retryAfterSeconds : undefined
  if (seconds === undefined) return
  if (seconds > LONGEST_WAIT_SECONDS) throw error
  await pause(seconds * 1000, undefined, { signal })
}

/** A token in a header must be of visible characters: a file with anything else is not shown, only refused. */
async function headersWith(bearerTokenFile: string | undefined, where: string): Promise<Record<string, string>> {
  const accept = 'application/json'
  if (bearerTokenFile === undefined) return { accept }
  const token = await readFile(bearerTokenFile, 'utf8').then(
    (text) => text.trim(),
    () => undefined,
  )
  const refusal = token === undefined ? 'cannot be read' : /^[\x21-\x7e]+$/.test(token) ? undefined : 'holds no token'
  if (refusal === undefined) return { accept, authorization: `Bearer ${token}` }
  const what = `its token file ${bearerTokenFile} ${refusal}`
  throw new PrometheusError(where, { what, remedy: 'write the token there, readable by Ballast', failure: 'final' })
}

/** GET while the query fits into a URL, for more proxies let it through; POST beyond. */
async function asked(
  url: URL,
  parameters: URLSearchParams,
  headers: Record<string, string>,
  where: string,
  mostBytes: number,
  signal: AbortSignal,
): Promise<string> {
  const query = parameters.toString()
  const isShort = url.href.length + query.length < LONGEST_URL
  const response = isShort
    ? await fetch(`${url.href}?${query}`, { headers, redirect: 'manual', signal })
    : await fetch(url, { method: 'POST', headers, body: parameters, redirect: 'manual', signal })
  const text = await boundedText(response, where, mostBytes)
  if (response.ok) return text
  throw callFailure(where, { status: response.status, text, retryAfter: response.headers.get('retry-after') }, false)
}

async function boundedText(response: Response, where: string, mostBytes: number): Promise<string> {
  const decoder = new TextDecoder()
  const parts: string[] = []
  let bytes = 0
  for await (const chunk of response.body ?? []) {
    bytes += chunk.byteLength
    if (bytes > mostBytes) throw tooLong(where, response.ok, mostBytes)
    parts.push(decoder.decode(chunk, { stream: true }))
  }
  return [...parts, decoder.decode()].join('')
}

function tooLong(where: string, isGood: boolean, mostBytes: number): PrometheusError {
  const what = `its answer is longer than ${Math.round(mostBytes / 2 ** 20)} MiB`
  if (!isGood) return noPrometheus(where, what)
  return new PrometheusError(where, { what, remedy: 'ask for a shorter window', failure: 'too-much' })
}
