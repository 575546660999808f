import type { Hand } from './crew.ts'
import type { ToMain } from './messages.ts'
import type { Solve } from './solve.ts'

/** Time kept back for the last check and for writing the answer [ms]. */
const RESERVE_MS = 350

/** Works until the time is over or nothing more is to be found out. Each half hears at once what the other has found. */
export async function solveInTime(solve: Solve): Promise<void> {
  const seconds = solve.options.timeLimitSeconds!
  const deadline = solve.startedAt + Math.max(50, seconds * 1000 - Math.min(RESERVE_MS, seconds * 100))
  const { signal } = solve.options
  const finished = Promise.withResolvers<void>()
  const timer = setTimeout(finished.resolve, deadline - solve.startedAt)
  const stop = () => finished.resolve()
  signal?.addEventListener('abort', stop, { once: true })
  try {
    new Halves(solve, deadline, stop, () => clearTimeout(timer)).start()
    await finished.promise
  } finally {
    clearTimeout(timer)
    signal?.removeEventListener('abort', stop)
    await solve.dismissAll()
  }
}

class Halves {
  private readonly solve: Solve
  private readonly deadline: number
  private readonly finish: () => void
  private readonly stopClock: () => void
  private readonly searchers: Hand[] = []
  private bounder: Hand | undefined
  private working = 0

  constructor(solve: Solve, deadline: number, finish: () => void, stopClock: () => void) {
    this.solve = solve
    this.deadline = deadline
    this.finish = finish
    this.stopClock = stopClock
  }

  start(): void {
    this.startSearch(0)
    this.working++
    this.bounder = this.solve.hire('bound', { deadline: this.deadline }, (message) => {
      // Once the bound is as good as it gets, its core searches too, from another seed.
      if (message.kind === 'done' && !this.solve.isSettled && !this.solve.isStopping) this.startSearch(1)
      this.hear(message)
    })
    this.tellBest()
  }

  private startSearch(nth: number): void {
    this.working++
    const seed = this.solve.seed + 1000 * nth
    const searcher = this.solve.hire('search', { seed, deadline: this.deadline }, (message) => this.hear(message))
    if (this.solve.guide) searcher.tell(this.solve.guide)
    this.searchers.push(searcher)
  }

  private hear(message: ToMain): void {
    if (message.kind === 'guide') for (const searcher of this.searchers) searcher.tell(message)
    if (message.kind === 'draft') this.tellBest()
    // That there is no plan is known: what is still to be found out is why.
    if (message.kind === 'impossible') this.stopClock()
    if (message.kind === 'done') this.working--
    if (this.solve.isSettled || this.working === 0) this.finish()
  }

  private tellBest(): void {
    const { usdPerHour } = this.solve.best
    if (usdPerHour !== undefined) this.bounder?.tell({ kind: 'best', usdPerHour })
  }
}
