import type { ServerResponse } from 'node:http'
import { inspect } from 'node:util'
import { describe, expect, it } from 'vitest'
import { listedPriceKey } from '../../src/domain/listed-price.ts'
import type { CallLimits } from '../../src/prices/calls/calls.ts'
import { PriceSourceError } from '../../src/prices/price-source-error.ts'
import type { Feed, PriceSource, Reading } from '../../src/prices/source.ts'
import { BRISK, reading } from '../prices/calls-for-tests.ts'
import { localServer, type Received } from '../prices/local-server.ts'

/** What a stand-in for a cloud sends: status 200 unless told otherwise. */
export interface StandInAnswer {
  readonly status?: number
  readonly type: string
  readonly body: string
}

/** A cloud's API as the suite knows it. */
export interface StandIn {
  /** What the API rightly answers. Every listing named in `paged` takes at least two pages for the asked region. */
  answer(request: Received): StandInAnswer
  /** Listings that come in pages. */
  readonly paged: readonly string[]
  /** The nth page (from 1) of a listing that never ends: no rows and no link twice. Needed where `paged` names one. */
  endless?(request: Received, page: number): StandInAnswer
  /** How the API says that the caller's credentials have expired, or each listing's; absent where it asks for none. */
  readonly expired?: StandInAnswer | ((listing: string) => StandInAnswer | undefined)
  /** What no error may show: tokens, keys and their signatures. */
  readonly secrets: readonly string[]
}

export interface SourceUnderTest {
  /** The source, asking a server on this machine with these limits; a source that asks nobody leaves both aside. */
  source(base: string, limits: { calls: CallLimits; mostPages: number }): PriceSource
  /** The region to ask for; the stand-in lists prices of others too. */
  readonly region: string
  /** Absent for a source that asks nobody. */
  readonly standIn?: StandIn
}

const MOST_PAGES = 5
const NOWHERE = 'http://127.0.0.1:9'
const HOUR = 3_600_000

/** What every price source must do, whatever it reads. */
export function priceSourceContract(name: string, { source, region, standIn }: SourceUnderTest): void {
  const feedsAt = (base: string, limits: Partial<CallLimits> = {}) =>
    source(base, { calls: { ...BRISK, ...limits }, mostPages: MOST_PAGES }).feeds([region])
  const listings = feedsAt(NOWHERE).map(({ listing }) => listing)
  const feedOf = (listing: string, base: string, limits?: Partial<CallLimits>): Feed =>
    feedsAt(base, limits).find((feed) => feed.listing === listing)!
  const withServer = async <Result>(answer: Answering, use: (base: string) => Promise<Result>): Promise<Result> => {
    let place = 0
    await using server = await localServer((request, response) => answer({ ...request, place: ++place }, response))
    return await use(server.base)
  }
  const right: Answering = (request, response) => send(response, standIn?.answer(request) ?? { type: 'text/plain', body: '' })

  describe(`the price source ${name}`, () => {
    it('has feeds whose names differ and stay the same', () => {
      const ids = feedsAt(NOWHERE).map(({ id }) => id)
      expect(ids.length).toBeGreaterThan(0)
      expect(new Set(ids).size).toBe(ids.length)
      expect(feedsAt(NOWHERE).map(({ id }) => id)).toEqual(ids)
    })

    it('lists prices that are finite and above 0, each once, of the asked region alone, which is among those that it covers', async () => {
      const answers = await withServer(right, (base) => Promise.all(feedsAt(base).map((feed) => feed.read(reading()))))
      const prices = answers.flatMap((answer) => (answer.gives === 'prices' ? answer.prices : []))
      expect(prices.length).toBeGreaterThan(0)
      expect(prices.filter(({ usdPerHour }) => !(Number.isFinite(usdPerHour) && usdPerHour > 0))).toEqual([])
      expect(new Set(prices.map(({ region: one }) => one))).toEqual(new Set([region]))
      for (const answer of answers) {
        if (answer.gives !== 'prices') continue
        const keys = answer.prices.map(listedPriceKey)
        expect(new Set(keys).size).toBe(keys.length)
        expect(answer.regions).toEqual([region])
      }
    })

    describe.each(listings)('its listing %s', (listing) => {
      it('gives what its feed says, and the same when it is read again', async () => {
        const [feed, one, other] = await withServer(right, async (base) => {
          const each = feedOf(listing, base)
          return [each, await each.read(reading()), await each.read(reading())]
        })
        expect(one.gives).toBe(feed.gives)
        expect(other).toEqual(one)
      })

      if (standIn) faults(listing, standIn)
    })
  })

  function faults(listing: string, api: StandIn): void {
    const failureWith: FailureWith = (answer, parts, limits) =>
      withServer(answer, (base) => failureOf(feedOf(listing, base, limits), base, api.secrets, parts))
    const expired = typeof api.expired === 'function' ? api.expired(listing) : api.expired

    faultsOfAnswers(api, failureWith)
    if (api.paged.includes(listing)) faultsOfPages(api, failureWith)
    if (expired) faultOfCredentials(expired, failureWith)
    faultsOfTheClock(right, failureWith)
    callingOff(right, api, failureWith)

    it('is read all the same after one answer that was refused in passing', async () => {
      const good = await withServer(right, (base) => feedOf(listing, base).read(reading()))
      const once: Answering = (request, response) => (request.place === 1 ? refused(503)(response) : right(request, response))
      expect(await withServer(once, (base) => feedOf(listing, base).read(reading()))).toEqual(good)
    })

    it('gives nothing where nobody answers at its address', async () => {
      const base = await withServer(right, async (closed) => closed)
      const failure = await failureOf(feedOf(listing, base), base, api.secrets)
      expect(failure.message).toMatch(/connection refused/)
      expect(failure.isOfHost).toBe(true)
    })
  }
}

