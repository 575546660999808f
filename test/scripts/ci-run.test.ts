import { execFileSync, spawnSync } from 'node:child_process'
import { chmodSync, cpSync, existsSync, globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'

const RUN = new URL('../../.ci/run', import.meta.url)
const hasPostgres = globSync('/usr/lib/postgresql/*/bin/initdb').length > 0
const isRoot = process.getuid?.() === 0

let project: string

beforeEach(() => {
  project = mkdtempSync(join(tmpdir(), 'ballast-ci-'))
  chmodSync(project, 0o755)
  mkdirSync(join(project, '.ci'))
  mkdirSync(join(project, 'scripts'))
  cpSync(RUN, join(project, '.ci/run'))
  // Found, so that nothing is installed for a test.
  mkdirSync(join(project, 'bin'))
  writeFileSync(join(project, 'bin/prometheus'), '#!/bin/sh\n', { mode: 0o755 })
})

const environment = () => ({ ...process.env, PATH: `${join(project, 'bin')}:${process.env.PATH}` })

afterEach(() => rmSync(project, { recursive: true }))

/** Runs .ci/run over tests that do what the script says, from another folder. */
function runOver(script: string) {
  writeFileSync(join(project, 'scripts/test'), `#!/bin/bash\n${script}\n`, { mode: 0o755 })
  return spawnSync(join(project, '.ci/run'), { cwd: tmpdir(), encoding: 'utf8', env: environment() })
}

const isListening = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => resolve(socket.destroy() && true))
    socket.once('error', () => resolve(false))
  })

test.skipIf(!hasPostgres)('the tests find a PostgreSQL of their own, which is gone when they have failed', async () => {
  const { status, stderr } = runOver(`
    echo "$BALLAST_TEST_POSTGRES" > url
    port=\${BALLAST_TEST_POSTGRES##*:}; exec 3<>"/dev/tcp/127.0.0.1/\${port%/*}" && touch connected
    exit 7`)
  expect(status).toBe(7)
  expect(stderr).not.toContain('PostgreSQL')
  expect(existsSync(join(project, 'connected'))).toBe(true)
  const url = new URL(readFileSync(join(project, 'url'), 'utf8'))
  expect(url.hostname).toBe('127.0.0.1')
  expect(await isListening(Number(url.port))).toBe(false)
})

test.skipIf(!hasPostgres)('nothing of the throw-away cluster is left in the temporary folder', () => {
  const folder = join(project, 'temporary')
  mkdirSync(folder, { mode: 0o777 })
  chmodSync(folder, 0o777)
  writeFileSync(join(project, 'scripts/test'), '#!/bin/bash\nexit 0\n', { mode: 0o755 })
  execFileSync(join(project, '.ci/run'), { env: { ...environment(), TMPDIR: folder } })
  expect(globSync('*', { cwd: folder })).toEqual([])
})

test.skipIf(!isRoot)('a user who may install nothing gets the tests without PostgreSQL, and is told so', () => {
  chmodSync(project, 0o777)
  writeFileSync(join(project, 'scripts/test'), '#!/bin/bash\necho "url: $BALLAST_TEST_POSTGRES"\n', { mode: 0o755 })
  const script = readFileSync(RUN, 'utf8').replaceAll('/usr/lib/postgresql', '/nowhere').replace('command -v pg_config', 'false')
  writeFileSync(join(project, '.ci/run'), script, { mode: 0o755 })
  const { status, stdout, stderr } = spawnSync('setpriv', ['--reuid=65534', '--regid=65534', '--clear-groups', join(project, '.ci/run')], {
    cwd: '/',
    encoding: 'utf8',
    env: { PATH: process.env.PATH! },
  })
  expect([status, stdout]).toEqual([0, 'url: \n'])
  expect(stderr).toContain('the tests that need it are skipped')
})
