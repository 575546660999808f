import { badAnswer, PriceSourceError } from '../price-source-error.ts'
import type { Reading } from '../source.ts'
import type { Calls } from './calls.ts'
import { requireSameClock } from './clock.ts'
import { httpFailure } from './http-failure.ts'
import { networkFailure } from './network-failure.ts'

export interface JsonRequest {
  readonly headers?: Readonly<Record<string, string>>
  readonly method?: 'GET' | 'POST'
  readonly body?: string
  /** What this API's user can do about a status. */
  readonly remedies?: Readonly<Record<number, string>>
  /** What an error's body says, for people; default: nothing of it is shown. */
  readonly errorText?: (body: unknown) => string | undefined
  readonly mostClockSkewSeconds: number
  /** A body that is longer is refused. */
  readonly mostBytes: number
  /** Where a redirect may lead; default: nowhere. It is followed once, and without the headers, for they are for the API alone. */
  readonly mayLeadTo?: (target: URL) => boolean
}

/** A JSON document over HTTP. Redirects are not followed unless the request says where to: else the API is not the one that was configured. */
export function fetchJson(url: URL, request: JsonRequest, calls: Calls, reading: Reading): Promise<unknown> {
  const where = `${request.method ?? 'GET'} ${url.host}${url.pathname}`
  return calls.call(where, reading, (signal) => once(url, where, request, reading, signal))
}

async function once(url: URL, where: string, request: JsonRequest, reading: Reading, signal: AbortSignal): Promise<unknown> {
  const { now } = reading
  const { method = 'GET', headers = {}, body } = request
  const response = await fetch(url, {
    method,
    headers: { accept: 'application/json', ...headers },
    redirect: 'manual',
    signal,
    ...(body === undefined ? {} : { body }),
  })
  // First the whole body: one that nobody reads keeps its connection, and the process, until it times out.
  const text = await boundedText(response, request.mostBytes, where)
  requireSameClock(response.headers.get('date'), now(), request.mostClockSkewSeconds, where)
  const location = isRedirect(response) && request.mayLeadTo ? URL.parse(response.headers.get('location') ?? '', url.href) : null
  if (location)
    return elsewhere(location, `${where} (HTTP ${response.status} to ${location.host}${location.pathname})`, request, reading, signal)
  if (!response.ok) throw new PriceSourceError(where, failureOf(response, text, request, now()))
  return parsed(text, response.headers.get('content-type'), where)
}

const isRedirect = ({ status, headers }: Response): boolean => [301, 302, 303, 307, 308].includes(status) && headers.has('location')

/** The place of a signed answer is known by its host and path alone: the rest of such a link is a secret. */
async function elsewhere(target: URL, where: string, request: JsonRequest, reading: Reading, signal: AbortSignal): Promise<unknown> {
  const { mayLeadTo, headers: _, ...plain } = request
  if (!mayLeadTo?.(target)) throw badAnswer(where, 'it leads to a host that is not trusted and is not followed')
  try {
    return await once(target, where, plain, reading, signal)
  } catch (error) {
    if (error instanceof PriceSourceError || signal.aborted) throw error
    const failure = networkFailure(error) ?? { message: 'what it leads to cannot be fetched', isPassing: false, isOfHost: false }
    throw new PriceSourceError(where, failure, { cause: error })
  }
}

function failureOf(response: Response, text: string, { errorText, remedies }: JsonRequest, now: Date) {
  const said = errorText?.(jsonOrNothing(text))
  const retryAfter = response.headers.get('retry-after')
  return httpFailure(response.status, { now, retryAfter, ...(said && { said }), ...(remedies && { remedies }) })
}

async function boundedText(response: Response, mostBytes: number, where: string): Promise<string> {
  const decoder = new TextDecoder()
  const parts: string[] = []
  let bytes = 0
  for await (const chunk of response.body ?? []) {
    bytes += chunk.byteLength
    if (bytes > mostBytes) throw badAnswer(where, `the answer is longer than ${Math.round(mostBytes / 1e6)} MB`)
    parts.push(decoder.decode(chunk, { stream: true }))
  }
  return [...parts, decoder.decode()].join('')
}

/** A sign-in page or a proxy's notice comes with status 200 too. */
function parsed(text: string, type: string | null, where: string): unknown {
  const json = jsonOrNothing(text)
  if (json !== undefined) return json
  const isPage = type?.includes('html') || /^\s*</.test(text)
  if (isPage) throw badAnswer(where, 'a web page came instead of JSON: a proxy or a sign-in page may stand in between')
  const isCut = text.trim() === '' || /^\s*[[{]/.test(text)
  const message = isCut ? `the JSON breaks off after ${text.length} characters` : 'the answer is no JSON'
  throw new PriceSourceError(where, { message, remedy: 'run it again later', isPassing: isCut, isOfHost: false })
}

function jsonOrNothing(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
