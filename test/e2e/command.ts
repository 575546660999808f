import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { afterAll, afterEach } from 'vitest'

export const ROOT = join(import.meta.dirname, '..', '..')
const NODE = join(ROOT, 'node_modules', '.bin', 'node')

export interface Ended {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

/** Runs the true command in a folder, on the pinned Node, without a terminal and with a store of its own. */
export function ballast(folder: string, args: readonly string[], environment: Record<string, string> = {}): Promise<Ended> {
  return begun(folder, args, environment).ended
}

export interface Begun {
  readonly ended: Promise<Ended>
  /** Resolves once stderr says so; rejects where it ends without. */
  says(what: RegExp): Promise<void>
  kill(signal: NodeJS.Signals): void
}

/** The same, while it runs. */
export function begun(folder: string, args: readonly string[], environment: Record<string, string> = {}): Begun {
  const own = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('BALLAST_')))
  const child = spawn(NODE, [join(ROOT, 'src', 'main.ts'), ...args], { cwd: folder, env: { ...own, ...environment } })
  child.stdin.end()
  let said = ''
  child.stderr.on('data', (part) => {
    said += part
  })
  const ended = Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]).then(([stdout, stderr, [code]]) => ({
    code: code as number | null,
    stdout,
    stderr,
  }))
  const says = async (what: RegExp) => {
    while (!what.test(said)) {
      if (child.exitCode !== null) throw new Error(`it ended without saying ${what}: ${said}`)
      await Promise.race([once(child.stderr, 'data'), ended])
    }
  }
  return { ended, says, kill: (signal) => void child.kill(signal) }
}

const folders: string[] = []

/** An empty folder that is gone after the test. */
export function emptyFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'ballast-e2e-'))
  folders.push(folder)
  return folder
}

afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true })
})

/** An empty folder for all tests of a file. */
export function keptFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'ballast-e2e-'))
  afterAll(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}
