import { InputError } from '../../../domain/input-error.ts'

/** Where a Prometheus is, as its user describes it. */
export interface PrometheusAddress {
  /** With the path that it is served under, where there is one: `https://metrics.example.org/prometheus`. */
  readonly url: string
  /** Read anew for every call, for tokens are rotated. */
  readonly bearerTokenFile?: string
  /** Labels that tell this cluster's series from others' in the same Prometheus: `{ cluster: aws-eu }`. */
  readonly labels?: Readonly<Record<string, string>>
}

/** The base of its API. Plain http only on this machine or inside a cluster, and a token on this machine only. Throws InputError. */
export function baseOf({ url: text, bearerTokenFile, labels = {} }: PrometheusAddress, path: string): URL {
  const refuse = (key: string, message: string, remedy: string): never => {
    throw new InputError('prometheus', [{ path: `${path}.${key}`, message, remedy }])
  }
  const url = URL.parse(text)
  if (url === null) return refuse('url', 'it is no URL', 'write https://host, or http://NAME.NAMESPACE.svc:9090 inside a cluster')
  if (url.username !== '' || url.password !== '') return refuse('url', 'a user or a password in it is not taken', 'give bearerTokenFile')
  if (url.search !== '' || url.hash !== '') return refuse('url', 'it has more than a path', 'leave out what follows ? and #')
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && isNear(url.hostname)))
    return refuse(
      'url',
      `${url.protocol}//${url.host} is neither https nor near`,
      'give https://, or http:// to this machine or to a NAME.NAMESPACE.svc',
    )
  if (bearerTokenFile !== undefined && url.protocol === 'http:' && !isLoopback(url.hostname))
    return refuse('bearerTokenFile', `a token is not sent over plain http to ${url.host}`, 'give an https:// URL, or leave the token out')
  for (const label of Object.keys(labels))
    if (!/^[a-zA-Z_][a-zA-Z0-9_]*$/.test(label)) return refuse('labels', `"${label}" is no name of a label`, 'use letters, digits and _')
  if (!url.pathname.endsWith('/')) url.pathname += '/'
  return url
}

const isNear = (host: string): boolean => isLoopback(host) || /\.svc(\.[a-z0-9.-]+)?$/.test(host)
const isLoopback = (host: string): boolean => host === 'localhost' || host === '[::1]' || /^127(\.\d{1,3}){3}$/.test(host)
