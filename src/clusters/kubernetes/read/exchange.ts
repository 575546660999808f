import http from 'node:http'
import https from 'node:https'
import { promisify } from 'node:util'
import { gunzip } from 'node:zlib'
import type { Letter } from './sign.ts'

export interface Answer {
  readonly status: number
  readonly contentType: string
  /** How long the server asks to be left alone. */
  readonly retryAfterMs?: number
  readonly text: string
}

/** A page of 500 large objects has some megabytes; what is longer than this is no answer. */
const MOST_BYTES = 256 * 2 ** 20

const unzipped = promisify(gunzip)

/** Sends one letter and reads the whole answer. Throws what Node throws of the network, of TLS, or of a broken answer. */
export async function exchange({ url, options, body }: Letter, signal: AbortSignal): Promise<Answer> {
  const response = await sent(url, { ...options, signal }, body)
  const bytes = await bytesOf(response)
  const { 'content-encoding': encoding, 'content-type': contentType = '', 'retry-after': retryAfter } = response.headers
  const plain = encoding === 'gzip' ? await unzipped(bytes, { maxOutputLength: MOST_BYTES }) : bytes
  const retryAfterMs = /^[0-9]+$/.test(retryAfter ?? '') ? Number(retryAfter) * 1000 : undefined
  const answer = { status: response.statusCode ?? 0, contentType, text: plain.toString('utf8') }
  return retryAfterMs === undefined ? answer : { ...answer, retryAfterMs }
}

function sent(url: URL, options: https.RequestOptions, body: string | undefined): Promise<http.IncomingMessage> {
  return new Promise((resolve, reject) => {
    const request = (url.protocol === 'http:' ? http : https).request(url, options, resolve)
    request.on('error', reject)
    request.end(body)
  })
}

async function bytesOf(response: http.IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = []
  let length = 0
  for await (const chunk of response as AsyncIterable<Buffer>) {
    length += chunk.length
    if (length > MOST_BYTES) throw new RangeError(`the answer is longer than ${MOST_BYTES} bytes`)
    chunks.push(chunk)
  }
  return Buffer.concat(chunks, length)
}
