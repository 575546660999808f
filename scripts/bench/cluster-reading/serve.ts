/** Serves a large cluster to the process that started this one, over HTTP on this machine; it is told the address. */
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { promisify } from 'node:util'
import { constants, gzip } from 'node:zlib'
import { type ClusterSize, largeCluster } from './large-cluster.ts'

const lists = largeCluster(JSON.parse(process.argv[2] ?? '{}') as ClusterSize)
const zipped = promisify(gzip)
/** Above this an API server compresses, at its quickest level. */
const COMPRESSED_FROM_BYTES = 128 * 1024

const server = createServer((request, response) => {
  const url = new URL(request.url ?? '/', 'http://localhost')
  if (request.method === 'POST') return void send(response, '{"status":{"allowed":true}}')
  void send(response, answer(url))
})
server.listen(0, '127.0.0.1', () => process.send?.(`http://127.0.0.1:${(server.address() as AddressInfo).port}`))
process.on('disconnect', () => process.exit())

function answer({ pathname, searchParams }: URL): string {
  const list = lists.get(pathname)
  if (list) return pageOf(list, Number(searchParams.get('continue') ?? 0), Number(searchParams.get('limit') ?? list.count))
  if (pathname === '/version') return '{"gitVersion":"v1.33.1"}'
  if (pathname === '/apis') return JSON.stringify({ groups: groupVersions().map((groupVersion) => ({ versions: [{ groupVersion }] })) })
  const resources = [...lists.keys()]
    .filter((path) => path.startsWith(`${pathname}/`))
    .map((path) => ({ name: path.split('/').at(-1), verbs: ['list'] }))
  return JSON.stringify({ resources })
}

function pageOf({ count, object }: { count: number; object: (index: number) => string }, from: number, limit: number): string {
  const until = Math.min(count, from + limit)
  const items = Array.from({ length: until - from }, (_, i) => object(from + i))
  const metadata = JSON.stringify({ resourceVersion: '1000000', ...(until < count ? { continue: String(until) } : {}) })
  return `{"kind":"List","apiVersion":"v1","metadata":${metadata},"items":[${items.join(',')}]}`
}

function groupVersions(): string[] {
  return [...new Set([...lists.keys()].flatMap((path) => /^\/apis\/([^/]+\/[^/]+)\//.exec(path)?.[1] ?? []))]
}

async function send(response: ServerResponse, text: string): Promise<void> {
  const isLong = text.length > COMPRESSED_FROM_BYTES
  const body = isLong ? await zipped(text, { level: constants.Z_BEST_SPEED }) : text
  response.writeHead(200, { 'content-type': 'application/json', ...(isLong ? { 'content-encoding': 'gzip' } : {}) }).end(body)
}
