import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'
import type { GiB, Seconds } from '../../../src/domain/units.ts'

export interface RunOptions {
  /** After this it is ended: far beyond any time limit that it was given itself. */
  readonly patienceSeconds: Seconds
  readonly signal: AbortSignal
  /** Variables besides those of this process. */
  readonly environment?: Readonly<Record<string, string>>
  /** Each line that it writes to stdout or stderr, with the time since its start. */
  readonly onLine?: (line: string, seconds: Seconds) => void
}

export interface Ran {
  /** From start to end of the whole process. */
  readonly seconds: Seconds
  /** Undefined where it ended before it could tell. */
  readonly peakMemoryGiB: GiB | undefined
  readonly exitCode: number | null
  readonly wasEnded: boolean
  /** The last lines of stderr: why it failed, if it did. */
  readonly lastWords: string
}

const PRELOAD = join(import.meta.dirname, '..', 'processes', 'tell-peak-memory.ts')
const KIB_PER_GIB = 2 ** 20

/** Runs a script on this Node in a process of its own, and measures it. Throws the signal's reason where that is aborted. */
export async function runMeasured(script: string, args: readonly string[], options: RunOptions): Promise<Ran> {
  options.signal.throwIfAborted()
  const startedAt = performance.now()
  const elapsed = () => (performance.now() - startedAt) / 1000
  const env = { ...process.env, ...options.environment }
  const child = spawn(process.execPath, [`--import=${PRELOAD}`, script, ...args], { env, stdio: ['ignore', 'pipe', 'pipe'] })
  const end = () => child.kill('SIGKILL')
  let wasEnded = false
  const timer = setTimeout(() => {
    wasEnded = end()
  }, options.patienceSeconds * 1000)
  options.signal.addEventListener('abort', end, { once: true })
  const tell = (line: string) => options.onLine?.(line, elapsed())
  const [, errors] = await Promise.all([linesOf(child.stdout, tell), linesOf(child.stderr, tell), ended(child)])
  clearTimeout(timer)
  options.signal.removeEventListener('abort', end)
  options.signal.throwIfAborted()
  return { seconds: elapsed(), ...memoryFrom(errors), exitCode: child.exitCode, wasEnded }
}

function ended(child: ReturnType<typeof spawn>): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  child.once('error', reject)
  child.once('close', () => resolve())
  return promise
}

const KEPT_LINES = 20

/** The last lines of a stream, each told as it comes. */
async function linesOf(stream: Readable, tell: (line: string) => void): Promise<string[]> {
  const last: string[] = []
  for await (const line of createInterface({ input: stream })) {
    tell(line)
    last.push(line)
    if (last.length > KEPT_LINES) last.shift()
  }
  return last
}

function memoryFrom(lines: readonly string[]): Pick<Ran, 'peakMemoryGiB' | 'lastWords'> {
  const kib = lines.map((line) => /^peak memory (\d+) KiB$/.exec(line)?.[1]).findLast((found) => found !== undefined)
  const words = lines.filter((line) => line !== '' && !line.startsWith('peak memory '))
  return { peakMemoryGiB: kib === undefined ? undefined : Number(kib) / KIB_PER_GIB, lastWords: words.slice(-3).join(' · ') }
}
