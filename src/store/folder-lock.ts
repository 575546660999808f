import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import type { Holder } from './store-error.ts'
import { reasonOf, StoreError, StoreLockedError } from './store-error.ts'

export interface FolderLock {
  release(): void
}

/** Two processes that start at once shut each other out for an instant: each tries again this long. */
const TRY_FOR_MILLISECONDS = 500
/** In the low byte; what is above it says what kind of busy. */
const SQLITE_BUSY = 5

/**
 * Holds a folder for this process alone until released. Throws StoreLockedError where another one holds it.
 *
 * The lock is the operating system's, taken by an SQLite file that is never written to: it ends with the process, however
 * that ends, and holds between containers that share a volume, where process ids mean nothing. Who holds it stands in a
 * file beside it, only to be told: reading the lock file itself would free the lock (POSIX: closing any handle of it does).
 */
export function lockFolder(folder: string, now: () => Date): FolderLock {
  const lock = takeLock(folder)
  const holder: Holder = { pid: process.pid, since: now().toISOString() }
  writeWhole(holderFile(folder), JSON.stringify(holder))
  return {
    release() {
      rmSync(holderFile(folder), { force: true })
      lock.close()
    },
  }
}

function takeLock(folder: string): DatabaseSync {
  let lock: DatabaseSync | undefined
  try {
    lock = new DatabaseSync(join(folder, 'lock'), { timeout: TRY_FOR_MILLISECONDS })
    lock.exec('BEGIN EXCLUSIVE')
    return lock
  } catch (error) {
    lock?.close()
    if (((error as { errcode?: number }).errcode ?? 0) % 256 === SQLITE_BUSY) throw new StoreLockedError(folder, readHolder(folder))
    const remedy = 'make the folder writable, or set BALLAST_STORE to a folder on a local disk'
    throw new StoreError(`cannot lock the store in ${folder}: ${reasonOf(error)}; ${remedy}`, { cause: error })
  }
}

const holderFile = (folder: string): string => join(folder, 'holder.json')

function readHolder(folder: string): Holder | undefined {
  try {
    return JSON.parse(readFileSync(holderFile(folder), 'utf8')) as Holder
  } catch {
    return undefined
  }
}

function writeWhole(path: string, text: string): void {
  writeFileSync(`${path}.new`, text)
  renameSync(`${path}.new`, path)
}
