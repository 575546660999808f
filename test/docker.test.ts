import { spawnSync } from 'node:child_process'
import { chmodSync, existsSync, mkdtempSync, readFileSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readStages } from './docker/dockerfile.ts'
import { type Built, build, start } from './docker/rehearsal.ts'

const stages = readStages(readFileSync(new URL('../Dockerfile', import.meta.url), 'utf8'))
const manifest = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as {
  devDependencies: Record<string, string>
}
const hasGit = spawnSync('git', ['rev-parse'], { cwd: import.meta.dirname }).status === 0

test('every stage stands on the Node that package.json pins', () => {
  expect(stages.map(({ base }) => base)).toEqual(stages.map(() => `node:${manifest.devDependencies.node}-bookworm-slim`))
  expect(stages.length).toBeGreaterThan(1)
})

describe.skipIf(!hasGit)('rehearsed in a clean folder', () => {
  const built = new Map<string, Built>()
  let folder: string
  let image: Built

  beforeAll(() => {
    folder = realpathSync(mkdtempSync(join(tmpdir(), 'ballast-image-')))
    chmodSync(folder, 0o755)
    for (const stage of stages) built.set(stage.name, build(stage, join(folder, stage.name), built))
    image = [...built.values()].at(-1)!
  }, 300_000)

  afterAll(() => rmSync(folder, { recursive: true }))

  test('it starts as scripts/nightly does', () => {
    const launcher = readFileSync(new URL('../scripts/nightly', import.meta.url), 'utf8')
    expect([...image.entryPoint, ...image.command].join(' ')).toBe('node /app/src/main.ts nightly')
    expect(launcher).toContain('bin/ballast" nightly "$@"')
  })

  test('it does not run as root', () => {
    expect(image.user).toMatch(/^[1-9]\d*:[1-9]\d*$/)
  })

  test('it tells how it is used', () => {
    const { status, stdout, stderr } = start(image, [...image.command, '--help'])
    expect([status, stderr]).toEqual([0, ''])
    expect(stdout).toContain('nightly')
  })

  test('it runs the nightly job with nothing but what was copied, and writes to its volume only', () => {
    const { status, stderr } = start(image, image.command, { BALLAST_TIME_LIMIT_SECONDS: '2', BALLAST_GAP: '0.5' })
    expect(status, stderr).toBe(0)
    expect(existsSync(join(image.root, 'var/lib/ballast/out/plan.json'))).toBe(true)
    expect(existsSync(join(image.root, 'app/out'))).toBe(false)
  })

  test('what only the tests need is not in it', () => {
    expect(existsSync(join(image.root, 'app/node_modules/vitest'))).toBe(false)
    expect(existsSync(join(image.root, 'app/node_modules/highs'))).toBe(true)
  })
})
