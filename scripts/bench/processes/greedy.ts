/** The greedy baseline in a process of its own: PROBLEM.json PLAN.json */
import { readFileSync, writeFileSync } from 'node:fs'
import { parseJson } from '../../../src/domain/parse-json.ts'
import { parseProblem } from '../../../src/domain/parse-problem.ts'
import { greedyPlan } from '../greedy/greedy.ts'
import { NoPlanFound } from '../greedy/no-plan-found.ts'

const [problemFile, planFile] = process.argv.slice(2) as [string, string]
const problem = parseProblem(parseJson(readFileSync(problemFile, 'utf8'), problemFile), problemFile)
try {
  writeFileSync(planFile, JSON.stringify(greedyPlan(problem)))
} catch (error) {
  if (!(error instanceof NoPlanFound)) throw error
  console.error(`it painted itself into a corner: ${error.message}`)
  process.exitCode = 1
}
