import { realpath, stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import { InputError } from '../domain/input-error.ts'

/** Refuses a folder where a file is to be written: told before the work, not after it. */
export async function mustNotBeFolder(out: string): Promise<void> {
  if (await isFolder(out)) refuse(out, 'is a folder', 'name a file in it')
}

/** Refuses a folder, and a file that the command reads, where a file is to be written; - is no file. */
export async function mustBeAFileOfItsOwn(out: string, option: string, inputs: readonly string[]): Promise<void> {
  if (out === '-') return
  const refused = (message: string, remedy: string) => new InputError(out, [{ path: option, message, remedy }])
  if (await isFolder(out)) throw refused('is a folder', 'name a file in it')
  const [output, ...read] = await Promise.all([out, ...inputs].map((path) => realpath(path).catch(() => path)))
  if (read.includes(output)) throw refused('is a file that is read', 'name another file')
}

/** Refuses a path on which a file stands in the way of the folder to be written: told before the work, not after it. */
export async function mustBeFolderOrFree(out: string): Promise<void> {
  for (let path = out; ; path = dirname(path)) {
    const found = await isFolder(path)
    if (found === false)
      refuse(out, path === out ? 'is a file, not a folder' : `lies below ${path}, which is a file`, 'name another folder')
    if (found || path === dirname(path)) return
  }
}

/** Undefined where nothing stands, or where it cannot be seen: then writing tells what hinders it. */
async function isFolder(path: string): Promise<boolean | undefined> {
  return await stat(path).then(
    (found) => found.isDirectory(),
    () => undefined,
  )
}

function refuse(out: string, message: string, remedy: string): never {
  throw new InputError(out, [{ path: '--out', message, remedy }])
}
