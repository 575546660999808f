import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmod, cp, mkdir, mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { PGlite } from '@electric-sql/pglite'
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest'
import { openStore } from '../../src/store/store.ts'
import { StoreError, StoreLockedError } from '../../src/store/store-error.ts'

const child = join(import.meta.dirname, 'child.ts')
const now = (): Date => new Date()
/** A store that was opened once and closed: the first start takes seconds, a copy of what it made does not. */
let made: string
let parent: string
let folder: string
let children: ChildProcess[]

beforeAll(async () => {
  made = await mkdtemp(join(tmpdir(), 'ballast-folder-'))
  await (await openStore(made, { now })).close()
})
afterAll(() => rm(made, { recursive: true }))
beforeEach(async () => {
  parent = await mkdtemp(join(tmpdir(), 'ballast-folder-'))
  folder = join(parent, 'deep', '.ballast')
  children = []
})
afterEach(async () => {
  await Promise.all(children.map(killed))
  await rm(parent, { recursive: true })
})

it('makes a folder that only its owner can read', async () => {
  await (await openStore(folder, { now })).close()
  expect((await stat(folder)).mode & 0o777).toBe(0o700)
  expect((await stat(join(folder, 'pglite'))).mode & 0o777).toBe(0o700)
})

it('guards its data also in a folder that others can read', async () => {
  await mkdir(folder, { recursive: true })
  await chmod(folder, 0o755)
  await (await openStore(folder, { now })).close()
  expect((await stat(join(folder, 'pglite'))).mode & 0o777).toBe(0o700)
})

it('tells a second process who holds the store, since when, and what to do', async () => {
  await cp(made, folder, { recursive: true })
  const holder = start()
  await firstLine(holder)
  const refused = await openStore(folder, { now }).catch((error: Error) => error)
  expect(refused).toBeInstanceOf(StoreLockedError)
  expect((refused as Error).message).toMatch(
    new RegExp(`in use by process ${holder.pid} since 20.*Z: wait until it ends, or set BALLAST_STORE to`),
  )
})

it('serves one at a time also within a process', async () => {
  await cp(made, folder, { recursive: true })
  const store = await openStore(folder, { now })
  await expect(openStore(folder, { now })).rejects.toThrow(`in use by process ${process.pid}`)
  await store.runs.start('nightly')
  await store.close()
  await (await openStore(folder, { now })).close()
})

it('lets exactly one of four processes have the store that start at once', async () => {
  const starting = Array.from({ length: 4 }, start)
  const outcomes = await Promise.all(starting.map(outcome))
  expect(outcomes.filter((what) => what === 'open')).toHaveLength(1)
  expect(outcomes.filter((what) => what.includes('StoreLockedError'))).toHaveLength(3)
})

it('opens after its holder was killed in the middle of writing: whole transactions only, and the run failed as interrupted', async () => {
  await cp(made, folder, { recursive: true })
  const holder = start()
  const runId = await firstLine(holder)
  await wrote(holder, 20)
  await killed(holder)
  const store = await openStore(folder, { now })
  const entries = await store.audit.list()
  expect(entries.length).toBeGreaterThanOrEqual(40)
  expect(entries.length % 2).toBe(0)
  expect(await store.audit.verify()).toBeUndefined()
  const run = await store.runs.find(runId)
  expect(run).toMatchObject({ status: 'failed', error: expect.stringMatching(/^interrupted/), endedAt: expect.any(String) })
  await store.close()
})

it('leaves a run of a killed process as running in the database itself, until the store is opened again', async () => {
  await cp(made, folder, { recursive: true })
  const holder = start()
  const runId = await firstLine(holder)
  await killed(holder)
  const database = await PGlite.create(join(folder, 'pglite'))
  const { rows } = await database.query('select id, status, ended_at from ballast.runs')
  expect(rows).toEqual([{ id: runId, status: 'running', ended_at: null }])
  await database.close()
})

it('begins anew where its very first start was cut short', async () => {
  await mkdir(join(folder, 'pglite', 'base'), { recursive: true })
  await writeFile(join(folder, 'pglite', 'PG_VERSION'), '18\n')
  await writeFile(join(folder, 'unfinished'), '')
  const store = await openStore(folder, { now })
  expect(await store.runs.list()).toEqual([])
  await store.close()
  expect((await readdir(folder)).toSorted()).toEqual(['lock', 'pglite'])
})

it('never begins anew over data that it did not leave unfinished: it says what to do, and lets go of the folder', async () => {
  await mkdir(join(folder, 'pglite'), { recursive: true })
  await writeFile(join(folder, 'pglite', 'PG_VERSION'), '18\n')
  await writeFile(join(folder, 'pglite', 'precious'), 'x')
  await expect(openStore(folder, { now })).rejects.toThrow(StoreError)
  await expect(openStore(folder, { now })).rejects.toThrow(/cannot open the database in .*pglite.*move that folder away to start anew/)
  expect(await readdir(join(folder, 'pglite'))).toEqual(['PG_VERSION', 'precious'])
})

function start(): ChildProcess {
  const started = spawn(process.execPath, [child, folder], { stdio: ['ignore', 'pipe', 'pipe'] })
  children.push(started)
  return started
}

async function firstLine(of: ChildProcess): Promise<string> {
  const [line] = await once(createInterface(of.stdout!), 'line')
  return line as string
}

async function wrote(by: ChildProcess, times: number): Promise<void> {
  let seen = 0
  for await (const _line of createInterface(by.stdout!)) if (++seen === times) return
}

/** `open`, or what the process said when it ended. */
async function outcome(of: ChildProcess): Promise<string> {
  let said = ''
  of.stderr!.on('data', (text) => {
    said += text
  })
  return Promise.race([firstLine(of).then(() => 'open'), once(of, 'close').then(() => said)])
}

async function killed(process: ChildProcess): Promise<void> {
  if (process.exitCode !== null || process.signalCode !== null) return
  const ended = once(process, 'close')
  process.kill('SIGKILL')
  await ended
}
