import { createServer as createTcpServer } from 'node:net'
import { describe, expect, it } from 'vitest'
import { fetchJson, type JsonRequest } from '../../../src/prices/calls/fetch-json.ts'
import { briskCalls, reading } from '../calls-for-tests.ts'
import { localServer, sendJson } from '../local-server.ts'

const request: JsonRequest = { mostClockSkewSeconds: 300, mostBytes: 10_000 }
const ask = (base: string, parts: Partial<JsonRequest> = {}) =>
  fetchJson(new URL('/prices?sig=s3cret', base), { ...request, ...parts }, briskCalls(), reading())

it('gives the document that the server sends, and sends the headers it is told to', async () => {
  await using server = await localServer((_, response) => sendJson(response, { Items: [1] }))
  expect(await ask(server.base, { headers: { 'x-asked': 'yes' } })).toEqual({ Items: [1] })
  expect(server.received[0]?.headers).toMatchObject({ 'x-asked': 'yes', accept: 'application/json' })
})

it('tries a 503 again, and takes the answer that comes then', async () => {
  let count = 0
  await using server = await localServer((_, response) => (++count < 3 ? sendJson(response, {}, 503) : sendJson(response, { ok: true })))
  expect(await ask(server.base)).toEqual({ ok: true })
})

describe('is an error, in words, without the query of the link', () => {
  const cases: readonly [string, Parameters<typeof localServer>[0], Partial<JsonRequest>, string][] = [
    ['a web page with status 200', (_, response) => response.end('<!DOCTYPE html><p>Sign in'), {}, 'a web page came instead of JSON'],
    ['text that is no JSON', (_, response) => response.end('no prices today'), {}, 'the answer is no JSON'],
    ['JSON that breaks off', (_, response) => response.end('{"Items":[{"a":1},{"a'), {}, 'the JSON breaks off after 21 characters'],
    ['an empty body', (_, response) => response.end(), {}, 'the JSON breaks off after 0 characters'],
    ['a body that is too long', (_, response) => sendJson(response, 'x'.repeat(20_000)), {}, 'the answer is longer than'],
    ['a redirect', (_, response) => response.writeHead(302, { location: 'https://elsewhere.invalid/' }).end(), {}, 'HTTP 302'],
    ['HTTP 401', (_, response) => sendJson(response, {}, 401), { remedies: { 401: 'sign in again' } }, 'have expired); sign in again'],
    ['a storm of 429', (_, response) => sendJson(response, {}, 429, { 'retry-after': '0' }), {}, 'HTTP 429 (too many requests)'],
    [
      'what the body says',
      (_, response) => sendJson(response, { Error: { Message: 'Invalid OData' } }, 400),
      { errorText: (body) => (body as { Error: { Message: string } }).Error.Message },
      'HTTP 400: Invalid OData',
    ],
    [
      'a clock that is an hour off',
      (_, response) => sendJson(response, {}, 200, { date: new Date(Date.now() - 3_600_000).toUTCString() }),
      {},
      "the clock of this machine is 60 min ahead of the server's",
    ],
  ]

  it.each(cases)('%s', async (_, answer, parts, message) => {
    await using server = await localServer(answer)
    const error = await ask(server.base, parts).catch((caught: unknown) => caught)
    expect(error).toMatchObject({ name: 'PriceSourceError', where: `GET ${new URL(server.base).host}/prices` })
    expect((error as Error).message).toContain(message)
    expect((error as Error).message).not.toContain('s3cret')
  })
})

it('tells a connection that is refused, and that the host has nothing else to give', async () => {
  const { base, [Symbol.asyncDispose]: close } = await localServer(() => undefined)
  await close()
  await expect(ask(base)).rejects.toMatchObject({ message: expect.stringContaining('connection refused (ECONNREFUSED)'), isOfHost: true })
})

it('tells of a port that web clients may not use that nothing can be had there', async () => {
  await expect(ask('http://127.0.0.1:1')).rejects.toMatchObject({ message: expect.stringContaining('connection refused'), isOfHost: true })
})

it('tells an answer that breaks off in the middle', async () => {
  await using server = await localServer((_, response) => {
    response.writeHead(200, { 'content-length': '5000' }).write('{"Items":[')
    setImmediate(() => response.destroy())
  })
  await expect(ask(server.base)).rejects.toMatchObject({ message: expect.stringContaining('broke off'), isPassing: true, isOfHost: false })
})

it('tells a server that speaks no TLS', async () => {
  const server = createTcpServer((socket) => socket.end('not tls'))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as { port: number }
  await expect(ask(`https://127.0.0.1:${port}`)).rejects.toMatchObject({
    message: expect.stringContaining('no secure connection'),
    isPassing: false,
  })
  server.close()
})
