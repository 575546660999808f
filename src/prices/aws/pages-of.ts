import type { FailureOf } from '../calls/calls.ts'
import { Pages } from '../calls/pages.ts'
import { badAnswer, PriceSourceError } from '../price-source-error.ts'
import type { Reading } from '../source.ts'
import type { AwsApi } from './aws-api.ts'

export interface Page<Row> {
  /** Absent where the answer has no list at all, which is no empty list. */
  readonly rows: readonly Row[] | undefined
  /** Absent or empty on the last page: EC2 sends an empty one. */
  readonly next: string | undefined
}

/** The pages of one listing, one after the other; throws PriceSourceError where it does not come to an orderly end. */
export async function* pagesOf<Row>(
  where: string,
  { calls, parts }: Pick<AwsApi, 'calls' | 'parts'>,
  reading: Reading,
  read: (token: string | undefined, signal: AbortSignal) => Promise<Page<Row>>,
  failureOf: FailureOf,
  options: { readonly lastMayRepeat?: boolean } = {},
): AsyncGenerator<readonly Row[]> {
  const pages = new Pages(where, parts.mostPages, options)
  let token: string | undefined
  do {
    const { rows, next } = await calls.call(where, reading, (signal) => told(where, read(token, signal), signal, failureOf))
    if (!Array.isArray(rows)) throw badAnswer(where, 'the answer has no list of rows')
    pages.take(rows, next)
    reading.onPage?.({ rows: rows.length })
    yield rows
    token = next
  } while (token)
}

/**
 * The SDK tells a call that ran out of time as one that was called off, or as a connection that was reset. Of an error of AWS only its
 * code is kept as the cause: its text may hold a session token.
 */
async function told<Result>(where: string, result: Promise<Result>, signal: AbortSignal, failureOf: FailureOf): Promise<Result> {
  try {
    return await result
  } catch (error) {
    if (error instanceof PriceSourceError) throw error
    signal.throwIfAborted()
    const failure = failureOf(error)
    throw failure && error instanceof Error ? new PriceSourceError(where, failure, { cause: error.name }) : error
  }
}
