import { type MessagePort, parentPort } from 'node:worker_threads'
import type { Problem } from '../../domain/problem.ts'
import { loadSolver, type SolverName } from '../../lp/index.ts'
import type { LinearSolver } from '../../lp/solver.ts'
import { type Relaxed, shadowPrices } from '../shadow-prices.ts'
import { type Conflict, conflictIn } from './conflict.ts'
import { isPossible, type Verdict } from './possible.ts'

/** What can be asked of a problem beside its plan, and what the answer is. */
export interface Questions {
  readonly relax: Relaxed
  readonly isPossible: Verdict
  readonly whyInfeasible: Conflict | undefined
}

export interface Question {
  readonly kind: keyof Questions
  readonly problem: Problem
  readonly solver: SolverName
  readonly seconds: number
  readonly port: MessagePort
}

export type Answer =
  | { readonly kind: 'answer'; readonly value: Questions[keyof Questions] }
  | { readonly kind: 'failed'; readonly name: string; readonly error: Error }

const ANSWERS: { [Kind in keyof Questions]: (problem: Problem, solver: LinearSolver, seconds: number) => Questions[Kind] } = {
  relax: shadowPrices,
  isPossible: (problem, solver, seconds) => isPossible(problem, solver, until(seconds), seconds),
  whyInfeasible: (problem, solver, seconds) => conflictIn(problem, solver, until(seconds)),
}

function until(seconds: number): () => number {
  const end = Date.now() + 1000 * seconds
  return () => (end - Date.now()) / 1000
}

parentPort!.on('message', async ({ kind, problem, solver, seconds, port }: Question) => {
  let answer: Answer
  try {
    answer = { kind: 'answer', value: ANSWERS[kind](problem, await loadSolver(solver), seconds) }
  } catch (thrown) {
    const error = thrown instanceof Error ? thrown : new Error(String(thrown))
    answer = { kind: 'failed', name: error.name, error }
  }
  port.postMessage(answer)
  port.close()
})
