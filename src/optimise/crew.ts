import { MessageChannel, type MessagePort, Worker } from 'node:worker_threads'
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
export function hire(job: Omit<Job, 'port'>, onMessage: (message: ToMain) => void): Hand {
  const worker = idle.pop() ?? new Worker(new URL('./worker.ts', import.meta.url), { stderr: false })
  const { port1, port2 } = new MessageChannel()
  const ended = Promise.withResolvers<void>()
  const onError = (thrown: unknown) => {
    const error = thrown instanceof Error ? thrown : new Error(String(thrown))
    onMessage({ kind: 'failed', name: error.name, error })
    end(port1, ended.resolve)
  }
  worker.ref()
  worker.once('error', onError)
  port1.on('message', (message: ToMain) => {
    onMessage(message)
    if (message.kind !== 'done' && message.kind !== 'infeasible' && message.kind !== 'failed') return
    worker.off('error', onError)
    worker.unref()
    idle.push(worker)
    end(port1, ended.resolve)
  })
  worker.postMessage({ ...job, port: port2 }, [port2])
  return {
    tell: (message) => port1.postMessage(message),
    ended: ended.promise,
    dismiss: async () => {
      if (idle.includes(worker)) return
      worker.off('error', onError)
      end(port1, ended.resolve)
      await worker.terminate()
    },
  }
}

function end(port: MessagePort, settle: () => void): void {
  port.close()
  settle()
}
