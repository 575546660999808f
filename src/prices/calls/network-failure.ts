import type { Failure } from '../price-source-error.ts'

const PASSING: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'connection refused',
  ECONNRESET: 'the connection was reset',
  EPIPE: 'the connection was closed',
  ETIMEDOUT: 'the connection timed out',
  ENOTFOUND: 'the host name is not known',
  EAI_AGAIN: 'the host name could not be looked up',
  EHOSTUNREACH: 'the host cannot be reached',
  ENETUNREACH: 'the network cannot be reached',
  UND_ERR_SOCKET: 'the connection broke off',
  UND_ERR_CONNECT_TIMEOUT: 'the connection timed out',
  UND_ERR_HEADERS_TIMEOUT: 'no answer in time',
  UND_ERR_BODY_TIMEOUT: 'the answer stopped in the middle',
  UND_ERR_RES_CONTENT_LENGTH_MISMATCH: 'the answer broke off in the middle',
}
/** Where nothing at all was reached: the host's other feeds fare no better. */
const OF_HOST = /^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|ETIMEDOUT|UND_ERR_CONNECT_TIMEOUT)$/
const LATER = 'run it again later'
const TLS = /^(ERR_TLS_|ERR_SSL_|CERT_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_|EPROTO$)/

/** What an error of the network means; undefined where it is none. Looks through causes, for clients wrap them. */
export function networkFailure(error: unknown): Failure | undefined {
  for (const each of causesOf(error)) {
    const code = (each as { code?: unknown }).code
    if (typeof code === 'string' && TLS.test(code)) return tlsFailure(code)
    if (typeof code === 'string' && code in PASSING) {
      const isOfHost = OF_HOST.test(code)
      const remedy = isOfHost ? 'check the address and the network' : LATER
      return { message: `${PASSING[code]} (${code})`, remedy, isPassing: true, isOfHost }
    }
  }
  if (causesOf(error).some((each) => each instanceof Error && each.message === 'bad port')) return BAD_PORT
  const texts = causesOf(error).map((each) => (each instanceof Error ? each.message : ''))
  const broken = texts.some((text) => /^(terminated|aborted|socket hang up|premature close)/i.test(text))
  return broken ? { message: 'the answer broke off in the middle', remedy: LATER, isPassing: true, isOfHost: false } : undefined
}

/** The Fetch standard's list of ports that belong to other services. */
const BAD_PORT: Failure = {
  message: 'connection refused: it is a port that web clients may not use',
  remedy: 'check the address',
  isPassing: false,
  isOfHost: true,
}

function tlsFailure(code: string): Failure {
  const remedy = 'check the address; where the network has a certificate authority of its own, name it in NODE_EXTRA_CA_CERTS'
  return { message: `no secure connection: ${code}`, remedy, isPassing: false, isOfHost: true }
}

function causesOf(error: unknown): unknown[] {
  const causes: unknown[] = []
  const left = [error]
  while (left.length > 0 && causes.length < 20) {
    const each = left.shift()
    if (each === undefined || each === null || typeof each !== 'object') continue
    causes.push(each)
    left.push((each as { cause?: unknown }).cause)
    if (each instanceof AggregateError) left.push(...each.errors)
  }
  return causes
}
