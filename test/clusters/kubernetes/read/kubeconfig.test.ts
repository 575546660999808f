import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
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
const mistakeIn = (text: string, context = 'local') =>
  issuesOf(() => connect({ id: 'aws-eu', context, kubeconfig: file(text) }, surroundings()))
const versionOf = (connection: Connection): Promise<unknown> => connection.ask({ path: '/version', signal })

describe('a kubeconfig', () => {
  it('is read without any call', async () => {
    await using server = await standIn()
    connect({ id: 'aws-eu', context: 'local', kubeconfig: file(kubeconfigText({ server: server.base })) }, surroundings())
    expect(server.received).toEqual([])
  })

  it('signs questions with its token', async () => {
    await using server = await standIn()
    await versionOf(
      connect({ id: 'aws-eu', kubeconfig: file(kubeconfigText({ server: server.base, user: { token: `${SECRET}\n` } })) }, surroundings()),
    )
    expect(server.received[0]?.headers.authorization).toBe(`Bearer ${SECRET}`)
  })

  it('may keep the token in a file beside it', async () => {
    await using server = await standIn()
    const tokenFile = file(`${SECRET}\n`).split('/').at(-1)
    await versionOf(
      connect({ id: 'aws-eu', kubeconfig: file(kubeconfigText({ server: server.base, user: { tokenFile } })) }, surroundings()),
    )
    expect(server.received[0]?.headers.authorization).toBe(`Bearer ${SECRET}`)
  })

  it('is found through KUBECONFIG, a list whose first file holds, and which may name files that are not there', async () => {
    await using first = await standIn()
    await using second = await standIn()
    const files = [join(folder, 'not-there'), file(kubeconfigText({ server: first.base })), file(kubeconfigText({ server: second.base }))]
    await versionOf(connect({ id: 'aws-eu', context: 'local' }, surroundings({ KUBECONFIG: files.join(delimiter) })))
    expect([first.received.length, second.received.length]).toEqual([1, 0])
  })

  it('of a list may have its context in one file and its cluster in another', async () => {
    await using server = await standIn()
    const contexts = file(JSON.stringify({ contexts: [{ name: 'mine', context: { cluster: 'local', user: 'local' } }] }))
    const list = [contexts, file(kubeconfigText({ server: server.base }))].join(delimiter)
    await versionOf(connect({ id: 'aws-eu', context: 'mine' }, surroundings({ KUBECONFIG: list })))
    expect(server.received).toHaveLength(1)
  })

  it('that is nowhere is a mistake that names where it was looked for', () => {
    const error = (() => {
      try {
        connect({ id: 'aws-eu' }, surroundings({ HOME: folder }))
      } catch (one) {
        return String(one)
      }
    })()
    expect(error).toContain(join(folder, '.kube', 'config'))
    expect(error).toContain('set KUBECONFIG')
  })

  it('without the context says which was probably meant', () => {
    expect(mistakeIn(kubeconfigText({ server: HTTPS }), 'locl')).toMatchObject([
      { message: 'has no context "locl"', remedy: 'did you mean "local"?' },
    ])
  })

  it.each([
    ['whose context names no cluster', { clusters: [] }, 'names a cluster that is not there'],
    ['whose context names no user', { users: [] }, 'names a user who is not there'],
    ['whose cluster has no server', { clusters: [{ name: 'local', cluster: {} }] }, 'clusters[0].cluster.server is missing'],
  ])('%s is a mistake', (_, part, message) => {
    const text = JSON.stringify({ ...JSON.parse(kubeconfigText({ server: HTTPS })), ...part })
    expect(mistakeIn(text)).toMatchObject([{ message: expect.stringContaining(message) }])
  })

  it.each(['http://cluster.example.com', 'http://10.0.0.1:8080', 'ftp://cluster.example.com', 'cluster'])(
    'that would send its credentials to %s is a mistake',
    (server) => {
      expect(mistakeIn(kubeconfigText({ server }))).toMatchObject([{ message: expect.stringContaining('is not an https address') }])
    },
  )

  it.each([
    ['broken YAML', `users:\n- name: local\n  user: {token: ${SECRET}\n  bad: [`],
    ['a text that is none', SECRET],
    ['a list', `- ${SECRET}`],
    ['a user without a name', JSON.stringify({ users: [{ user: { token: SECRET } }] })],
    ['a context that is not there', kubeconfigText({ server: HTTPS, user: { token: SECRET } }).replaceAll('"local"', '"other"')],
    ['tabs', `users:\n\t- token: ${SECRET}`],
  ])('with %s is refused without a word of what it holds', (_, text) => {
    let error: unknown
    try {
      connect({ id: 'aws-eu', context: 'local', kubeconfig: file(text) }, surroundings())
    } catch (one) {
      error = one
    }
    expect(error).toMatchObject({ name: 'InputError' })
    expect(everythingOf(error)).not.toContain(SECRET)
  })

  it('that turns off the check of certificates is warned of', () => {
    const text = kubeconfigText({ server: HTTPS, cluster: { 'insecure-skip-tls-verify': true } })
    const connection = connect({ id: 'aws-eu', kubeconfig: file(text) }, surroundings())
    expect(connection.findings()).toMatchObject([
      { severity: 'warning', cluster: 'aws-eu', message: expect.stringContaining('insecure-skip-tls-verify') },
    ])
    expect(connect({ id: 'aws-eu', kubeconfig: file(kubeconfigText({ server: HTTPS })) }, surroundings()).findings()).toEqual([])
  })

  it('whose certificate is no certificate is told without a word of it', async () => {
    const user = { 'client-certificate-data': SECRET, 'client-key-data': SECRET }
    const connection = connect({ id: 'aws-eu', kubeconfig: file(kubeconfigText({ server: 'https://127.0.0.1:1', user })) }, surroundings())
    const error = await versionOf(connection).catch((one) => one)
    expect(error).toMatchObject({ name: 'ClusterError', failure: 'credentials' })
    expect(everythingOf(error)).not.toContain(SECRET)
  })

  it('whose certificate is in a file that is gone says so', async () => {
    const user = { 'client-certificate': 'gone.crt', 'client-key': 'gone.key' }
    const connection = connect({ id: 'aws-eu', kubeconfig: file(kubeconfigText({ server: HTTPS, user })) }, surroundings())
    await expect(versionOf(connection)).rejects.toMatchObject({ failure: 'credentials', remedy: expect.stringContaining('files') })
  })
})
