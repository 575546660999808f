import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { json, type Reply, type StandIn, standIn, status } from './stand-in.ts'

const never = new AbortController().signal
const ask = (server: StandIn, signal = never): Promise<unknown> => server.connection().ask({ path: '/version?secret=1', signal })

/** The answers in their order; the last one from then on. */
function answering(...answers: Reply[]): Promise<StandIn> {
  let given = 0
  return standIn({}, { instead: () => answers[Math.min(given++, answers.length - 1)] })
}

const good = json({ gitVersion: 'v1.33.1' })
const busy = status(429, 'too many requests', { 'retry-after': '0' })
const down = status(503, 'etcd leader changed', { 'retry-after': '0' })
const cut: Reply = (response) => response.destroy()

describe('a question to an API server', () => {
  it.each([
    ['is busy', busy],
    ['is down', down],
    ['breaks off', cut],
  ])('is asked again where the server %s', async (_, trouble) => {
    await using server = await answering(trouble, good)
    expect(await ask(server)).toEqual({ gitVersion: 'v1.33.1' })
    expect(server.received).toHaveLength(2)
  })

  it('is given up where the trouble stays', async () => {
    await using server = await answering(down)
    await expect(ask(server)).rejects.toMatchObject({
      failure: 'overloaded',
      what: 'GET /version was answered with 503: etcd leader changed',
    })
    expect(server.received).toHaveLength(4)
  })

  it.each([
    [401, 'unauthorised', 'sign in again'],
    [403, 'forbidden', 'deploy/rbac/reader.yaml'],
    [404, 'missing', 'the one that is meant'],
    [410, 'expired', 'read again'],
    [400, 'broken', 'an API server'],
    [302, 'broken', 'an API server'],
  ])('that is answered with %d is %s', async (code, failure, remedy) => {
    await using server = await answering(status(code, 'no'))
    await expect(ask(server)).rejects.toMatchObject({
      name: 'ClusterError',
      cluster: 'local',
      failure,
      remedy: expect.stringContaining(remedy),
    })
    expect(server.received).toHaveLength(1)
  })

  it('that a web page answers is no answer', async () => {
    await using server = await answering((response) => response.writeHead(200, { 'content-type': 'text/html' }).end('<html>Sign in</html>'))
    await expect(ask(server)).rejects.toThrow('cluster local: GET /version was answered with text/html that is no JSON document')
  })

  it('that is cut off in the middle of JSON is no answer', async () => {
    await using server = await answering((response) =>
      response.writeHead(200, { 'content-type': 'application/json' }).end('{"gitVersion": "v1'),
    )
    await expect(ask(server)).rejects.toMatchObject({ failure: 'broken' })
  })

  it('may be answered compressed', async () => {
    await using server = await answering((response) =>
      response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync(JSON.stringify({ gitVersion: 'v1.33.1' }))),
    )
    expect(await ask(server)).toEqual({ gitVersion: 'v1.33.1' })
  })

  it('that is never answered ends with its time', async () => {
    await using server = await answering(() => undefined)
    await expect(ask(server, AbortSignal.timeout(50))).rejects.toMatchObject({
      failure: 'silent',
      what: 'no answer in time to GET /version',
    })
  })

  it('whose answer stops half-way ends with its time', async () => {
    await using server = await answering((response) => response.writeHead(200).write('{"gitVersion"'))
    await expect(ask(server, AbortSignal.timeout(50))).rejects.toMatchObject({ failure: 'silent' })
  })

  it('that is called off ends with the reason of who called it off', async () => {
    await using server = await answering(() => undefined)
    await expect(ask(server, AbortSignal.abort(new Error('Ctrl-C')))).rejects.toThrow('Ctrl-C')
  })

  it('to where nobody listens is not asked again, and its address is not told', async () => {
    const server = await answering(good)
    const connection = server.connection()
    await server[Symbol.asyncDispose]()
    const error = await connection.ask({ path: '/version', signal: never }).catch((one: Error) => one)
    expect(error).toMatchObject({ failure: 'unreachable', what: 'its API server refuses connections' })
    expect(String(error)).not.toContain('127.0.0.1')
  })
})
