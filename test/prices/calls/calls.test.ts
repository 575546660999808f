import { describe, expect, it } from 'vitest'
import { PriceSourceError } from '../../../src/prices/price-source-error.ts'
import { briskCalls, reading } from '../calls-for-tests.ts'

const busy = (retryAfterSeconds?: number) =>
  new PriceSourceError('POST host/', {
    message: 'HTTP 429',
    isPassing: true,
    isOfHost: true,
    ...(retryAfterSeconds !== undefined && { retryAfterSeconds }),
  })

/** Fails so often before it answers. */
function failing(times: number, error: () => Error) {
  const calls = { count: 0 }
  const work = async () => {
    calls.count++
    if (calls.count <= times) throw error()
    return 'prices'
  }
  return { calls, work }
}

describe('a call that fails in passing', () => {
  it('is tried again until it answers', async () => {
    const { calls, work } = failing(2, busy)
    expect(await briskCalls({ attempts: 3 }).call('GET host/', reading(), work)).toBe('prices')
    expect(calls.count).toBe(3)
  })

  it('is given up after the last try, with its own error', async () => {
    const { calls, work } = failing(9, busy)
    await expect(briskCalls({ attempts: 3 }).call('GET host/', reading(), work)).rejects.toThrow('POST host/: HTTP 429')
    expect(calls.count).toBe(3)
  })

  it('waits as long as the server says before it is tried again', async () => {
    const { work } = failing(1, () => busy(0.05))
    const begun = performance.now()
    await briskCalls().call('GET host/', reading(), work)
    expect(performance.now() - begun).toBeGreaterThanOrEqual(40)
  })

  it('is given up at once where the server asks to wait longer than there is time', async () => {
    const { calls, work } = failing(1, () => busy(3600))
    await expect(briskCalls().call('GET host/', reading({ endsAt: Date.now() + 1000 }), work)).rejects.toThrow(
      'HTTP 429, and the server asks to wait 3600 s, longer than this refresh may still take; run it again later',
    )
    expect(calls.count).toBe(1)
  })
})

it('a call that cannot succeed is not tried again', async () => {
  const { calls, work } = failing(1, () => new PriceSourceError('GET host/', { message: 'HTTP 403', isPassing: false, isOfHost: true }))
  await expect(briskCalls().call('GET host/', reading(), work)).rejects.toMatchObject({ message: 'GET host/: HTTP 403', isOfHost: true })
  expect(calls.count).toBe(1)
})

it('an error that nobody foresaw stays what it is, and is not tried again', async () => {
  const { calls, work } = failing(1, () => new RangeError('a defect'))
  await expect(briskCalls().call('GET host/', reading(), work)).rejects.toThrow(RangeError)
  expect(calls.count).toBe(1)
})

it("an API's own errors are told in its own words", async () => {
  const { work } = failing(9, () => new Error('ExpiredToken'))
  const failureOf = () => ({ message: 'the credentials have expired', remedy: 'sign in again', isPassing: false, isOfHost: true })
  await expect(briskCalls().call('POST host/', reading(), work, failureOf)).rejects.toThrow(
    'POST host/: the credentials have expired; sign in again',
  )
})

it('a call that does not answer in time is passing, and told as such', async () => {
  const work = (signal: AbortSignal) =>
    new Promise((_, reject) => signal.addEventListener('abort', () => reject(new Error('aborted by the client'))))
  await expect(briskCalls({ attempts: 2, timeoutMilliseconds: 5 }).call('GET host/', reading(), work)).rejects.toMatchObject({
    message: expect.stringContaining('GET host/: no answer in time; run it again later'),
    isPassing: true,
  })
})

it('a refresh whose time is over ends every call, whatever it waits for', async () => {
  const signal = AbortSignal.timeout(5)
  const work = (within: AbortSignal) => new Promise((_, reject) => within.addEventListener('abort', () => reject(within.reason)))
  await expect(briskCalls().call('GET host/', reading({ signal }), work)).rejects.toThrow(
    'GET host/: the time for the whole refresh is over; run it again: it goes on with what is missing',
  )
})

it('a refresh that is called off says so', async () => {
  const control = new AbortController()
  control.abort()
  await expect(briskCalls().call('GET host/', reading({ signal: control.signal }), async () => 1)).rejects.toThrow(
    'the refresh was called off',
  )
})

describe('a throttle of two calls at once and one more each 20 ms', () => {
  const bucket = { burst: 2, perSecond: 50 }

  it('lets two through at once and makes the next two wait in line', async () => {
    const calls = briskCalls({ bucket })
    const begun = performance.now()
    const ends = await Promise.all([1, 2, 3, 4].map(() => calls.call('GET host/', reading(), async () => performance.now() - begun)))
    expect(ends[1]).toBeLessThan(ends[2]!)
    expect(ends[3]).toBeGreaterThanOrEqual(30)
  })

  it('counts tries, not calls: a storm of refusals is not answered by a storm of ours', async () => {
    const calls = briskCalls({ bucket, attempts: 4 })
    const begun = performance.now()
    const { work } = failing(3, busy)
    await calls.call('GET host/', reading(), work)
    expect(performance.now() - begun).toBeGreaterThanOrEqual(30)
  })
})
