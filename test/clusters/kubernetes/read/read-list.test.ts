import { describe, expect, it } from 'vitest'
import { type ListAsRead, readList } from '../../../../src/clusters/kubernetes/read/read-list.ts'
import { json, type StandIn, standIn, status } from './stand-in.ts'

const pods = (count: number): object[] => Array.from({ length: count }, (_, i) => ({ metadata: { name: `pod-${i}` } }))
const nameOf = (object: unknown): string => (object as { metadata: { name: string } }).metadata.name

const GONE = status(410, 'The provided continue parameter is too old to display a consistent list result.')

function read(server: StandIn, limit = 2): Promise<ListAsRead<string>> {
  const { signal } = new AbortController()
  return readList(server.connection(), { path: '/api/v1/pods', isMetadataEnough: false, limit, signal }, nameOf)
}

describe('a list', () => {
  it('is read page by page, each object once and in order', async () => {
    await using server = await standIn({ 'v1/pods': pods(5) })
    expect(await read(server)).toEqual({ kept: ['pod-0', 'pod-1', 'pod-2', 'pod-3', 'pod-4'], objects: 5, resourceVersion: '7' })
    expect(server.received.map(({ url }) => url.search)).toEqual(['?limit=2', '?limit=2&continue=2', '?limit=2&continue=4'])
  })

  it('that is empty may have null for its objects', async () => {
    await using server = await standIn({}, { instead: () => json({ items: null, metadata: {} }) })
    expect((await read(server)).kept).toEqual([])
  })

  it('whose continuation has expired is begun anew, and holds nothing twice', async () => {
    let expired = 0
    await using server = await standIn(
      { 'v1/pods': pods(3) },
      { instead: ({ url }) => (url.searchParams.has('continue') && expired++ === 0 ? GONE : undefined) },
    )
    expect((await read(server)).kept).toEqual(['pod-0', 'pod-1', 'pod-2'])
    expect(server.asked('/api/v1/pods')).toBe(4)
  })

  it('that expires again and again is given up', async () => {
    await using server = await standIn(
      { 'v1/pods': pods(3) },
      { instead: ({ url }) => (url.searchParams.has('continue') ? GONE : undefined) },
    )
    await expect(read(server)).rejects.toMatchObject({ failure: 'expired', what: expect.stringContaining('410') })
    expect(server.asked('/api/v1/pods')).toBe(4)
  })

  it('that leads back to the same page is no list', async () => {
    await using server = await standIn({}, { instead: () => json({ items: pods(1), metadata: { continue: 'again' } }) })
    await expect(read(server)).rejects.toMatchObject({ failure: 'broken', what: expect.stringContaining('without an end') })
    expect(server.asked('/api/v1/pods')).toBe(2)
  })

  it('of another form is refused', async () => {
    await using server = await standIn({}, { instead: () => json({ items: 'many' }) })
    await expect(read(server)).rejects.toMatchObject({ failure: 'broken' })
  })
})
