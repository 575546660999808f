import { mkdir, rename, rm, writeFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'

/** Writes a file whole or not at all: who reads meanwhile finds the old one or the new one. */
export async function writeWhole(path: string, text: string): Promise<void> {
  await writeFiles(dirname(path), new Map([[basename(path), text]]))
}

/**
 * Puts files into a folder, which is made where it is missing; undefined takes one away. All are written beside their places first,
 * so that a full disk or a crash leaves what was there.
 */
export async function writeFiles(folder: string, files: ReadonlyMap<string, string | undefined>): Promise<void> {
  await mkdir(folder, { recursive: true })
  const drafts = [...files].flatMap(([name, text]) =>
    text === undefined ? [] : [{ name, text, draft: join(folder, `.${name}.${process.pid}.draft`) }],
  )
  try {
    for (const { draft, text } of drafts) await writeFile(draft, text, { flush: true })
    for (const { draft, name } of drafts) await rename(draft, join(folder, name))
  } catch (error) {
    for (const { draft } of drafts) await rm(draft, { force: true })
    throw error
  }
  for (const [name, text] of files) if (text === undefined) await rm(join(folder, name), { force: true })
}
