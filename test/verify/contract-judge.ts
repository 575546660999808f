/**
 * Judges many plans by the contract's own verifier in one process, since starting one for each takes too long.
 * usage: contract-judge.ts VERIFIER CASES.json, where the cases are pairs of a problem's and a plan's file; prints the exit codes as JSON.
 * The verifier runs when it is imported and ends in process.exit, which throws here; a query makes each import a new one.
 */
import { readFileSync } from 'node:fs'
import { pathToFileURL } from 'node:url'

class Ended extends Error {
  readonly code: number
  constructor(code: number) {
    super(`ended with ${code}`)
    this.code = code
  }
}

const [verifier, casesFile] = process.argv.slice(2) as [string, string]
const cases: [problem: string, plan: string][] = JSON.parse(readFileSync(casesFile, 'utf8'))
const print = console.log
console.log = () => {}
console.error = () => {}
process.exit = (code) => {
  throw new Ended(Number(code))
}

const codes: number[] = []
for (const [at, files] of cases.entries()) {
  process.argv = [process.argv[0]!, verifier, ...files]
  codes.push(await exitCode(`${pathToFileURL(verifier)}?case=${at}`))
}
print(JSON.stringify(codes))

async function exitCode(url: string): Promise<number> {
  try {
    await import(url)
    return 0
  } catch (error) {
    if (error instanceof Ended) return error.code
    throw error
  }
}
