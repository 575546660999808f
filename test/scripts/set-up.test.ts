import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'

const ROOT = new URL('../../', import.meta.url)
/** Installs as npm does: the pinned Node, if its install script may run, and last npm's own mark. */
const NPM = `#!/bin/sh
echo "$*" >> npm-calls
mkdir -p node_modules/.bin
[ -e ../scripts-are-blocked ] || ln -sf "${process.execPath}" node_modules/.bin/node
touch node_modules/.package-lock.json
`
const OLD_NODE = '#!/bin/sh\necho v20.19.0\n'

let folder: string
let clone: string

beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'ballast-set-up-')))
  clone = join(folder, 'clone')
  for (const name of ['bin', 'src', '../machine']) mkdirSync(join(clone, name), { recursive: true })
  for (const name of ['scripts/set-up', 'scripts/nightly', 'bin/ballast']) cpSync(new URL(name, ROOT), join(clone, name))
  writeFileSync(join(clone, 'package-lock.json'), '{}')
  writeFileSync(join(clone, 'src/main.ts'), 'console.log(process.cwd(), ...process.argv.slice(2))')
  machineHas('npm', NPM)
  machineHas('node', OLD_NODE)
})

afterEach(() => rmSync(folder, { recursive: true }))

const machineHas = (program: string, text: string) => writeFileSync(join(folder, 'machine', program), text, { mode: 0o755 })
const npmCalls = () => readFileSync(join(clone, 'npm-calls'), 'utf8').trimEnd().split('\n')

function run(command: string, args: readonly string[] = []) {
  const path = `${join(folder, 'machine')}:/usr/bin:/bin`
  return spawnSync(command, args, { cwd: folder, encoding: 'utf8', env: { PATH: path } })
}

test('a fresh clone installs from its lock file, then runs on the pinned Node where the user stands', () => {
  const { stdout, stderr } = run(join(clone, 'scripts/nightly'), ['--out', 'here'])
  expect(stdout).toBe(`${folder} nightly --out here\n`)
  expect(stderr).toContain('installing its packages')
  expect(npmCalls()).toEqual(['ci --include=dev --loglevel=error'])
})

test('what is installed is not installed again, and nothing is said', () => {
  run(join(clone, 'bin/ballast'))
  expect(run(join(clone, 'bin/ballast'), ['verify'])).toMatchObject({ stdout: `${folder} verify\n`, stderr: '', status: 0 })
  expect(npmCalls()).toHaveLength(1)
})

test('a lock file newer than what is installed is installed', () => {
  run(join(clone, 'bin/ballast'))
  const inAMinute = Date.now() / 1000 + 60
  utimesSync(join(clone, 'package-lock.json'), inAMinute, inAMinute)
  run(join(clone, 'bin/ballast'))
  expect(npmCalls()).toHaveLength(2)
})

test('a link to the command finds the clone', () => {
  symlinkSync(join(clone, 'bin/ballast'), join(folder, 'linked'))
  expect(run(join(folder, 'linked'), ['solve']).stdout).toBe(`${folder} solve\n`)
})

test('an install that fails says so, and runs nothing', () => {
  machineHas('npm', '#!/bin/sh\nexit 1\n')
  const { status, stdout, stderr } = run(join(clone, 'bin/ballast'))
  expect([status, stdout]).toEqual([1, ''])
  expect(stderr).toContain('npm ci failed')
})

test('where npm may run no install scripts, the machine’s own Node runs it if it is new enough', () => {
  writeFileSync(join(folder, 'scripts-are-blocked'), '')
  machineHas('node', `#!/bin/sh\nexec "${process.execPath}" "$@"\n`)
  expect(run(join(clone, 'bin/ballast'), ['report'])).toMatchObject({ stdout: `${folder} report\n`, status: 0 })
})

test('where npm may run no install scripts and the machine’s own Node is old, one line says what to do', () => {
  writeFileSync(join(folder, 'scripts-are-blocked'), '')
  const { status, stderr } = run(join(clone, 'bin/ballast'))
  expect(status).toBe(1)
  expect(stderr.trimEnd().split('\n').at(-1)).toMatch(/^ballast: Node 24 is missing: install it, or let npm do so: .*npm rebuild node/)
})