/** The error of reading a feed from a server that answers so. */
type FailureWith = (answer: Answering, parts?: Partial<Reading>, limits?: Partial<CallLimits>) => Promise<PriceSourceError>

/** Right answers until the given one, and from there on what the fault makes of them. */
const from =
  (first: number, api: StandIn, fault: Fault): Answering =>
  (request, response) =>
    request.place < first ? send(response, api.answer(request)) : fault(response, api.answer(request))

function faultsOfAnswers(api: StandIn, failureWith: FailureWith): void {
  it.each(FAULTS)('gives nothing where $what', async ({ fault, told }) => {
    expect((await failureWith(from(1, api, fault))).message).toMatch(told)
  })

  it('gives nothing where the answer does not come', async () => {
    const failure = await failureWith(() => {}, {}, { attempts: 1, timeoutMilliseconds: 40 })
    expect(failure.message).toMatch(/in time/)
  })
}

function faultsOfPages(api: StandIn, failureWith: FailureWith): void {
  it.each(FAULTS)('gives nothing where, after a good page, $what', async ({ fault, told }) => {
    expect((await failureWith(from(2, api, fault))).message).toMatch(told)
  })

  it('gives nothing of a listing that repeats a page', async () => {
    let first: StandInAnswer | undefined
    const failure = await failureWith((request, response) => {
      first ??= api.answer(request)
      send(response, first)
    })
    expect(failure.message).toMatch(/repeats|leads back/)
  })

  it('gives nothing of a listing that does not end', async () => {
    const failure = await failureWith((request, response) => send(response, api.endless!(request, request.place)))
    expect(failure.message).toMatch(/not ended after 5 pages/)
  })
}

function faultOfCredentials(expired: StandInAnswer, failureWith: FailureWith): void {
  it('says what to do where the credentials have expired, and does not try again', async () => {
    let calls = 0
    const failure = await failureWith((_, response) => {
      calls++
      send(response, expired)
    })
    expect(failure).toMatchObject({ isPassing: false, isOfHost: true })
    expect(failure.remedy).toBeDefined()
    expect(calls).toBe(1)
  })
}

