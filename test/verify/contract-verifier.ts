import { execFileSync } from 'node:child_process'
import { existsSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'

const verifier = resolve('../shared/contract/verify-plan.mjs')
/** Not every clone has the contract's own verifier beside it. */
export const contractVerifierIsAbsent = !existsSync(verifier)

/** How the contract's own verifier exits for each pair of a problem's and a plan's file: 0 holds, 1 violated, 2 no documents, 3 not checked. */
export function exitCodesByContract(folder: string, files: readonly (readonly [problem: string, plan: string])[]): number[] {
  const casesFile = join(folder, 'cases.json')
  writeFileSync(casesFile, JSON.stringify(files))
  const judge = resolve('test/verify/contract-judge.ts')
  return JSON.parse(execFileSync(process.execPath, [judge, verifier, casesFile], { encoding: 'utf8', maxBuffer: 1 << 28 }))
}
