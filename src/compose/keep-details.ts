import { writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** Tells that there is a defect, and where its details are. */
export const defectTo =
  (err: (text: string) => void) =>
  (error: unknown): void =>
    err(`ballast: internal error; this is a defect of Ballast, and its details are in ${keepDetails(error)}\n`)

/** Keeps an error that nobody foresaw, with its stack, and says where. */
export function keepDetails(error: unknown): string {
  const file = join(tmpdir(), `ballast-error-${process.pid}.txt`)
  writeFileSync(file, `${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`)
  return file
}