function faultsOfTheClock(right: Answering, failureWith: FailureWith): void {
  it.each([
    ['ahead', HOUR],
    ['behind', -HOUR],
  ])('tells that the clock is an hour %s', async (_, off) => {
    const failure = await failureWith(right, { now: () => new Date(Date.now() + off) })
    expect(failure.message).toMatch(/clock of this machine is 60 min/)
  })
}

function callingOff(right: Answering, api: StandIn, failureWith: FailureWith): void {
  it('is not begun once it was called off', async () => {
    const failure = await failureWith(right, { signal: AbortSignal.abort() })
    expect(failure.message).toMatch(/called off/)
  })

  it('ends when it is called off while the answer is on its way', async () => {
    const caller = new AbortController()
    const half: Answering = (request, response) => {
      const { body, type } = api.answer(request)
      response.writeHead(200, { 'content-type': type, 'content-length': Buffer.byteLength(body) })
      response.write(body.slice(0, body.length / 2), () => setImmediate(() => caller.abort()))
    }
    expect((await failureWith(half, { signal: caller.signal })).message).toMatch(/called off/)
  })
}

/** `place` counts the requests of one reading, from 1. */
type Answering = (request: Received & { readonly place: number }, response: ServerResponse) => unknown
type Fault = (response: ServerResponse, right: StandInAnswer) => unknown

const send = (response: ServerResponse, { status = 200, type, body }: StandInAnswer): unknown =>
  response.writeHead(status, { 'content-type': type, 'content-length': Buffer.byteLength(body) }).end(body)

const refused = (status: number) => (response: ServerResponse) =>
  send(response, { status, type: 'text/html', body: `<html><body>${status}</body></html>` })

const FAULTS: { what: string; fault: Fault; told: RegExp }[] = [
  {
    what: 'the answer ends in the middle, as if that were all',
    fault: (response, { body, ...rest }) => send(response, { ...rest, body: body.slice(0, body.length / 2) }),
    told: /breaks off/,
  },
  {
    what: 'the connection is reset in the middle of the answer',
    fault: (response, { type, body }) => {
      response.writeHead(200, { 'content-type': type, 'content-length': Buffer.byteLength(body) })
      response.write(body.slice(0, body.length / 2), () => response.socket?.destroy())
    },
    told: /reset|broke off|closed/,
  },
  { what: 'the answer is empty', fault: (response, right) => send(response, { ...right, body: '' }), told: /breaks off|empty/ },
  {
    what: 'a web page comes with status 200',
    fault: (response) => send(response, { type: 'text/html', body: '<!DOCTYPE html><html><body><h1>Sign in</h1></body></html>' }),
    told: /web page/,
  },
  {
    what: 'a web page comes with status 200 and the type of an answer',
    fault: (response, { type }) => send(response, { type, body: '<html><body><h1>Sign in</h1></body></html>' }),
    told: /web page/,
  },
  { what: 'every call is one too many', fault: refused(429), told: /HTTP 429/ },
  { what: 'the server cannot', fault: refused(503), told: /HTTP 503/ },
  { what: 'nobody is let in', fault: refused(401), told: /HTTP 401/ },
  {
    what: 'the server sends the caller elsewhere',
    fault: (response) => response.writeHead(302, { location: 'http://127.0.0.1:9/elsewhere' }).end(),
    told: /HTTP 302/,
  },
]

/** The one error that is foreseen: it names the host, and nothing of it that a log may show is a secret. */
async function failureOf(feed: Feed, base: string, secrets: readonly string[], parts?: Partial<Reading>): Promise<PriceSourceError> {
  const outcome = await feed.read(reading(parts)).catch((error: unknown) => error)
  expect(outcome).toBeInstanceOf(PriceSourceError)
  const failure = outcome as PriceSourceError
  expect(failure.where).toContain(new URL(base).host)
  expect(secrets.filter((secret) => inspect(failure, { depth: 5 }).includes(secret))).toEqual([])
  return failure
}
