import type { ServerResponse } from 'node:http'
import { type Connection, connect } from '../../../../src/clusters/kubernetes/read/connection.ts'
import { listPath } from '../../../../src/clusters/kubernetes/read/lists.ts'
import { type LocalServer, localServer, type Received, sendJson } from '../../../prices/local-server.ts'

/** Objects by where they are listed: `v1/pods`, `policy/v1/poddisruptionbudgets`. What is not named is not served, but for the core and apps. */
export type Served = Readonly<Record<string, readonly object[]>>

export interface StandIn extends LocalServer {
  connection(id?: string): Connection
  /** How often a path was asked, whatever its query. */
  asked(path: string): number
}

export type Reply = (response: ServerResponse) => unknown

export interface StandInWays {
  /** Resources that may not be listed. */
  readonly denied?: readonly string[]
  /** Another answer to a request; undefined: the usual one. */
  readonly instead?: (request: Received) => Reply | undefined
}

const ALWAYS: Served = Object.fromEntries(
  ['v1/pods', 'v1/nodes', 'v1/namespaces', 'apps/v1/deployments', 'apps/v1/replicasets', 'apps/v1/daemonsets'].map((list) => [list, []]),
)

/** An API server that lists what it is given, in pages, for what no API server of the tests has: newer versions, faults, other clouds. */
export async function standIn(served: Served = {}, { denied = [], instead }: StandInWays = {}): Promise<StandIn> {
  const lists = new Map(Object.entries({ ...ALWAYS, ...served }).map(([list, objects]) => [pathOf(list), objects]))
  const server = await localServer((request, response) => (instead?.(request) ?? usual(request, lists, denied))(response))
  return {
    ...server,
    [Symbol.asyncDispose]: server[Symbol.asyncDispose],
    asked: (path) => server.received.filter(({ url }) => url.pathname === path).length,
    connection: (id = 'local') => connect({ id, kubeconfigSecret: SECRET }, NOWHERE, new Map([['host', hostOf(server.base)]])),
  }
}

const SECRET = { cluster: 'host', namespace: 'ballast', name: 'local', key: 'kubeconfig' }
const NOWHERE = { environment: {} }

/** A connected cluster that holds nothing but the kubeconfig of a server on this machine. */
function hostOf(server: string): Connection {
  const data = { kubeconfig: Buffer.from(kubeconfigText({ server })).toString('base64') }
  return { cluster: 'host', ask: async () => ({ data }), findings: () => [], close() {} }
}

/** A kubeconfig with one context, `local`. */
export function kubeconfigText({ server, cluster = {}, user = {} }: { server: string; cluster?: object; user?: object }): string {
  return JSON.stringify({
    clusters: [{ name: 'local', cluster: { server, ...cluster } }],
    users: [{ name: 'local', user }],
    contexts: [{ name: 'local', context: { cluster: 'local', user: 'local' } }],
    'current-context': 'local',
  })
}

const pathOf = (list: string): string => listPath(list.slice(0, list.lastIndexOf('/')), list.slice(list.lastIndexOf('/') + 1))

function usual({ url, body }: Received, lists: ReadonlyMap<string, readonly object[]>, denied: readonly string[]): Reply {
  const { pathname } = url
  const objects = lists.get(pathname)
  if (objects) return json(pageOf(objects, url))
  if (pathname === '/version') return json({ gitVersion: 'v1.33.1' })
  if (pathname === '/apis') return json(groupsOf(lists))
  if (pathname.endsWith('/selfsubjectaccessreviews')) return json(reviewOf(body, denied), 201)
  const resources = [...lists.keys()].filter((path) => path.startsWith(`${pathname}/`)).map((path) => path.slice(pathname.length + 1))
  if (resources.length > 0) return json({ resources: resources.map((name) => ({ name, verbs: ['get', 'list'] })) })
  return status(404, 'the server could not find the requested resource')
}

export const json =
  (body: unknown, code = 200, headers: Record<string, string> = {}): Reply =>
  (response) =>
    sendJson(response, body, code, headers)

export const status = (code: number, message: string, headers: Record<string, string> = {}): Reply =>
  json({ kind: 'Status', status: 'Failure', code, message }, code, headers)

function pageOf(objects: readonly object[], { searchParams }: URL): object {
  const from = Number(searchParams.get('continue') ?? 0)
  const limit = Number(searchParams.get('limit') ?? objects.length)
  const isLast = from + limit >= objects.length
  return {
    kind: 'List',
    metadata: { resourceVersion: '7', ...(isLast ? {} : { continue: String(from + limit) }) },
    items: objects.slice(from, from + limit),
  }
}

function groupsOf(lists: ReadonlyMap<string, unknown>): object {
  const versions = new Set([...lists.keys()].flatMap((path) => /^\/apis\/([^/]+\/[^/]+)\//.exec(path)?.[1] ?? []))
  return { groups: [...versions].map((groupVersion) => ({ name: groupVersion.split('/')[0], versions: [{ groupVersion }] })) }
}

function reviewOf(body: string, denied: readonly string[]): object {
  const { spec } = JSON.parse(body) as { spec: { resourceAttributes: { resource: string } } }
  return { status: { allowed: !denied.includes(spec.resourceAttributes.resource) } }
}
