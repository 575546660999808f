import { MessageChannel, Worker } from 'node:worker_threads'
import type { Problem } from '../../domain/problem.ts'
import type { Seconds } from '../../domain/units.ts'
import type { SolverName } from '../../lp/index.ts'
import type { Answer, Question, Questions } from './inquiry-worker.ts'

/** The linear relaxation of a problem: a bound, and what each limit costs at the margin. */
export const relax = (problem: Problem, timeLimitSeconds: Seconds, solver: SolverName = 'highs') =>
  ask('relax', { problem, solver, seconds: timeLimitSeconds }, { status: 'unknown' })

/** Whether a problem has any plan at all. */
export const isPossible = (problem: Problem, timeLimitSeconds: Seconds, solver: SolverName = 'highs') =>
  ask('isPossible', { problem, solver, seconds: timeLimitSeconds }, 'unknown')

/** Rules that cannot hold together; undefined where it was not shown in time that there are any. */
export const whyInfeasible = (problem: Problem, timeLimitSeconds: Seconds, solver: SolverName = 'highs') =>
  ask('whyInfeasible', { problem, solver, seconds: timeLimitSeconds }, undefined)

/** Threads that wait for their next question; they keep no process alive. */
const idle: Worker[] = []

/** How long after its time an answer is still waited for [ms]: a solver looks at the clock now and then only. */
const PATIENCE_MS = 3000

/** Asks a thread of its own, so that nothing else waits; `otherwise` where it does not answer in time. Rejects with what it throws. */
function ask<Kind extends keyof Questions>(
  kind: Kind,
  question: Omit<Question, 'kind' | 'port'>,
  otherwise: Questions[Kind],
): Promise<Questions[Kind]> {
  const worker = idle.pop() ?? new Worker(new URL('./inquiry-worker.ts', import.meta.url), { stderr: false })
  const { port1, port2 } = new MessageChannel()
  const answered = Promise.withResolvers<Questions[Kind]>()
  const leave = (isWell: boolean) => {
    clearTimeout(timer)
    worker.off('error', fail)
    port1.close()
    worker.unref()
    if (isWell) idle.push(worker)
    else void worker.terminate()
  }
  const fail = (error: Error) => {
    leave(false)
    answered.reject(error)
  }
  const timer = setTimeout(
    () => {
      leave(false)
      answered.resolve(otherwise)
    },
    1000 * question.seconds + PATIENCE_MS,
  )
  worker.ref()
  worker.once('error', fail)
  port1.once('message', (answer: Answer) => {
    if (answer.kind === 'failed') return fail(Object.assign(answer.error, { name: answer.name }))
    leave(true)
    answered.resolve(answer.value as Questions[Kind])
  })
  worker.postMessage({ ...question, kind, port: port2 } satisfies Question, [port2])
  return answered.promise
}
