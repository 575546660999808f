import { existsSync, readFileSync } from 'node:fs'
import { mkdtemp, writeFile } from 'node:fs/promises'
import type { ServerResponse } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { seriesOf } from '../../../src/clusters/utilisation/prometheus/answer.ts'
import { partsOf, prometheusAt } from '../../../src/clusters/utilisation/prometheus/prometheus.ts'
import { InputError } from '../../../src/domain/input-error.ts'
import { localServer, type Received, sendJson } from '../../prices/local-server.ts'
import { nobodyListens } from './desk.ts'

const QUICK = { attempts: 3, backoffMilliseconds: 1, timeoutMilliseconds: 5_000, mostBytes: 1_000_000 }
const NEVER = new AbortController().signal
const RANGE = { startSeconds: 1_000_000, endSeconds: 1_000_000 + 3 * 60, stepSeconds: 60 }

const matrix = (values: unknown[], metric: object = { pod: 'a' }) => ({
  status: 'success',
  data: { resultType: 'matrix', result: [{ metric, values }] },
})

/** Every step of what was asked for, with its time as the value. */
function asAsked({ url }: Received, response: ServerResponse): void {
  const [start, end, step] = ['start', 'end', 'step'].map((key) => Number(url.searchParams.get(key)))
  const values = Array.from({ length: Math.floor((end! - start!) / step!) + 1 }, (_, at) => [
    start! + at * step!,
    String(start! + at * step!),
  ])
  sendJson(response, matrix(values))
}

async function answered(answer: (request: Received, response: ServerResponse) => unknown, limits = QUICK) {
  await using server = await localServer(answer)
  const found = await prometheusAt({ url: server.base }, 'prometheus', limits).over('up', RANGE, NEVER)
  return { found, received: server.received }
}

const failing = (status: number, error: string) => (_: Received, response: ServerResponse) =>
  sendJson(response, { status: 'error', errorType: 'x', error }, status)

describe('an answer', () => {
  it('keeps fractional times, and leaves out what is no number', () => {
    const values = [
      [1.5, '2'],
      [2.5, 'NaN'],
      [3.5, '+Inf'],
      [4.5, '-Inf'],
      [5.5, '1e-3'],
      [6.5, ''],
    ]
    expect(seriesOf(JSON.stringify(matrix(values)), 'here')).toEqual([{ labels: { pod: 'a' }, times: [1.5, 5.5], values: [2, 0.001] }])
  })

  it('may be of one moment, or one number', () => {
    const vector = { status: 'success', data: { resultType: 'vector', result: [{ metric: { a: 'b' }, value: [1, '7'] }] } }
    expect(seriesOf(JSON.stringify(vector), 'here')).toEqual([{ labels: { a: 'b' }, times: [1], values: [7] }])
    const scalar = { status: 'success', data: { resultType: 'scalar', result: [1, '7'] } }
    expect(seriesOf(JSON.stringify(scalar), 'here')).toEqual([{ labels: {}, times: [1], values: [7] }])
  })

  it.each([
    ['{"status":"success","data":{"resultType":"matrix","result":[{"metric":{}', 'is no JSON document'],
    ['<html>sign in</html>', 'is no JSON document'],
    ['{"status":"error","error":"x"}', 'is no query result'],
    ['{"status":"success","data":{"resultType":"streams","result":[]}}', 'is of the kind streams'],
    ['{"status":"success","data":{"resultType":"matrix","result":[null]}}', 'has no labels or no values'],
    ['{"status":"success","data":{"resultType":"matrix","result":[{"metric":{},"values":[[1,2]]}]}}', 'is no pair of time and text'],
  ])('that is none is refused: %s', (text, why) => {
    expect(() => seriesOf(text, 'metrics.test/api/v1/query')).toThrow(why)
  })

  const recording = '../shared/wire/prometheus/range-node-cpu-seconds-by-mode.json'
  it.skipIf(!existsSync(recording))(`as it was recorded is read: eight modes, 31 minutes (${recording})`, () => {
    const series = seriesOf(readFileSync(recording, 'utf8'), 'recorded')
    expect(series.map(({ labels }) => labels.mode)).toEqual(['idle', 'iowait', 'irq', 'nice', 'softirq', 'steal', 'system', 'user'])
    expect(series.every(({ times }) => times.length === 31 && times[1]! - times[0]! === 60)).toBe(true)
    const shares = series[0]!.times.map((_, at) => series.reduce((sum, { values }) => sum + values[at]!, 0))
    expect(Math.max(...shares)).toBeLessThanOrEqual(1)
    expect(Math.min(...shares)).toBeGreaterThan(0.99)
  })
})

