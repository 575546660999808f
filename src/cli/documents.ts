import { readFile } from 'node:fs/promises'
import { InputError } from '../domain/input-error.ts'
import { parseJson } from '../domain/parse-json.ts'
import { parsePlan } from '../domain/parse-plan.ts'
import { parseProblem } from '../domain/parse-problem.ts'
import type { Plan } from '../domain/plan.ts'
import type { Problem } from '../domain/problem.ts'

/** Reads a problem from a file. Throws InputError with every mistake. */
export async function readProblem(path: string): Promise<Problem> {
  return parseProblem(parseJson(await readText(path), path), path)
}

/** Reads a plan from a file. Throws InputError with every mistake of form. */
export async function readPlan(path: string): Promise<Plan> {
  return parsePlan(parseJson(await readText(path), path), path)
}

export async function readText(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8')
  } catch (cause) {
    throw new InputError(path, [{ path: '', ...unreadable(cause as NodeJS.ErrnoException) }], { cause })
  }
}

function unreadable({ code, message }: NodeJS.ErrnoException): { message: string; remedy: string } {
  if (code === 'ENOENT') return { message: 'does not exist', remedy: 'check the path' }
  if (code === 'EISDIR') return { message: 'is a folder', remedy: 'name a file in it' }
  if (code === 'EACCES') return { message: 'may not be read by this user', remedy: 'change its permissions' }
  return { message: `cannot be read: ${message}`, remedy: 'check the file' }
}
