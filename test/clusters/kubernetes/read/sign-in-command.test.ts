import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { type Connection, connect } from '../../../../src/clusters/kubernetes/read/connection.ts'
import { kubeconfigText, type StandIn, standIn } from './stand-in.ts'

const folder = mkdtempSync(join(tmpdir(), 'ballast-sign-in-'))
afterAll(() => rmSync(folder, { recursive: true }))

const never = new AbortController().signal
const TOKEN = 'dG9rZW4tdGhhdC1vcGVucy1hbGwtZG9vcnM'
const versionOf = (connection: Connection, signal = never): Promise<unknown> => connection.ask({ path: '/version', signal })

const failureOf = (connection: Connection): Promise<Error> =>
  versionOf(connection).then(
    () => expect.unreachable('it signed in'),
    (error: Error) => error,
  )

let written = 0
/** A connection that signs in with a shell script. */
function signedInBy(server: StandIn, script: string, exec: object = {}): Connection {
  const path = join(folder, `sign-in-${written}`)
  writeFileSync(path, `#!/bin/sh\n${script}\n`, { mode: 0o700 })
  const kubeconfig = join(folder, `config-${written++}`)
  writeFileSync(kubeconfig, kubeconfigText({ server: server.base, user: { exec: { command: `./${basename(path)}`, ...exec } } }))
  return connect({ id: 'aws-eu', kubeconfig }, { environment: { PATH: process.env.PATH } })
}

const printing = (status: object): string => `cat <<'END'\n${JSON.stringify({ kind: 'ExecCredential', status })}\nEND`

describe('a sign-in command of a kubeconfig', () => {
  it('gives the token that questions are signed with, and is run once until it expires', async () => {
    await using server = await standIn()
    const runs = join(folder, 'runs')
    const connection = signedInBy(server, `echo run >> ${runs}\n${printing({ token: TOKEN, expirationTimestamp: '2999-01-01T00:00:00Z' })}`)
    await versionOf(connection)
    await versionOf(connection)
    expect(server.received.map(({ headers }) => headers.authorization)).toEqual([`Bearer ${TOKEN}`, `Bearer ${TOKEN}`])
    expect(readFileSync(runs, 'utf8')).toBe('run\n')
  })

  it('is run anew once its token has expired', async () => {
    await using server = await standIn()
    const runs = join(folder, 'expired-runs')
    const connection = signedInBy(server, `echo run >> ${runs}\n${printing({ token: TOKEN, expirationTimestamp: '2020-01-01T00:00:00Z' })}`)
    await versionOf(connection)
    await versionOf(connection)
    expect(readFileSync(runs, 'utf8')).toBe('run\nrun\n')
  })

  it('gets its arguments, its own environment, and what Kubernetes tells such commands', async () => {
    await using server = await standIn()
    const script = `printf '{"status":{"token":"%s-%s-%s"}}' "$1" "$REGION" "$(echo "$KUBERNETES_EXEC_INFO" | grep -c '"apiVersion":"client.authentication.k8s.io/v1beta1"')"`
    const exec = { args: ['eks'], env: [{ name: 'REGION', value: 'eu' }], apiVersion: 'client.authentication.k8s.io/v1beta1' }
    await versionOf(signedInBy(server, script, exec))
    expect(server.received[0]?.headers.authorization).toBe('Bearer eks-eu-1')
  })

  it.each([
    ['is not installed', '', { command: 'no-such-command' }, 'no-such-command is not installed'],
    ['has no name', '', { command: '' }, 'its sign-in command is empty'],
    ['fails', 'echo first >&2; echo "Your session has expired" >&2; exit 1', {}, 'failed: Your session has expired'],
    ['prints nothing', 'true', {}, 'printed no credential'],
    ['prints something else', `echo ${TOKEN}`, {}, 'printed no credential'],
    ['prints no token', printing({}), {}, 'printed no credential'],
  ])('that %s is told, with the remedy', async (_, script, exec, what) => {
    await using server = await standIn()
    const error = await failureOf(signedInBy(server, script, exec))
    expect(error).toMatchObject({
      name: 'ClusterError',
      failure: 'credentials',
      what: expect.stringContaining(what),
      remedy: expect.any(String),
    })
    expect(`${error.stack}${JSON.stringify(error)}`).not.toContain(TOKEN)
    expect(server.received).toEqual([])
  })

  it('that complains with a token in its words is told without it', async () => {
    await using server = await standIn()
    const error = await failureOf(signedInBy(server, `echo "cannot use ${TOKEN} any more" >&2; exit 3`))
    expect(error.message).toContain('cannot use … any more')
    expect(error.message).not.toContain(TOKEN)
  })

  it('that never ends is ended with the question', async () => {
    await using server = await standIn()
    const pid = join(folder, 'pid')
    const connection = signedInBy(server, `echo $$ > ${pid}\nexec sleep 1000`)
    await expect(versionOf(connection, AbortSignal.timeout(300))).rejects.toMatchObject({
      failure: 'silent',
      what: 'no answer in time to signing in',
    })
    await expect.poll(() => isRunning(Number(readFileSync(pid, 'utf8')))).toBe(false)
  })
})

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}
