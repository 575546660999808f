import { fitToShow } from '../fit-to-show.ts'
import { SIGN_IN } from './access.ts'

/** What can be done about a status of the Cloud Billing API. The public catalogue needs the API enabled and a sign-in, but no billing role. */
export const REMEDIES: Readonly<Record<number, string>> = {
  400: `check priceCurrency; no API key is needed: ${SIGN_IN}`,
  401: SIGN_IN,
  403: 'enable the API in the project of the credentials: `gcloud services enable cloudbilling.googleapis.com`; no billing role is needed',
  404: 'check gcpBillingUrl',
  429: 'run it again later, or ask for more quota of the Cloud Billing API',
}

const MOST_CHARACTERS = 300

/** What an error's body says: its status, its reasons and its sentence. */
export function errorText(body: unknown): string | undefined {
  const error = errorOf(body)
  if (!error) return undefined
  const { status, details, message } = error
  const reasons = Array.isArray(details) ? details.map((detail: { reason?: unknown } | null) => detail?.reason) : []
  const said = [status, ...reasons, message].filter((text): text is string => typeof text === 'string' && text !== '')
  return fitToShow(said.join(', ')).slice(0, MOST_CHARACTERS)
}

interface BillingError {
  readonly status?: unknown
  readonly message?: unknown
  readonly details?: unknown
}

/** The error that a body holds, whatever its status; some proxies of Google's put it into an array. */
export function errorOf(body: unknown): BillingError | undefined {
  const first: unknown = Array.isArray(body) ? body[0] : body
  const error = typeof first === 'object' && first !== null && 'error' in first ? first.error : undefined
  return typeof error === 'object' && error !== null ? error : undefined
}
