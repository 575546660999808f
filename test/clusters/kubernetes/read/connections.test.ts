import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { connectAll } from '../../../../src/clusters/kubernetes/read/connect-all.ts'
import { type Connection, connect } from '../../../../src/clusters/kubernetes/read/connection.ts'
import { issuesOf } from '../../../issues-of.ts'
import { everythingOf } from './everything-of.ts'
import { kubeconfigText, standIn } from './stand-in.ts'

const folder = mkdtempSync(join(tmpdir(), 'ballast-kubeconfig-'))
afterAll(() => rmSync(folder, { recursive: true }))

const { signal } = new AbortController()
const SECRET = 'c2VjcmV0LXRva2VuLW9mLXRoZS1jbHVzdGVy'
const HTTPS = 'https://cluster.example.com'

let written = 0
function file(text: string): string {
  const path = join(folder, `config-${written++}`)
  writeFileSync(path, text)
  return path
}

const surroundings = (environment: Record<string, string> = {}) => ({ environment })
const versionOf = (connection: Connection): Promise<unknown> => connection.ask({ path: '/version', signal })

describe('a kubeconfig in a Secret of another cluster', () => {
  const kubeconfigSecret = { cluster: 'host', namespace: 'ballast', name: 'azure-eu', key: 'kubeconfig' }

  /** A cluster whose only Secret holds a text. */
  const hostWith = (text: string) =>
    standIn(
      {},
      {
        instead: ({ url }) =>
          url.pathname === '/api/v1/namespaces/ballast/secrets/azure-eu'
            ? (response) => response.end(JSON.stringify({ data: { kubeconfig: Buffer.from(text).toString('base64') } }))
            : undefined,
      },
    )

  it('is read when the cluster is first asked, and once', async () => {
    await using inner = await standIn()
    await using host = await hostWith(kubeconfigText({ server: inner.base, user: { token: SECRET } }))
    const [, connection] = connectAll(
      [
        { id: 'host', kubeconfig: file(kubeconfigText({ server: host.base })) },
        { id: 'azure-eu', kubeconfigSecret },
      ],
      surroundings(),
    )
    expect(host.received).toEqual([])
    await versionOf(connection!)
    await versionOf(connection!)
    expect([host.received.length, inner.received.length]).toEqual([1, 2])
    expect(inner.received[0]?.headers.authorization).toBe(`Bearer ${SECRET}`)
  })

  it.each([
    ['a command', { user: { exec: { command: 'id' } } }],
    ['a file with a token', { user: { tokenFile: '/etc/hostname' } }],
    ['a file with a token, as client-node spells it', { user: { 'token-file': '/etc/hostname' } }],
    ['a file with a key', { user: { 'client-key': '/etc/hostname', 'client-certificate': '/etc/hostname' } }],
    ['a file with a certificate', { cluster: { 'certificate-authority': '/etc/hostname' } }],
    ['a provider', { user: { 'auth-provider': { name: 'exec', config: { exec: { command: 'id' } } } } }],
  ])('may not name %s of this machine', async (_, part) => {
    await using host = await hostWith(kubeconfigText({ server: HTTPS, ...part }))
    const connection = connect({ id: 'azure-eu', kubeconfigSecret }, surroundings(), new Map([['host', host.connection('host')]]))
    await expect(versionOf(connection)).rejects.toMatchObject({
      failure: 'credentials',
      what: expect.stringContaining('names files or commands'),
    })
  })

  it('that is broken is told without a word of it', async () => {
    await using host = await hostWith(`token: [${SECRET}`)
    const connection = connect({ id: 'azure-eu', kubeconfigSecret }, surroundings(), new Map([['host', host.connection('host')]]))
    const error = await versionOf(connection).catch((one) => one)
    expect(error).toMatchObject({ name: 'ClusterError', failure: 'credentials' })
    expect(everythingOf(error)).not.toContain(SECRET)
  })

  it('under another key says which keys there are', async () => {
    await using host = await hostWith('x')
    const other = { ...kubeconfigSecret, key: 'value' }
    const connection = connect({ id: 'azure-eu', kubeconfigSecret: other }, surroundings(), new Map([['host', host.connection('host')]]))
    await expect(versionOf(connection)).rejects.toMatchObject({
      what: expect.stringContaining('no key "value"'),
      remedy: 'its keys are: kubeconfig',
    })
  })
})

describe('connections', () => {
  const context = { kubeconfig: file(kubeconfigText({ server: HTTPS })), context: 'local' }
  const secretOf = (cluster: string) => ({ kubeconfigSecret: { cluster, namespace: 'n', name: 's', key: 'k' } })

  it('are in the order of the clusters, whichever is reached through which', () => {
    const connections = connectAll(
      [
        { id: 'inner', ...secretOf('middle') },
        { id: 'middle', ...secretOf('outer') },
        { id: 'outer', ...context },
      ],
      surroundings(),
    )
    expect(connections.map(({ cluster }) => cluster)).toEqual(['inner', 'middle', 'outer'])
  })

  it('tell every mistake at once, and where', () => {
    const described = [
      { id: 'a', ...context, context: 'locale' },
      { id: 'b', ...secretOf('outre') },
      { id: 'c', inCluster: true },
      { id: 'd', ...secretOf('e') },
      { id: 'e', ...secretOf('d') },
      { id: 'outer', ...context },
    ]
    const issues = issuesOf(() => connectAll(described, surroundings()))
    expect(issues.map(({ path, remedy }) => [path, remedy]).toSorted()).toEqual([
      ['clusters[0]', 'did you mean "local"?'],
      ['clusters[1].kubeconfigSecret.cluster', 'did you mean "outer"?'],
      ['clusters[2]', 'name a context of a kubeconfig instead'],
      ['clusters[3].kubeconfigSecret.cluster', 'reach one of them by a context'],
      ['clusters[4].kubeconfigSecret.cluster', 'reach one of them by a context'],
    ])
  })
})
