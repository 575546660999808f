/** HiGHS alone on the model that knows packing only in sums: PROBLEM.json PLAN.json SECONDS GAP; lines of JSON on stdout. */
import { readFileSync, writeFileSync, writeSync } from 'node:fs'
import { buildInstance } from '../../../models/instance/instance.ts'
import { buildAggregateModel } from '../../../models/placement/model.ts'
import { parseJson } from '../../../src/domain/parse-json.ts'
import { parseProblem } from '../../../src/domain/parse-problem.ts'
import { loadSolver } from '../../../src/lp/index.ts'
import { NoPlanFound } from '../greedy/no-plan-found.ts'
import { packSolution } from '../greedy/pack-solution.ts'
import { packedPlan } from '../greedy/packed-plan.ts'

const [problemFile, planFile, seconds, gap] = process.argv.slice(2) as [string, string, string, string]
const problem = parseProblem(parseJson(readFileSync(problemFile, 'utf8'), problemFile), problemFile)
const instance = buildInstance(problem)
const master = buildAggregateModel(instance)
const solver = await loadSolver('highs')

/** Written at once, since the solver lets nothing else run meanwhile. */
const say = (line: object) => void writeSync(1, `${JSON.stringify(line)}\n`)
const finite = (value: number) => (Number.isFinite(value) ? value : undefined)

let last = ''
const { status, objective, values, lowerBound } = solver.solve(master.model, {
  timeLimitSeconds: Math.max(0.1, Number(seconds) - process.uptime()),
  relativeGap: Number(gap),
  onProgress: (progress) => {
    const known = { bound: finite(progress.bound), objective: progress.objective }
    if (JSON.stringify(known) !== last) say({ elapsedSeconds: process.uptime(), ...known })
    last = JSON.stringify(known)
    return true
  },
})
say({ elapsedSeconds: process.uptime(), bound: finite(lowerBound), objective })
say({ status, objective, lowerBound: finite(lowerBound), ...(values ? packed(values) : {}) })

function packed(solution: ArrayLike<number>): { unheld?: number; corner?: string } {
  try {
    const { nodes, unheld } = packSolution(instance, master, solution)
    writeFileSync(planFile, JSON.stringify(packedPlan(problem, nodes, Math.max(0, finite(lowerBound) ?? 0))))
    return { unheld }
  } catch (error) {
    if (!(error instanceof NoPlanFound)) throw error
    return { corner: error.message }
  }
}
