import type { ClusterFailure } from './cluster-error.ts'

interface NetworkFailure {
  readonly failure: ClusterFailure
  readonly what: string
  readonly remedy: string
  /** True where it may be gone the next moment. */
  readonly isPassing: boolean
}

const UNREACHABLE: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'its API server refuses connections',
  ENOTFOUND: 'the name of its API server is not known',
  EAI_AGAIN: 'the name of its API server cannot be looked up',
  ETIMEDOUT: 'no connection to its API server in time',
  EHOSTUNREACH: 'no way leads to its API server',
  ENETUNREACH: 'no way leads to its API server',
  EADDRNOTAVAIL: 'no way leads to its API server',
}
const CUT_OFF = new Set(['ECONNRESET', 'EPIPE', 'ECONNABORTED', 'Z_BUF_ERROR', 'HPE_INVALID_EOF_STATE'])
const UNTRUSTED = /CERT|^ERR_TLS|^ERR_SSL|^EPROTO$|ISSUER|LEAF_SIGNATURE|SELF_SIGNED/

/** What an error of Node's network says, without the address that it quotes. */
export function networkFailure(error: unknown): NetworkFailure {
  const code = String((error as NodeJS.ErrnoException).code ?? '')
  const reach = 'see whether its API server is up, and reachable from here'
  if (UNREACHABLE[code]) return { failure: 'unreachable', what: UNREACHABLE[code], remedy: reach, isPassing: code === 'EAI_AGAIN' }
  if (CUT_OFF.has(code)) return { failure: 'unreachable', what: 'its API server broke off the connection', remedy: reach, isPassing: true }
  if (UNTRUSTED.test(code)) return { failure: 'untrusted', what: untrusted(code), remedy: remedyOfTrust(code), isPassing: false }
  if (/^ERR_OSSL|^ERR_CRYPTO/.test(code) || /PEM|asn1|mac verify/i.test(String(error)))
    return {
      failure: 'credentials',
      what: 'its certificates or its key cannot be read',
      remedy: 'write the kubeconfig anew',
      isPassing: false,
    }
  return {
    failure: 'broken',
    what: `its answer cannot be read${code ? ` (${code})` : ''}`,
    remedy: 'see what stands at its address',
    isPassing: false,
  }
}

function untrusted(code: string): string {
  if (code === 'CERT_HAS_EXPIRED') return 'the certificate of its API server has expired'
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID') return 'the certificate of its API server is for another name'
  if (code === 'EPROTO' || code.startsWith('ERR_SSL')) return 'TLS with its API server fails'
  return 'the certificate of its API server is not trusted'
}

const remedyOfTrust = (code: string): string =>
  code === 'CERT_HAS_EXPIRED'
    ? 'renew it, or set this machine’s clock right'
    : 'give the right certificate-authority-data and server in the kubeconfig'
