import { writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** Keeps an error that nobody foresaw, with its stack, and says where. */
export function keepDetails(error: unknown): string {
  const file = join(tmpdir(), `ballast-error-${process.pid}.txt`)
  writeFileSync(file, `${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`)
  return file
}
