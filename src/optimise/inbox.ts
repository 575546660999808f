import { type MessagePort, receiveMessageOnPort } from 'node:worker_threads'
import type { GuideMessage, ToWorker } from './messages.ts'
import type { GuidePrices } from './search/guide.ts'

/** What a thread is told, read between two steps of a computation that never yields. */
export class Inbox {
  private readonly port: MessagePort
  private bestUsdPerHour = Number.POSITIVE_INFINITY
  private stopped = false
  private guide: GuideMessage | undefined
  private prices: GuidePrices | undefined
  private readonly orders: (ToWorker & { readonly kind: 'go' | 'turn' })[] = []

  constructor(port: MessagePort) {
    this.port = port
  }

  get best(): number {
    this.read()
    return this.bestUsdPerHour
  }

  get isStopped(): boolean {
    this.read()
    return this.stopped
  }

  get hasGuide(): boolean {
    this.read()
    return this.guide !== undefined
  }

  takeGuide(): GuideMessage | undefined {
    this.read()
    const taken = this.guide
    this.guide = undefined
    return taken
  }

  /** Waits until it is told to go on, or how; undefined where it is told to stop. */
  nextOrder(): (ToWorker & { readonly kind: 'go' | 'turn' }) | undefined {
    while (!this.isStopped) {
      const order = this.orders.shift()
      if (order) return order
      pause()
    }
    return undefined
  }

  /** A guide without prices of its own keeps the last ones. */
  private withPrices(message: GuideMessage): GuideMessage {
    this.prices = message.guide.prices ?? this.prices
    return this.prices ? { ...message, guide: { ...message.guide, prices: this.prices } } : message
  }

  private read(): void {
    for (let received = receiveMessageOnPort(this.port); received; received = receiveMessageOnPort(this.port)) {
      const message = received.message as ToWorker
      if (message.kind === 'best') this.bestUsdPerHour = message.usdPerHour
      else if (message.kind === 'guide') this.guide = this.withPrices(message)
      else if (message.kind === 'stop') this.stopped = true
      else this.orders.push(message)
    }
  }
}

const clock = new Int32Array(new SharedArrayBuffer(4))

/** Waits without burning a core. */
export function pause(): void {
  Atomics.wait(clock, 0, 0, 2)
}
