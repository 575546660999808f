import { CommanderError } from 'commander'
import { InputError } from '../domain/input-error.ts'
import type { PlanStatus } from '../domain/plan.ts'

/** What the caller's script may rely on. */
export const EXIT = { done: 0, failed: 1, badInput: 2, infeasible: 3 } as const
export type ExitCode = (typeof EXIT)[keyof typeof EXIT]

/** Infeasible is an answer of its own; no plan in time is a failure, since more time may find one. */
export function exitCodeOf(status: PlanStatus): ExitCode {
  if (status === 'infeasible') return EXIT.infeasible
  return status === 'unknown' ? EXIT.failed : EXIT.done
}

export interface Ending {
  readonly code: ExitCode
  /** For stderr; absent where all is said. */
  readonly message?: string
  /** True where nobody foresaw the error: it is a defect, and its details are worth keeping. */
  readonly isDefect: boolean
}

/** Errors that carry their own remedy: told as they are, without a stack trace. */
const FORESEEN = new Set([
  'StoreError',
  'StoreLockedError',
  'ApplyError',
  'ApplyRefusedError',
  'PlanOutdatedError',
  'SolverError',
  'StalePricesError',
  'NothingToPlanError',
  'CalledOffError',
])

export function endingOf(error: unknown): Ending {
  if (error instanceof CommanderError) return { code: error.exitCode === 0 ? EXIT.done : EXIT.badInput, isDefect: false }
  if (error instanceof InputError) return { code: EXIT.badInput, message: error.message, isDefect: false }
  if (!(error instanceof Error)) return { code: EXIT.failed, message: String(error), isDefect: true }
  if (FORESEEN.has(error.name)) return { code: EXIT.failed, message: error.message, isDefect: false }
  const system = systemText(error)
  return system === undefined
    ? { code: EXIT.failed, message: error.message, isDefect: true }
    : { code: EXIT.failed, message: system, isDefect: false }
}

/** A full disk or a missing permission is nobody's defect. */
function systemText(error: Error & { code?: unknown; path?: unknown }): string | undefined {
  if (typeof error.code !== 'string' || !(error.code in SYSTEM)) return undefined
  return `${typeof error.path === 'string' ? error.path : 'a file'}: ${SYSTEM[error.code]}`
}

const SYSTEM: Record<string, string> = {
  EACCES: 'permission denied: allow this user to write there, or name another place',
  EPERM: 'permission denied: allow this user to write there, or name another place',
  EROFS: 'the file system is read-only: name another place',
  ENOSPC: 'no space is left on the disk: make room and run again; what was there before is unchanged',
  ENOTDIR: 'a part of the path is a file, not a folder: name another place',
  EEXIST: 'a file stands where a folder is needed: name another place',
  EISDIR: 'is a folder: name a file',
}
