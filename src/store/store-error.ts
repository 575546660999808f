/** The store cannot be reached, opened or brought up to date; nothing was written. */
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
