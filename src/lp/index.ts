import { loadHighs } from './highs.ts'
import { jsLp } from './js-lp.ts'
import type { LinearSolver } from './solver.ts'

/** Every solver of linear models, by the name that settings and the command line give it. */
const SOLVERS = {
  highs: loadHighs,
  'javascript-lp-solver': async () => jsLp,
} as const satisfies Readonly<Record<string, () => Promise<LinearSolver>>>

export type SolverName = keyof typeof SOLVERS
export const SOLVER_NAMES = Object.keys(SOLVERS) as readonly SolverName[]

export const loadSolver = (name: SolverName): Promise<LinearSolver> => SOLVERS[name]()
