import { describe, expect, it } from 'vitest'
import type { Connection } from '../../../../src/clusters/kubernetes/read/connection.ts'
import { type LastStates, readSnapshots } from '../../../../src/clusters/kubernetes/read/read-snapshots.ts'
import type { ClusterSnapshot } from '../../../../src/clusters/kubernetes/snapshot.ts'
import { json, type Reply, standIn, status } from './stand-in.ts'

const now = () => new Date('2026-07-20T12:00:00Z')
const reading = { atOnce: 60, deadlineSeconds: 30, now }
const never: Reply = () => undefined
const hung = () => standIn({}, { instead: () => never })

/** Where last states are kept in memory. */
function keeper(...states: ClusterSnapshot[]): LastStates & { kept: Map<string, ClusterSnapshot> } {
  const kept = new Map(states.map((state) => [state.cluster, state]))
  return { kept, save: async (state) => void kept.set(state.cluster, state), last: async (cluster) => kept.get(cluster) }
}

async function stateOf(cluster: string, readAt: string): Promise<ClusterSnapshot> {
  await using server = await standIn({ 'v1/namespaces': [{ metadata: { name: `of ${cluster}` } }] })
  const { snapshots } = await readSnapshots([server.connection(cluster)], { ...reading, now: () => new Date(readAt) })
  return snapshots[0]!
}

describe('many clusters', () => {
  it('are told in the order that they were given, whichever answers first', async () => {
    await using server = await standIn()
    const { snapshots } = await readSnapshots([server.connection('b'), server.connection('a'), server.connection('c')], reading)
    expect(snapshots.map(({ cluster }) => cluster)).toEqual(['b', 'a', 'c'])
  })

  it('are never read more at once than allowed', async () => {
    let [open, most] = [0, 0]
    const counted = (connection: Connection): Connection => ({
      ...connection,
      async ask(question) {
        const isFirst = question.path === '/version'
        if (isFirst) most = Math.max(most, ++open)
        const isLast = question.path.startsWith('/api/v1/namespaces')
        return connection.ask(question).finally(() => {
          if (isLast) open--
        })
      },
    })
    await using server = await standIn()
    const connections = Array.from({ length: 9 }, (_, i) => counted(server.connection(`cluster-${i}`)))
    expect((await readSnapshots(connections, { ...reading, atOnce: 2 })).snapshots).toHaveLength(9)
    expect(most).toBe(2)
  })

  it('do not wait for one that never answers: it gives its last state, marked stale', async () => {
    await using good = await standIn()
    await using slow = await hung()
    const states = keeper(await stateOf('slow', '2026-07-19T12:00:00Z'))
    const { snapshots, findings } = await readSnapshots([slow.connection('slow'), good.connection('good')], {
      ...reading,
      deadlineSeconds: 0.5,
      lastStates: states,
    })
    expect(findings).toEqual([])
    expect(snapshots.map(({ cluster, stale }) => [cluster, stale])).toEqual([
      ['slow', { since: '2026-07-19T12:00:00.000Z', because: 'no answer in time to GET /version' }],
      ['good', undefined],
    ])
    expect(snapshots[0]?.namespaces.map(({ name }) => name)).toEqual(['of slow'])
    expect(snapshots[0]?.findings).toMatchObject([
      { severity: 'warning', cluster: 'slow', message: expect.stringContaining('2026-07-19T12:00:00.000Z') },
    ])
  })

  it('do not have a state of one that never answered: it is an error, and it alone', async () => {
    await using good = await standIn()
    await using slow = await hung()
    const { snapshots, findings } = await readSnapshots([slow.connection('slow'), good.connection('good')], {
      ...reading,
      deadlineSeconds: 0.5,
      lastStates: keeper(),
    })
    expect(snapshots.map(({ cluster }) => cluster)).toEqual(['good'])
    expect(findings).toMatchObject([
      { severity: 'error', cluster: 'slow', subject: 'cluster slow', remedy: expect.stringContaining('API server is up') },
    ])
  })

  it('are told although one of them answers what nobody foresaw', async () => {
    await using good = await standIn()
    await using odd = await standIn({}, { instead: ({ url }) => (url.pathname === '/apis' ? json({ groups: 'many' }) : undefined) })
    const { snapshots, findings } = await readSnapshots([odd.connection('odd'), good.connection('good')], reading)
    expect(snapshots.map(({ cluster }) => cluster)).toEqual(['good'])
    expect(findings).toMatchObject([{ severity: 'error', cluster: 'odd', message: expect.stringContaining('cannot be understood') }])
  })

  it('may have a last state that an earlier version kept without a list that is read now', async () => {
    await using down = await standIn({}, { instead: () => status(401, 'Unauthorized') })
    const { nodeClaims: _, lists: __, ...older } = await stateOf('a', '2026-07-19T12:00:00Z')
    const { snapshots } = await readSnapshots([down.connection('a')], { ...reading, lastStates: keeper(older as ClusterSnapshot) })
    expect(snapshots).toMatchObject([{ nodeClaims: [], lists: [], namespaces: [{ name: 'of a' }] }])
  })

  it('are kept as they were read; a stale state takes no place of its own', async () => {
    await using good = await standIn()
    await using bad = await standIn({}, { instead: () => status(401, 'Unauthorized') })
    const before = await stateOf('bad', '2026-07-19T12:00:00Z')
    const states = keeper(before)
    const { snapshots } = await readSnapshots([good.connection('good'), bad.connection('bad')], { ...reading, lastStates: states })
    expect(states.kept.get('good')).toEqual(snapshots[0])
    expect(states.kept.get('bad')).toEqual(before)
    expect(snapshots[1]?.stale?.because).toContain('401')
  })

  it('lose the rights to one: the rights that it lacks are told beside its last state', async () => {
    await using server = await standIn({}, { denied: ['nodes'] })
    const lastStates = keeper(await stateOf('aws-eu', '2026-07-19T12:00:00Z'))
    const { snapshots } = await readSnapshots([server.connection('aws-eu')], { ...reading, lastStates })
    expect(snapshots[0]?.stale?.because).toBe('it lacks the right to list nodes')
    expect(snapshots[0]?.findings.map(({ severity, subject }) => [severity, subject])).toEqual([
      ['warning', 'cluster aws-eu'],
      ['error', 'right list nodes'],
    ])
  })

  it('are called off all together, and nothing is made of it', async () => {
    await using slow = await hung()
    const stop = new AbortController()
    const read = readSnapshots([slow.connection('slow')], {
      ...reading,
      signal: stop.signal,
      lastStates: keeper(await stateOf('slow', '2026-07-19T12:00:00Z')),
    })
    stop.abort(new Error('Ctrl-C'))
    await expect(read).rejects.toThrow('Ctrl-C')
  })
})
