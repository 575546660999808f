import type { Calls } from '../calls/calls.ts'
import { networkFailure } from '../calls/network-failure.ts'
import { type Failure, PriceSourceError } from '../price-source-error.ts'
import type { Reading } from '../source.ts'

export const SIGN_IN =
  'sign in by `gcloud auth application-default login`, or name the key file of a service account in GOOGLE_APPLICATION_CREDENTIALS'

/**
 * What `ask` gets from Google's own way to credentials, which knows no time limit: it is left behind where the time is over.
 * Throws PriceSourceError, which keeps nothing of the error that it tells of: that holds the request, secrets included.
 */
export function access<Result>(ask: () => Promise<Result>, where: string, calls: Calls, reading: Reading): Promise<Result> {
  return calls.call(where, reading, async (signal) => {
    signal.throwIfAborted()
    const { promise: isOver, reject } = Promise.withResolvers<never>()
    const end = () => reject(signal.reason)
    signal.addEventListener('abort', end, { once: true })
    const asked = ask().catch((error: unknown) => {
      throw new PriceSourceError(where, failureOf(error))
    })
    return await Promise.race([asked, isOver]).finally(() => signal.removeEventListener('abort', end))
  })
}

function failureOf(error: unknown): Failure {
  const network = networkFailure(error)
  if (network) return { ...network, message: `no access token could be had: ${network.message}` }
  return { message: messageOf(error instanceof Error ? error.message : ''), remedy: SIGN_IN, isPassing: false, isOfHost: true }
}

function messageOf(text: string): string {
  if (/could not load the default credentials/i.test(text)) return 'there are no credentials for Google Cloud'
  if (/ENOENT|EACCES|not a file|in JSON|unexpected end of json/i.test(text))
    return 'the file with credentials for Google Cloud cannot be read'
  if (/invalid_grant|invalid_rapt|expired|revoked|reauth/i.test(text))
    return 'the credentials for Google Cloud have expired or were revoked'
  return 'no access token for Google Cloud could be had'
}
