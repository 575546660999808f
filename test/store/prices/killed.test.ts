import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { expect, it, onTestFinished } from 'vitest'
import { openStore } from '../../../src/store/store.ts'

it('a refresh whose process is killed loses no answer that was kept, keeps no half of one, and is gone on with', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'ballast-prices-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  const keptAtLeast = await killedAfter(folder, 5)
  const store = await openStore(folder, { now: () => new Date() })
  const known = await store.prices.at(new Date())
  const { resumed, doneFeeds } = await store.prices.start('all', { anew: false })
  await store.close()
  expect(known).toHaveLength(500)
  expect(new Set(known.map(({ usdPerHour }) => usdPerHour)).size).toBe(1)
  expect(resumed).toBe(true)
  expect(doneFeeds.size).toBeGreaterThanOrEqual(keptAtLeast)
  expect(known[0]!.usdPerHour).toBe(1 + (doneFeeds.size % 2))
})

/** How many answers the process said that it had kept, when it was killed as it kept another. */
async function killedAfter(folder: string, turns: number): Promise<number> {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'child.ts'), folder], { stdio: ['ignore', 'pipe', 'inherit'] })
  const ended = once(child, 'close')
  for await (const line of createInterface(child.stdout)) {
    if (Number(line) < turns) continue
    child.kill('SIGKILL')
    await ended
    return Number(line)
  }
  throw new Error('the process ended by itself')
}
