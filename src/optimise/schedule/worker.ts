import { type MessagePort, parentPort, receiveMessageOnPort } from 'node:worker_threads'
import { loadSolver } from '../../lp/index.ts'
import { boundSchedule } from './bound.ts'
import type { BestMessage, BoundJob, BoundMessage } from './messages.ts'

/** Bounds one schedule after the other, each told by messages how good the best plan is by now. */
parentPort!.on('message', async ({ port, ...job }: BoundJob & { port: MessagePort }) => {
  const tell = onlyBetter((message) => port.postMessage(message))
  try {
    const solver = await loadSolver(job.solver)
    const best = reader(port)
    boundSchedule(job.schedule, solver, {
      tell,
      secondsLeft: () => (job.deadline - Date.now()) / 1000,
      isClosed: (usdPerDay) => usdPerDay >= best() * (1 - job.gap),
    })
    tell({ kind: 'done' })
  } catch (thrown) {
    const { name, message } = thrown instanceof Error ? thrown : new Error(String(thrown))
    tell({ kind: 'failed', name, message })
  }
  port.close()
})

/** Passes on all but bounds that prove nothing new. */
function onlyBetter(post: (message: BoundMessage) => void): (message: BoundMessage) => void {
  let bound = 0
  return (message) => {
    if (message.kind === 'bound' && message.usdPerDay <= bound) return
    if (message.kind === 'bound') bound = message.usdPerDay
    post(message)
  }
}

/** The best schedule told so far, read between two steps of a computation that never yields. */
function reader(port: MessagePort): () => number {
  let best = Number.POSITIVE_INFINITY
  return () => {
    for (let received = receiveMessageOnPort(port); received; received = receiveMessageOnPort(port))
      best = (received.message as BestMessage).usdPerDay
    return best
  }
}
