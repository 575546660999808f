/** Solves the problem in a file without a time limit and writes the plan to stdout: a process of its own, for determinism.test.ts. */
import { readFileSync } from 'node:fs'
import type { Problem } from '../../src/domain/problem.ts'
import { optimise } from '../../src/optimise/index.ts'

const [file, gap, seed] = process.argv.slice(2) as [string, string, string]
const problem = JSON.parse(readFileSync(file, 'utf8')) as Problem
process.stdout.write(JSON.stringify(await optimise(problem, { gap: Number(gap), seed: Number(seed) })))
