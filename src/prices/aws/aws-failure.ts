import type { FailureOf } from '../calls/calls.ts'
import { httpFailure } from '../calls/http-failure.ts'
import type { Failure } from '../price-source-error.ts'
import type { Reading } from '../source.ts'
import { retryAfterOf } from './checked-answer.ts'

/** An error of the SDK: its name is the API's own code. */
interface AwsError extends Error {
  readonly $metadata?: { readonly httpStatusCode?: number }
  readonly $response?: { readonly headers?: Readonly<Record<string, string | undefined>> }
}

export interface Permission {
  /** `pricing:GetProducts` */
  readonly action: string
  /** True where the host is asked for nothing else. */
  readonly isOnlyOne: boolean
}

const THROTTLED =
  /^(Throttling|ThrottlingException|ThrottledException|RequestThrottled|RequestThrottledException|RequestLimitExceeded|TooManyRequestsException|EC2ThrottledException|BandwidthLimitExceeded|SlowDown)$/
const CLOCK = /^(RequestTimeTooSkewed|RequestInTheFuture)$/
const SIGNATURE = /^(SignatureDoesNotMatch|InvalidSignatureException|IncompleteSignature|IncompleteSignatureException)$/
const UNKNOWN_CALLER =
  /^(ExpiredToken|ExpiredTokenException|RequestExpired|InvalidClientTokenId|InvalidToken|InvalidAccessKeyId|UnrecognizedClient|UnrecognizedClientException|AuthFailure|MissingAuthenticationToken|MissingAuthenticationTokenException|InvalidIdentityToken|CredentialsProviderError|TokenProviderError)$/
const DENIED = /^(AccessDenied|AccessDeniedException|UnauthorizedOperation|OptInRequired|Blocked|PendingVerification)$/

/**
 * What an error of AWS means. The API's own text is shown only where the caller is known: that of a refused signature holds a session token.
 */
export const awsFailure =
  (permission: Permission, { now }: Pick<Reading, 'now'>): FailureOf =>
  (error) =>
    error instanceof Error ? failureOf(error, permission, now()) : undefined

function failureOf(error: AwsError, permission: Permission, now: Date): Failure | undefined {
  const { name, message } = error
  const isExpired = SIGNATURE.test(name) && /expired|not yet current/i.test(message)
  if (CLOCK.test(name) || isExpired) return clockFailure(name)
  if (SIGNATURE.test(name) || UNKNOWN_CALLER.test(name)) return callerFailure(error)
  if (DENIED.test(name)) return deniedFailure(name, permission)
  const status = error.$metadata?.httpStatusCode
  if (status !== undefined && status >= 300) return statusFailure(error, status, now)
  // The SDK's readers throw what their parsers throw; a connection's errors have a code.
  const isUnreadable = '$response' in error || error instanceof SyntaxError
  return isUnreadable && !('code' in error) ? unreadable(error) : undefined
}

const clockFailure = (name: string): Failure => ({
  message: `the clock of this machine and AWS's are too far apart (${name})`,
  remedy: 'set it right (NTP)',
  isPassing: false,
  isOfHost: true,
})

/** What the SDK itself says of its search for credentials is fit to be shown: `The SSO session … has expired`. */
const callerFailure = ({ name, message }: Error): Failure => ({
  message: /ProviderError$/.test(name)
    ? `there are no credentials for AWS: ${firstLine(message)}`
    : `AWS does not know the caller: the credentials are wrong or have expired (${name})`,
  remedy:
    'sign in anew (aws sso login), or set AWS_PROFILE or a role of the machine; a region that the account has not enabled answers so too: enable it, or name others in priceRegions',
  isPassing: false,
  isOfHost: true,
})

const deniedFailure = (name: string, { action, isOnlyOne }: Permission): Failure => ({
  message: `the caller may not do this (${name})`,
  remedy: `allow it ${action} (IAM)`,
  isPassing: false,
  isOfHost: isOnlyOne,
})

function statusFailure({ name, message, $response }: AwsError, status: number, now: Date): Failure {
  const waits = { now, ...retryAfterOf($response?.headers ?? {}) }
  if (THROTTLED.test(name))
    return { ...httpFailure(status, { ...waits, said: `too many calls, ${name}` }), isPassing: true, isOfHost: true }
  // The SDK's names for an error that is not of AWS's making: of a proxy, or of another server altogether.
  const isForeign = /^(Unknown|UnknownError|NotFound|Error|SyntaxError|TypeError)$/.test(name)
  return httpFailure(status, isForeign ? waits : { ...waits, said: `${name}, ${firstLine(message)}` })
}

const firstLine = (text: string): string => text.split('\n')[0]!.slice(0, 200)

const unreadable = ({ message }: Error): Failure => ({
  message: `the answer breaks off or cannot be read: ${firstLine(message)}`,
  remedy: 'what was known before is kept',
  isPassing: true,
  isOfHost: false,
})
