import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { PGlite } from '@electric-sql/pglite'
import { Kysely, PGliteDialect } from 'kysely'
import type { Connection } from './connection.ts'
import { lockFolder } from './folder-lock.ts'
import { badLocation } from './location.ts'
import type { Database } from './schema.ts'
import { sparingMemory } from './sparing-memory.ts'
import { reasonOf, StoreError } from './store-error.ts'

/** Ballast reads little at a time; PGlite's own 160 MB would come on top of the solver's. */
const SHARED_BUFFERS = ['-c', 'shared_buffers=16MB']

/**
 * The in-process PostgreSQL (PGlite) in a folder, held for this process alone.
 * What is committed survives the end of the process, however it ends; a loss of power may cost the last
 * transactions, for PGlite flushes nothing to the disk: who minds that sets a PostgreSQL server.
 */
export async function connectEmbedded(folder: string, now: () => Date): Promise<Connection> {
  makeFolder(folder)
  const lock = lockFolder(folder, now)
  try {
    const pglite = await startPglite(folder)
    const db = new Kysely<Database>({ dialect: new PGliteDialect({ pglite }) })
    return { db, owner: '0', close: () => db.destroy().finally(() => closeAll(pglite, lock)) }
  } catch (error) {
    lock.release()
    throw error
  }
}

/** Kysely leaves a database open that it never used. */
async function closeAll(pglite: PGlite, lock: { release(): void }): Promise<void> {
  try {
    if (!pglite.closed) await pglite.close()
  } finally {
    lock.release()
  }
}

function makeFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
  } catch (error) {
    throw badLocation(`"${folder}" cannot be used as a folder: ${reasonOf(error)}`)
  }
}

/** A first start that was cut short leaves its mark, and the next one begins anew: no caller had yet seen that database. */
async function startPglite(folder: string): Promise<PGlite> {
  const dataFolder = join(folder, 'pglite')
  const unfinished = join(folder, 'unfinished')
  if (existsSync(unfinished)) rmSync(dataFolder, { recursive: true, force: true })
  if (!existsSync(dataFolder)) writeFileSync(unfinished, '')
  mkdirSync(dataFolder, { recursive: true, mode: 0o700 })
  const pglite = await sparingMemory(() => ready(dataFolder))
  rmSync(unfinished, { force: true })
  return pglite
}

async function ready(dataFolder: string): Promise<PGlite> {
  try {
    return await PGlite.create(dataFolder, { startParams: [...PGlite.defaultStartParams, ...SHARED_BUFFERS] })
  } catch (error) {
    const remedy = 'move that folder away to start anew, or put back a copy of it'
    throw new StoreError(`cannot open the database in ${dataFolder}: ${reasonOf(error)}; ${remedy}`, { cause: error })
  }
}
