import type { Plan } from '../../domain/plan.ts'
import type { Problem } from '../../domain/problem.ts'
import type { Share } from '../../domain/units.ts'

/** Solves a problem from plans that may be close to its best one; those that break a rule of it are passed over. */
export type Solve = (problem: Problem, options: { readonly candidates: readonly Plan[]; readonly gap?: Share }) => Promise<Plan>

/** Whether there is a plan: it was neither shown that there is none, nor did time run out before one was found. */
export const isFound = ({ status }: Pick<Plan, 'status'>): boolean => status === 'optimal' || status === 'feasible'
