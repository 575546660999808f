import { setFlagsFromString } from 'node:v8'

/**
 * V8 optimises WebAssembly while it runs, which takes PGlite 0.5 GB where a database is made and again where it is used, and makes
 * Ballast's few queries no quicker. What is compiled in between stays as it is; all else, such as the solver, is optimised as ever.
 */
export async function sparingMemory<Result>(work: () => Promise<Result>): Promise<Result> {
  optimiseWasm(false)
  try {
    return await work()
  } finally {
    optimiseWasm(true)
  }
}

function optimiseWasm(wanted: boolean): void {
  for (const flag of ['wasm-tier-up', 'wasm-dynamic-tiering']) setFlagsFromString(wanted ? `--${flag}` : `--no-${flag}`)
}
