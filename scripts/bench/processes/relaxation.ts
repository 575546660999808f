/** A linear relaxation in a process of its own: PROBLEM.json sums|assignment SECONDS; one line of JSON on stdout. */
import { readFileSync } from 'node:fs'
import { buildInstance } from '../../../models/instance/instance.ts'
import { buildAggregateModel, buildPlacementModel } from '../../../models/placement/model.ts'
import { parseJson } from '../../../src/domain/parse-json.ts'
import { parseProblem } from '../../../src/domain/parse-problem.ts'
import { loadSolver } from '../../../src/lp/index.ts'
import { relaxationOf } from '../../../src/lp/model.ts'

const [problemFile, packing, seconds] = process.argv.slice(2) as [string, 'sums' | 'assignment', string]
const instance = buildInstance(parseProblem(parseJson(readFileSync(problemFile, 'utf8'), problemFile), problemFile))
const { model } = packing === 'sums' ? buildAggregateModel(instance) : buildPlacementModel(instance, { fitRows: false })
const solver = await loadSolver('highs')
const { status, lowerBound } = solver.solve(relaxationOf(model), { timeLimitSeconds: Number(seconds) })
console.log(JSON.stringify({ status, lowerBound, rows: model.rowCount, variables: model.variableCount }))
