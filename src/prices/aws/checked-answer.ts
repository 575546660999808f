import { requireSameClock } from '../calls/clock.ts'
import { httpFailure } from '../calls/http-failure.ts'
import { badAnswer, PriceSourceError } from '../price-source-error.ts'
import type { Reading } from '../source.ts'

/** An HTTP answer as the SDK's handler gives it. */
interface HttpAnswer {
  readonly statusCode: number
  readonly headers: Readonly<Record<string, string | undefined>>
  readonly body?: AsyncIterable<Uint8Array>
}

export interface AnswerChecks extends Pick<Reading, 'now'> {
  readonly where: string
  readonly mostClockSkewSeconds: number
  readonly form: AnswerForm
}

/** How an API's answers look; the SDK's own readers take an empty one for a listing without rows. */
export interface AnswerForm {
  readonly begins: RegExp
  readonly ends: RegExp
  readonly errorBegins: RegExp
}

/** A page of 1,000 rows is below 1 MB. */
const MOST_BYTES = 50_000_000

export const JSON_FORM: AnswerForm = { begins: /^\s*\{/, ends: /\}\s*$/, errorBegins: /^\s*\{/ }
export const xmlForm = (action: string): AnswerForm => ({
  begins: new RegExp(`^\\s*(<\\?xml[^>]*\\?>)?\\s*<${action}Response[\\s>]`),
  ends: new RegExp(`</${action}Response>\\s*$`),
  errorBegins: /^\s*</,
})

/**
 * The answer with its body read, looked at before the SDK looks at it: the SDK corrects a wrong clock without a word and has none for a
 * web page. An error in the API's own form is left to the SDK. Throws PriceSourceError.
 */
export async function checkedAnswer(
  response: unknown,
  checks: AnswerChecks,
): Promise<Omit<HttpAnswer, 'body'> & { readonly body: Uint8Array }> {
  const answer = response as HttpAnswer
  const { statusCode, headers } = answer
  requireSameClock(headers.date, checks.now(), checks.mostClockSkewSeconds, checks.where)
  const body = await wholeBody(answer, checks.where)
  const text = new TextDecoder().decode(body)
  if (statusCode < 300) requireWhole(text, checks)
  else if (isPage(text) || !checks.form.errorBegins.test(text)) throw refusal(answer, checks)
  return { statusCode, headers, body }
}

function refusal({ statusCode, headers }: HttpAnswer, { where, now }: AnswerChecks): PriceSourceError {
  return new PriceSourceError(where, httpFailure(statusCode, { now: now(), ...retryAfterOf(headers) }))
}

export const retryAfterOf = (headers: HttpAnswer['headers']) => {
  const retryAfter = headers['retry-after']
  return retryAfter === undefined ? {} : { retryAfter }
}

async function wholeBody({ body }: HttpAnswer, where: string): Promise<Uint8Array> {
  const chunks: Uint8Array[] = []
  let bytes = 0
  for await (const chunk of body ?? []) {
    bytes += chunk.byteLength
    if (bytes > MOST_BYTES) throw badAnswer(where, `the answer is longer than ${MOST_BYTES / 1e6} MB`)
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

function requireWhole(text: string, { where, form }: AnswerChecks): void {
  if (isPage(text)) throw badAnswer(where, 'a web page came instead of an answer: a proxy or a sign-in page may stand in between')
  if (text.trim() === '')
    throw new PriceSourceError(where, { message: 'the answer is empty', remedy: 'run it again later', isPassing: true, isOfHost: false })
  if (!form.begins.test(text)) throw badAnswer(where, 'the answer is not of the form that was asked for')
  if (form.ends.test(text)) return
  const message = `the ${form === JSON_FORM ? 'JSON' : 'XML'} breaks off after ${text.length} characters`
  throw new PriceSourceError(where, { message, remedy: 'run it again later', isPassing: true, isOfHost: false })
}

const isPage = (text: string): boolean => /^\s*(<!doctype html|<html)/i.test(text)
