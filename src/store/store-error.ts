/** The store cannot be reached, opened, brought up to date or written to; nothing was written. */
export class StoreError extends Error {
  override readonly name: string = 'StoreError'
}

/** Who holds a folder, as it says of itself; absent where it has not said so yet. */
export interface Holder {
  readonly pid: number
  readonly since: string
}

/** Another process has the embedded store open: it serves one at a time. */
export class StoreLockedError extends StoreError {
  override readonly name = 'StoreLockedError'
  readonly holder: Holder | undefined

  constructor(folder: string, holder: Holder | undefined) {
    const who = holder ? `process ${holder.pid} since ${holder.since}` : 'another process'
    super(`the store in ${folder} is in use by ${who}: wait until it ends, or set BALLAST_STORE to another folder or to a postgres:// URL`)
    this.holder = holder
  }
}

/** What an error of the system or the driver says; several attempts to connect come as one error without words of its own. */
export function reasonOf(error: unknown): string {
  if (error instanceof AggregateError && error.errors.length > 0) return error.errors.map(reasonOf).join(', ')
  return error instanceof Error ? error.message : String(error)
}

/** What the database could not do, by the class of its SQLSTATE: nobody's defect. */
const TROUBLES: Readonly<Record<string, string>> = {
  '08': 'check that the database server runs and can be reached, and run it again',
  '25': 'let this user write to the database, or name another in BALLAST_STORE',
  '40': 'another process wrote at the same time: run it again',
  '53': "make room on the database's disk, or give it more memory or connections, and run it again",
  '57': 'the database server is being stopped or called it off: run it again',
  '58': "look at the database server's log and its disk, and run it again",
}

/** A trouble of the database with its remedy, as StoreError; what is none stays what it is. */
export function asStoreError(error: unknown): unknown {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  const remedy = typeof code === 'string' && /^[0-9A-Z]{5}$/.test(code) ? TROUBLES[code.slice(0, 2)] : undefined
  return remedy === undefined ? error : new StoreError(`the store refused (${code}): ${reasonOf(error)}; ${remedy}`, { cause: error })
}
