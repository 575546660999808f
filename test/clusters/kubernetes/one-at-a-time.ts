import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'

/**
 * The right to the control planes, which files of tests that run side by side share: one that stops an API server would disturb the others.
 * Resolves once nobody else has it; what it resolves to gives it back. A process that has gone has nothing.
 */
export async function exclusively(folder: string): Promise<() => void> {
  const lock = join(folder, 'in-use-by-tests')
  for (;;) {
    try {
      mkdirSync(lock)
      writeFileSync(join(lock, 'pid'), String(process.pid))
      return () => rmSync(lock, { recursive: true, force: true })
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    }
    if (holderHasGone(lock)) rmSync(lock, { recursive: true, force: true })
    else await setTimeout(200)
  }
}

function holderHasGone(lock: string): boolean {
  try {
    process.kill(Number(readFileSync(join(lock, 'pid'), 'utf8')), 0)
    return false
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ESRCH'
  }
}
