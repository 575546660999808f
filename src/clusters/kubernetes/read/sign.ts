import http from 'node:http'
import https from 'node:https'
import { KubeConfig, type User } from '@kubernetes/client-node'
import type { Surroundings } from './described-connection.ts'
import type { Access } from './kubeconfig-context.ts'
import { type Credential, signInCommandOf } from './sign-in-command.ts'
import type { Question } from './talk.ts'

/** A question ready to be sent. */
export interface Letter {
  readonly url: URL
  readonly options: https.RequestOptions
  readonly body?: string
}

export interface Signer {
  sign(question: Question): Promise<Letter>
  close(): void
}

/** As many connections to one server at once; over HTTP/1.1 each carries one question at a time. */
const MOST_CONNECTIONS = 8

/** Addresses and signs questions as a kubeconfig says: client-node knows its ways in, but opens a connection anew for each question. */
export function signerOf({ cluster, user }: Access, surroundings: Surroundings): Signer {
  const signIn = signInCommandOf(user, surroundings)
  const config = new KubeConfig()
  config.loadFromClusterAndUser(allowedOverHttp(cluster), signIn ? withoutCommand(user) : user)
  const isPlain = cluster.server.startsWith('http:')
  const agent = new (isPlain ? http : https).Agent({ keepAlive: true, maxSockets: MOST_CONNECTIONS })
  return {
    close: () => agent.destroy(),
    async sign({ path, body, isMetadataEnough, signal }) {
      const options: https.RequestOptions = { headers: headersFor(body, isMetadataEnough) }
      if (signIn) apply(await signIn(signal), options)
      await unlessAborted(config.applyToHTTPSOptions(options), signal)
      options.rejectUnauthorized = !cluster.skipTLSVerify
      if (!cluster.proxyUrl) options.agent = agent
      trimAuthorization(options)
      const method = body === undefined ? 'GET' : 'POST'
      const url = new URL(cluster.server.replace(/\/$/, '') + path)
      return { url, options: { ...options, method }, ...(body === undefined ? {} : { body: JSON.stringify(body) }) }
    },
  }
}

const METADATA = 'application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1, application/json'

function headersFor(body: unknown, isMetadataEnough = false): http.OutgoingHttpHeaders {
  return {
    accept: isMetadataEnough ? METADATA : 'application/json',
    'accept-encoding': 'gzip',
    'user-agent': 'ballast',
    ...(body === undefined ? {} : { 'content-type': 'application/json' }),
  }
}

/** client-node refuses plain http unless told to; here only this machine's is let through, see kubeconfig-context.ts. */
const allowedOverHttp = (cluster: Access['cluster']): Access['cluster'] =>
  cluster.server.startsWith('http:') ? { ...cluster, skipTLSVerify: true } : cluster

function withoutCommand({ exec: _, ...user }: User): User {
  return user
}

function apply({ token, clientCertificateData, clientKeyData }: Credential, options: https.RequestOptions): void {
  if (token) options.headers = { ...(options.headers as http.OutgoingHttpHeaders), Authorization: `Bearer ${token}` }
  if (clientCertificateData && clientKeyData) Object.assign(options, { cert: clientCertificateData, key: clientKeyData })
}

/** A token from a file often ends with a line break, which no header may hold. */
function trimAuthorization({ headers }: https.RequestOptions): void {
  const all = headers as http.OutgoingHttpHeaders
  if (typeof all.Authorization === 'string') all.Authorization = all.Authorization.trim()
}

/** client-node's ways of signing in take no signal: some wait for a server of their own. */
function unlessAborted<Result>(work: Promise<Result>, signal: AbortSignal): Promise<Result> {
  return new Promise((resolve, reject) => {
    const stop = (): void => reject(signal.reason)
    if (signal.aborted) stop()
    signal.addEventListener('abort', stop, { once: true })
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop))
  })
}