describe('a range', () => {
  it('of 35 days at 60 s is asked for in parts of at most 11,000 points, none twice', () => {
    const points = 35 * 24 * 60
    const parts = partsOf({ startSeconds: 0, endSeconds: (points - 1) * 60, stepSeconds: 60 })
    const counts = parts.map(({ startSeconds, endSeconds }) => (endSeconds - startSeconds) / 60 + 1)
    expect(Math.max(...counts)).toBeLessThanOrEqual(11_000)
    expect(counts.reduce((sum, one) => sum + one, 0)).toBe(points)
  })

  it('of many series is asked for in shorter parts', () => {
    expect(partsOf({ startSeconds: 0, endSeconds: 2015 * 300, stepSeconds: 300, expectedSeries: 500 })).toHaveLength(5)
  })

  it('comes back as one series, gaps left as they are', async () => {
    await using server = await localServer(asAsked)
    const found = await prometheusAt({ url: server.base }).over('up', { startSeconds: 0, endSeconds: 24_999, stepSeconds: 1 }, NEVER)
    expect(server.received).toHaveLength(3)
    expect(found).toHaveLength(1)
    expect(found[0]!.times).toEqual(Array.from({ length: 25_000 }, (_, at) => at))
  })

  it('that is too much for the server is asked for in halves', async () => {
    const refuse = failing(422, 'query processing would load too many samples into memory in query execution')
    const { found, received } = await answered((request, response) => {
      const isLong = Number(request.url.searchParams.get('end')) - Number(request.url.searchParams.get('start')) > 60
      return isLong ? refuse(request, response) : asAsked(request, response)
    })
    expect(received).toHaveLength(3)
    expect(found[0]!.times).toHaveLength(4)
  })

  it('that is too much even for one point is refused', async () => {
    await expect(answered(failing(422, 'too many samples'))).rejects.toThrow(/HTTP 422: too many samples \(ask for a shorter window\)/)
  })

  it('with a long query is posted', async () => {
    await using server = await localServer((_, response) => sendJson(response, matrix([])))
    await prometheusAt({ url: `${server.base}/prometheus` }).over(`up{a=~"${'x|'.repeat(2000)}"}`, RANGE, NEVER)
    expect(server.received[0]).toMatchObject({ method: 'POST', url: { pathname: '/prometheus/api/v1/query_range' } })
    expect(new URLSearchParams(server.received[0]!.body).get('step')).toBe('60')
  })
})

describe('a server', () => {
  it('that is busy is asked again', async () => {
    let calls = 0
    const { found, received } = await answered((request, response) => {
      calls += 1
      if (calls === 1) return sendJson(response, {}, 429, { 'retry-after': '0' })
      if (calls === 2) return response.destroy()
      return asAsked(request, response)
    })
    expect(received).toHaveLength(3)
    expect(found).toHaveLength(1)
  })

  it.each([
    [503, 'HTTP 503', 3],
    [401, 'give it a token that is valid: bearerTokenFile', 1],
    [404, 'give the path that it is served under', 1],
    [302, 'HTTP 302', 1],
  ])('that answers %i says so after a bounded number of tries', async (status, why, tries) => {
    await using server = await localServer((_, response) =>
      response.writeHead(status, { location: 'http://127.0.0.1:1/' }).end('<html>secret</html>'),
    )
    const asked = prometheusAt({ url: server.base }, 'prometheus', QUICK).over('up', RANGE, NEVER)
    await expect(asked).rejects.toThrow(why)
    await expect(asked).rejects.not.toThrow('secret')
    expect(server.received).toHaveLength(tries)
  })

  it('that does not answer in time is given up', async () => {
    await expect(answered(() => undefined, { ...QUICK, attempts: 1, timeoutMilliseconds: 20 })).rejects.toThrow('no answer in time')
  })

  it('that is not there is told with where and what to do', async () => {
    const base = await nobodyListens()
    const asked = prometheusAt({ url: base }, 'prometheus', QUICK).at('up', new Date(), NEVER)
    await expect(asked).rejects.toThrow(
      `${base.slice('http://'.length)}/api/v1/query: it refuses connections (see whether it is up, and reachable from here)`,
    )
  })

  it('whose answer has no end is given up', async () => {
    await expect(
      answered((_, response) => {
        const more = () => response.write('x'.repeat(100_000), () => setImmediate(more))
        more()
      }),
    ).rejects.toThrow('its answer is longer than 1 MiB')
  })

  it('gets the token as the file says it now', async () => {
    const file = join(await mkdtemp(join(tmpdir(), 'ballast-token-')), 'token')
    await using server = await localServer(asAsked)
    const prometheus = prometheusAt({ url: server.base, bearerTokenFile: file })
    await expect(prometheus.over('up', RANGE, NEVER)).rejects.toThrow('cannot be read')
    for (const token of ['one', 'two']) {
      await writeFile(file, `${token}\n`)
      await prometheus.over('up', RANGE, NEVER)
    }
    expect(server.received.map(({ headers }) => headers.authorization)).toEqual(['Bearer one', 'Bearer two'])
  })
})

describe('an address', () => {
  it.each([
    'https://metrics.example.org',
    'https://metrics.example.org/prometheus/',
    'http://127.0.0.1:9090',
    'http://prometheus.monitoring.svc:9090',
    'http://prometheus.monitoring.svc.cluster.local',
  ])('that is taken: %s', (url) => {
    expect(prometheusAt({ url }).address).toMatch(/\/$/)
  })

  it.each([
    ['metrics', undefined, 'url: it is no URL'],
    ['http://metrics.example.org', undefined, 'neither https nor near'],
    ['https://user:pass@metrics.example.org', undefined, 'a user or a password'],
    ['https://metrics.example.org/?a=b', undefined, 'more than a path'],
    ['http://prometheus.monitoring.svc:9090', '/token', 'a token is not sent over plain http'],
  ])('that is refused: %s', (url, bearerTokenFile, why) => {
    const open = () => prometheusAt({ url, ...(bearerTokenFile && { bearerTokenFile }) }, 'fleet.clusters[0].prometheus')
    expect(open).toThrow(InputError)
    expect(open).toThrow(why)
    expect(open).not.toThrow('pass@')
  })
})
