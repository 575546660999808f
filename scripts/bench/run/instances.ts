import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { InputError } from '../../../src/domain/input-error.ts'
import { parseJson } from '../../../src/domain/parse-json.ts'
import { parseProblem } from '../../../src/domain/parse-problem.ts'
import type { Problem } from '../../../src/domain/problem.ts'
import { loadBundledCatalogue } from '../../../src/prices/bundled/catalogue.ts'
import { makeInstance } from '../instances/make-instance.ts'
import { SIZES, type SizeName } from '../sizes.ts'

/** Where problems come from; the prefix tells theirs from ours in the results. */
export interface InstanceSource {
  readonly prefix: string
  readonly make: (size: SizeName, seed: number) => Promise<Problem>
}

/** Marks fleets that not everybody can make again. */
export const SHARED_PREFIX = 'shared-'

/** Our own generator on the facts that come with Ballast, or the script `make-instance.mjs` of a folder. Throws InputError. */
export function instanceSource(from: string): InstanceSource {
  if (from === 'bundled') return bundled()
  const script = join(from, 'make-instance.mjs')
  if (existsSync(script)) return { prefix: SHARED_PREFIX, make: (size, seed) => fromScript(script, size, seed) }
  const remedy = 'name a folder that holds make-instance.mjs, or leave the option out'
  throw new InputError('--instances', [{ path: script, message: 'does not exist', remedy }])
}

function bundled(): InstanceSource {
  const catalogue = loadBundledCatalogue()
  return { prefix: '', make: async (size, seed) => makeInstance(SIZES[size], seed, catalogue) }
}

const MOST_BYTES = 1 << 28

async function fromScript(script: string, size: SizeName, seed: number): Promise<Problem> {
  const { agents, clusters, types } = SIZES[size]
  const args = Object.entries({ agents, clusters, types, seed }).flatMap(([name, value]) => [`--${name}`, String(value)])
  const { stdout } = await promisify(execFile)(process.execPath, [script, ...args], { maxBuffer: MOST_BYTES })
  return parseProblem(parseJson(stdout, script), script)
}
