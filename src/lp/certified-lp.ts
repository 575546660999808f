import { dualBound } from './certificate.ts'
import { runSimplex, type SimplexAnswer } from './js-simplex.ts'
import { LinearModel, type Term } from './model.ts'
import { costScale } from './scaling.ts'
import { type LinearSolution, largestViolation } from './solver.ts'

/** How far values may miss a bound or a row, relative to the row's activity. */
const ACCEPTED_VIOLATION = 1e-7
/** How far the proved bound of an optimum may stay behind it, relative to the costs that make it up. */
const ACCEPTED_GAP = 1e-8
/** The least violation, in a row of coefficients of 1, that counts as one. */
const LEAST_VIOLATION = 1e-7

/** Asked for an answer that may be wrong. */
export type Simplex = typeof runSimplex

/** How far costs are moved apart, one attempt after the other, as parts of the dearest: most models need none. */
const PERTURBATIONS = [0, 1e-6, 1e-3]

/**
 * Solves a linear program and takes nothing on trust: values are checked against the model, the bound is what the duals prove, and
 * `infeasible` is told only where a bound proves that some row must be violated. Whatever cannot be shown is `unknown`, or `feasible`
 * where the values hold but the bound stays behind. The deadline is a time of performance.now() [ms].
 */
export function solveCertified(model: LinearModel, deadline: number, simplex: Simplex = runSimplex): LinearSolution {
  let best = unknown(model)
  for (const perturbation of PERTURBATIONS) {
    const solution = checkedSolution(model, simplex(model, deadline, perturbation))
    if (solution?.status === 'optimal') return solution
    if (!solution && isProvedInfeasible(model, (elastic) => simplex(elastic, deadline, perturbation))) return INFEASIBLE
    best = solution ?? best
  }
  return best
}

/** What the check leaves of an answer: nothing where its values miss the model. */
function checkedSolution(model: LinearModel, answer: SimplexAnswer | undefined): LinearSolution | undefined {
  if (!answer || largestViolation(model, answer.values) > ACCEPTED_VIOLATION) return undefined
  const { values, rowDuals } = answer
  const objective = model.objective(values)
  const lowerBound = Math.min(objective, dualBound(model, rowDuals))
  if (objective - lowerBound <= ACCEPTED_GAP * costScale(model, values))
    return { status: 'optimal', objective, values, rowDuals, lowerBound }
  return { status: 'feasible', objective, values, rowDuals: undefined, lowerBound }
}

const NO_VALUES = { objective: undefined, values: undefined, rowDuals: undefined }
const INFEASIBLE: LinearSolution = { ...NO_VALUES, status: 'infeasible', lowerBound: Number.POSITIVE_INFINITY }

/** Even without a solver the variables' bounds bound the objective. */
const unknown = (model: LinearModel): LinearSolution => ({
  ...NO_VALUES,
  status: 'unknown',
  lowerBound: dualBound(model, new Float64Array(model.rowCount)),
})

/** True where duals prove that the least violation over all values within their bounds is above 0, beyond what rounding explains. */
function isProvedInfeasible(model: LinearModel, answerTo: (elastic: LinearModel) => SimplexAnswer | undefined): boolean {
  const elastic = elasticModel(model)
  const answer = answerTo(elastic)
  if (!answer) return false
  return dualBound(elastic, answer.rowDuals) > LEAST_VIOLATION + roundingError(elastic, answer.rowDuals)
}

/** The model that minimises by how much its rows are violated, each measured with its largest coefficient as 1. */
function elasticModel(model: LinearModel): LinearModel {
  const elastic = new LinearModel()
  for (let j = 0; j < model.variableCount; j++) elastic.variable({ lower: model.lowers[j], upper: model.uppers[j] })
  for (let row = 0; row < model.rowCount; row++) {
    const terms = termsOf(model, row)
    const name = model.rowNames[row]
    relaxRow(elastic, name, terms, '>=', model.rowLowers[row])
    relaxRow(elastic, name, terms, '<=', model.rowUppers[row])
  }
  return elastic
}

function relaxRow(elastic: LinearModel, name: string, terms: readonly Term[], sense: '<=' | '>=', limit: number): void {
  if (!Number.isFinite(limit)) return
  const toLimit = sense === '>=' ? 1 : -1
  const unit = terms.reduce((most, { coefficient }) => Math.max(most, Math.abs(coefficient)), 0) || 1
  const farthest = terms.reduce((most, term) => most + greatest(elastic, term, -toLimit), toLimit * limit)
  if (farthest <= 0) return
  const violation = elastic.variable({ upper: farthest / unit, cost: 1 })
  elastic.require(name, [...terms, { variable: violation, coefficient: toLimit * unit }], sense, limit)
}

/** The most that a term times ±1 can be within its variable's bounds. */
function greatest({ lowers, uppers }: LinearModel, { variable, coefficient }: Term, sign: number): number {
  return Math.max(sign * coefficient * lowers[variable], sign * coefficient * uppers[variable])
}

function termsOf({ starts, columns, coefficients }: LinearModel, row: number): Term[] {
  const terms: Term[] = []
  for (let k = starts[row]; k < starts[row + 1]; k++) terms.push({ variable: columns[k], coefficient: coefficients[k] })
  return terms
}

/** How far rounding may have moved a bound that these duals prove. */
function roundingError(model: LinearModel, rowDuals: ArrayLike<number>): number {
  const reach = model.lowers.map((lower, j) => Math.max(Math.abs(lower), Math.abs(model.uppers[j])))
  let size = model.costs.reduce((total, cost, j) => total + Math.abs(cost) * reach[j], 0)
  for (let row = 0; row < model.rowCount; row++) {
    for (const { variable, coefficient } of termsOf(model, row)) size += Math.abs(rowDuals[row] * coefficient) * reach[variable]
  }
  return size * model.rowCount * Number.EPSILON
}
