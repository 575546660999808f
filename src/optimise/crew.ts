import { MessageChannel, Worker } from 'node:worker_threads'
import type { ToMain, ToWorker } from './messages.ts'
import type { Job } from './worker.ts'

/** Threads that wait for their next solve: starting one takes longer than a small solve does. They keep no process alive. */
const idle: Worker[] = []

/** A half of a solve that runs in its own thread. */
export interface Hand {
  tell(message: ToWorker): void
  /** Settles when the half has ended, by itself or because it was dismissed. */
  readonly ended: Promise<void>
  /** Ends the thread at once, whatever it does. */
  dismiss(): Promise<void>
}

/** Sets a thread to work; what it finds is handed to `onMessage`. */
export function hire(job: Omit<Job, 'port'>, { memoryMiB }: { memoryMiB?: number }, onMessage: (message: ToMain) => void): Hand {
  const isBounded = memoryMiB !== undefined
  const worker = (isBounded ? undefined : idle.pop()) ?? newWorker(memoryMiB)
  const { port1, port2 } = new MessageChannel()
  const ended = Promise.withResolvers<void>()
  let hasEnded = false
  /** From here on the thread is no longer this hand's: it may work for another. */
  const leave = () => {
    hasEnded = true
    worker.off('error', onError)
    port1.close()
    ended.resolve()
  }
  const onError = (thrown: unknown) => {
    const error = thrown instanceof Error ? thrown : new Error(String(thrown))
    leave()
    onMessage({ kind: 'failed', name: error.name, error })
  }
  worker.ref()
  worker.once('error', onError)
  port1.on('message', (message: ToMain) => {
    // Of a thread that was dismissed a last message may still be under way.
    if (hasEnded) return
    if (isLast(message)) {
      leave()
      worker.unref()
      if (isBounded) void worker.terminate()
      else idle.push(worker)
    }
    onMessage(message)
  })
  worker.postMessage({ ...job, port: port2 }, [port2])
  return {
    tell: (message) => port1.postMessage(message),
    ended: ended.promise,
    dismiss: async () => {
      if (hasEnded) return
      leave()
      await worker.terminate()
    },
  }
}

/** A thread that would need more memory than it may ends with an error that says so. */
function newWorker(memoryMiB?: number): Worker {
  const resourceLimits = memoryMiB === undefined ? {} : { resourceLimits: { maxOldGenerationSizeMb: memoryMiB } }
  return new Worker(new URL('./worker.ts', import.meta.url), { stderr: false, ...resourceLimits })
}

const isLast = ({ kind }: ToMain): boolean => kind === 'done' || kind === 'infeasible' || kind === 'failed'
