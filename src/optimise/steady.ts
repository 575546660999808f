import type { Hand } from './crew.ts'
import type { ToMain } from './messages.ts'
import type { Solve } from './solve.ts'

/** Rounds of the first turn, by the square root of how many replicas there are; each later turn has twice as many. */
const ROUNDS_OF_ROOT = 3_000
const MOST_TURNS = 6
/** A turn that saves less than this share is the last. */
const LEAST_SAVING = 1e-3

/**
 * Works in turns that hang on nothing but the problem and the seed: the bound's parts and turns of the search side by side, each told only at
 * its start what is known, so that it does not matter which ends first. Ends when the gap is closed or a turn has saved next to nothing.
 */
export async function solveInTurns(solve: Solve): Promise<void> {
  const { signal } = solve.options
  const stopped = Promise.withResolvers<void>()
  const stop = () => stopped.resolve()
  signal?.addEventListener('abort', stop, { once: true })
  try {
    await Promise.race([new Turns(solve).run(), stopped.promise])
  } finally {
    signal?.removeEventListener('abort', stop)
    await solve.dismissAll()
  }
}

class Turns {
  private readonly solve: Solve
  private readonly rounds: number

  constructor(solve: Solve) {
    this.solve = solve
    this.rounds = Math.ceil(ROUNDS_OF_ROOT * Math.sqrt(solve.problem.agents.reduce((sum, { replicas }) => sum + replicas, 0)))
  }

  private get isOver(): boolean {
    return this.solve.isSettled || this.solve.isStopping
  }

  async run(): Promise<void> {
    const bound = new Half(this.solve, 'bound')
    await bound.until((message) => message.kind === 'guide' || isPause(message))
    // Where the problem was solved exactly there is nothing to search for.
    if (this.isOver) return
    const search = new Half(this.solve, 'search')
    await Promise.all([search.turn(0, this.rounds), bound.untilPause()])
    if (this.isOver) return
    bound.goOn()
    await Promise.all([search.turn(1, 2 * this.rounds), bound.until(() => false)])
    if (this.isOver) return
    const second = new Half(this.solve, 'search')
    for (let turn = 2, before = Number.POSITIVE_INFINITY; turn < MOST_TURNS && !this.isOver; turn++) {
      const now = this.solve.best.usdPerHour ?? Number.POSITIVE_INFINITY
      if (now > before * (1 - LEAST_SAVING)) return
      before = now
      const rounds = this.rounds * 2 ** turn
      await Promise.all([search.turn(turn, rounds), second.turn(turn + 1000, rounds)])
    }
  }
}

const isPause = ({ kind }: ToMain): boolean => kind === 'waiting'

/** A thread that works while it is waited for. */
class Half {
  isOver = false
  private isPaused = false
  private readonly solve: Solve
  private readonly hand: Hand
  private wanted: ((message: ToMain) => boolean) | undefined
  private settle: (() => void) | undefined
  private readonly heard: ToMain[] = []

  constructor(solve: Solve, role: 'bound' | 'search') {
    this.solve = solve
    this.hand = solve.hire(role, {}, (message) => this.hear(message))
  }

  /** A turn of the search, from the best plan so far. */
  async turn(nth: number, rounds: number): Promise<void> {
    const { best, guide, seed } = this.solve
    if (guide) this.hand.tell(guide)
    this.hand.tell({ kind: 'turn', seed: seed + nth, rounds, ...(best.draft ? { start: best.draft } : {}) })
    this.isPaused = false
    await this.untilPause()
  }

  /** Waits until the thread waits, or is over. */
  async untilPause(): Promise<void> {
    if (!this.isPaused) await this.until(isPause)
  }

  /** Lets the bound begin its next part, with the best plan as it stands. */
  goOn(): void {
    const { usdPerHour } = this.solve.best
    if (usdPerHour !== undefined) this.hand.tell({ kind: 'best', usdPerHour })
    this.isPaused = false
    this.hand.tell({ kind: 'go' })
  }

  /** Waits for a message of a kind; no longer than the thread works. */
  async until(wanted: (message: ToMain) => boolean): Promise<void> {
    const early = this.heard.findIndex(wanted)
    this.heard.length = 0
    if (early >= 0 || this.isOver) return
    const settled = Promise.withResolvers<void>()
    this.wanted = wanted
    this.settle = settled.resolve
    await settled.promise
  }

  private hear(message: ToMain): void {
    if (isPause(message)) this.isPaused = true
    if (message.kind === 'done' || message.kind === 'infeasible' || message.kind === 'failed') this.isOver = true
    if (this.wanted?.(message) || this.isOver) {
      this.settle?.()
      this.wanted = undefined
      this.settle = undefined
    } else this.heard.push(message)
  }
}
