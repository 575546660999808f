/** Called off by Ctrl-C; by a second one the process ends at once. */
export function calledOff(): AbortSignal {
  const control = new AbortController()
  process.once('SIGINT', () => control.abort())
  return control.signal
}

/** As `calledOff`, for a part of what a process does: afterwards Ctrl-C ends it again. */
export function calledOffWithin(): Disposable & { readonly signal: AbortSignal } {
  const control = new AbortController()
  const abort = () => control.abort()
  process.once('SIGINT', abort)
  return { signal: control.signal, [Symbol.dispose]: () => void process.off('SIGINT', abort) }
}

/** What is left of a time limit [s]: who sets one counts from the command, not from where the solve begins. */
export const leftOf = (timeLimitSeconds: number): number => Math.max(0.1, timeLimitSeconds - process.uptime())
