import { MessageChannel, Worker } from 'node:worker_threads'
import type { BestMessage, BoundJob, BoundMessage } from './messages.ts'

/** Threads that wait for their next schedule: starting one takes longer than a small day does. They keep no process alive. */
const idle: Worker[] = []

/** The bound of a schedule, at work in its own thread. */
export interface BoundThread {
  tell(best: BestMessage): void
  /** Settles when it has told all that it will. */
  readonly ended: Promise<void>
  /** Ends it at once, whatever it does. */
  dismiss(): Promise<void>
}

export function startBound(job: BoundJob, onMessage: (message: BoundMessage) => void): BoundThread {
  const worker = idle.pop() ?? new Worker(new URL('./worker.ts', import.meta.url), { stderr: false })
  const { port1, port2 } = new MessageChannel()
  const ended = Promise.withResolvers<void>()
  let hasEnded = false
  const leave = () => {
    hasEnded = true
    worker.off('error', onError)
    port1.close()
    ended.resolve()
  }
  const onError = ({ name, message }: Error) => {
    leave()
    onMessage({ kind: 'failed', name, message })
  }
  worker.ref()
  worker.once('error', onError)
  port1.on('message', (message: BoundMessage) => {
    // What was under way when the thread was dismissed may still arrive: it is nobody's, and the thread is no longer to be kept.
    if (hasEnded) return
    onMessage(message)
    if (message.kind !== 'done' && message.kind !== 'failed') return
    leave()
    worker.unref()
    idle.push(worker)
  })
  worker.postMessage({ ...job, port: port2 }, [port2])
  return {
    tell: (best) => port1.postMessage(best),
    ended: ended.promise,
    dismiss: async () => {
      if (hasEnded) return
      leave()
      await worker.terminate()
    },
  }
}
