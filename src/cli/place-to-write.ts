import { stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import { InputError } from '../domain/input-error.ts'

/** Refuses a folder where a file is to be written: told before the work, not after it. */
export async function mustNotBeFolder(out: string): Promise<void> {
  if (await isFolder(out)) refuse(out, 'is a folder', 'name a file in it')
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
