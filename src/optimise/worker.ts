import { type MessagePort, parentPort, receiveMessageOnPort } from 'node:worker_threads'
import { buildInstance } from '../../models/instance/instance.ts'
import type { Problem } from '../domain/problem.ts'
import { loadSolver, type SolverName } from '../lp/index.ts'
import { bound } from './bound/bound.ts'
import { conflictOf } from './conflict/conflict.ts'
import type { ToMain, ToWorker } from './messages.ts'
import { searchSpace } from './search/build-space.ts'
import type { Guide } from './search/guide.ts'
import { search } from './search/run.ts'

/** One half of a solve: its own thread, told by messages what the other half found. */
export interface Job {
  readonly role: 'bound' | 'search'
  readonly problem: Problem
  readonly solver: SolverName
  readonly seed: number
  readonly gap: number
  /** Epoch milliseconds. */
  readonly startedAt: number
  readonly deadline: number
  readonly port: MessagePort
}

parentPort!.on('message', async (job: Job) => {
  const tell = (message: ToMain) => job.port.postMessage(message)
  try {
    if (job.role === 'bound') await runBound(job, tell)
    else runSearch(job, tell)
  } catch (thrown) {
    const error = thrown instanceof Error ? thrown : new Error(String(thrown))
    tell({ kind: 'failed', name: error.name, error })
  }
  job.port.close()
})

async function runBound({ problem, solver, gap, deadline, port }: Job, tell: (message: ToMain) => void): Promise<void> {
  const linear = await loadSolver(solver)
  const space = searchSpace(buildInstance(problem))
  const news = inbox(port)
  const secondsLeft = () => (news.isStopped() ? 0 : (deadline - Date.now()) / 1000)
  let lower = 0
  const outcome = bound(space, linear, {
    onBound: (usdPerHour) => {
      if (usdPerHour <= lower) return
      lower = usdPerHour
      tell({ kind: 'bound', usdPerHour })
    },
    bound: () => lower,
    onGuide: (guide, stage) => tell({ kind: 'guide', guide, stage }),
    onLayout: (layout) => tell({ kind: 'layout', layout }),
    secondsLeft,
    goal: () => news.best() * (1 - gap),
    isClosed: (proved) => news.isStopped() || proved >= news.best() * (1 - gap),
  })
  if (outcome === 'done') return tell({ kind: 'done' })
  tell({ kind: 'impossible' })
  const end = Date.now() + 1000 * SECONDS_FOR_CONFLICT
  tell({ kind: 'infeasible', ...conflictOf(problem, linear, () => (end - Date.now()) / 1000) })
}

/** What finding the conflict may take once infeasibility is proved, whatever the time limit of the solve. */
const SECONDS_FOR_CONFLICT = 10

function runSearch({ problem, seed, startedAt, deadline, port }: Job, tell: (message: ToMain) => void): void {
  const space = searchSpace(buildInstance(problem))
  const news = inbox(port)
  const elapsed = () => (news.isStopped() ? 1 : (Date.now() - startedAt) / Math.max(1, deadline - startedAt))
  let toldAt = 0
  let untold: ToMain | undefined
  search(
    space,
    {
      takeGuide: news.takeGuide,
      hasNews: news.hasGuide,
      elapsed: () => {
        if (untold && Date.now() - toldAt > TELL_EVERY_MS) {
          tell(untold)
          untold = undefined
          toldAt = Date.now()
        }
        return elapsed()
      },
      onBest: (layout) => {
        untold = { kind: 'layout', layout }
      },
    },
    { seed, patience: 0.3 },
  )
  if (untold) tell(untold)
  tell({ kind: 'done' })
}

/** A better plan is told at most so often: telling costs more than finding. */
const TELL_EVERY_MS = 100

/** What the other half has told, read between two steps of a computation that never yields. */
function inbox(port: MessagePort) {
  let best = Number.POSITIVE_INFINITY
  let stopped = false
  let guide: { guide: Guide; stage: 'relaxation' | 'whole nodes' } | undefined
  const read = () => {
    for (let received = receiveMessageOnPort(port); received; received = receiveMessageOnPort(port)) {
      const message = received.message as ToWorker
      if (message.kind === 'best') best = message.usdPerHour
      else if (message.kind === 'guide') guide = message
      else stopped = true
    }
  }
  return {
    best: () => {
      read()
      return best
    },
    isStopped: () => {
      read()
      return stopped
    },
    hasGuide: () => {
      read()
      return guide !== undefined
    },
    takeGuide: () => {
      read()
      const taken = guide
      guide = undefined
      return taken
    },
  }
}
