import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** A request as it came over the wire. */
export interface Received {
  readonly method: string
  readonly url: URL
  readonly headers: IncomingHttpHeaders
  readonly body: string
}

export interface LocalServer {
  /** `http://127.0.0.1:port` */
  readonly base: string
  readonly received: Received[]
  [Symbol.asyncDispose](): Promise<void>
}

/** A server on this machine that answers as the test says; a thrown error is status 500 with its message. */
export async function localServer(answer: (request: Received, response: ServerResponse) => unknown): Promise<LocalServer> {
  const received: Received[] = []
  const server = createServer(async (incoming, response) => {
    const parts: Buffer[] = []
    for await (const part of incoming) parts.push(part)
    const request = {
      method: incoming.method ?? '',
      url: new URL(incoming.url ?? '/', base),
      headers: incoming.headers,
      body: Buffer.concat(parts).toString('utf8'),
    }
    received.push(request)
    try {
      await answer(request, response)
    } catch (error) {
      response.writeHead(500).end(String(error))
    }
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    base,
    received,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

export function sendJson(response: ServerResponse, body: unknown, status = 200, headers: Record<string, string> = {}): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body))
}
