import { type MessagePort, parentPort } from 'node:worker_threads'
import type { Problem } from '../domain/problem.ts'
import type { SolverName } from '../lp/index.ts'
import { boundHalf } from './bound-half.ts'
import { Inbox } from './inbox.ts'
import type { ToMain } from './messages.ts'
import type { Draft } from './plan-of.ts'
import { searchHalf } from './search-half.ts'

/** One half of a solve: its own thread, told by messages what the other half found. */
export interface Job {
  readonly role: 'bound' | 'search'
  readonly problem: Problem
  readonly solver: SolverName
  readonly seed: number
  readonly gap: number
  /** Epoch milliseconds. */
  readonly startedAt: number
  /** Epoch milliseconds; absent where the work is measured in rounds instead, and each part waits for the word to begin. */
  readonly deadline?: number
  /** A plan, perhaps of a problem much alike, to search from. */
  readonly start?: Draft
  readonly port: MessagePort
}

/** What a half is given to work with. */
export interface HalfParts {
  readonly job: Job
  readonly inbox: Inbox
  readonly tell: (message: ToMain) => void
}

parentPort!.on('message', async (job: Job) => {
  const tell = (message: ToMain) => job.port.postMessage(message)
  const parts = { job, inbox: new Inbox(job.port), tell }
  try {
    if (job.role === 'bound') await boundHalf(parts)
    else searchHalf(parts)
  } catch (thrown) {
    const error = thrown instanceof Error ? thrown : new Error(String(thrown))
    tell({ kind: 'failed', name: error.name, error })
  }
  job.port.close()
})
