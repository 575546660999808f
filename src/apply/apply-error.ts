import type { Step } from '../domain/step.ts'

/** Applying stopped: what is done, what is not, and what could not be put back. `cause` is what went wrong. */
export class ApplyError extends Error {
  override name = 'ApplyError'
  readonly done: readonly Step[]
  readonly notDone: readonly Step[]
  /** Steps that were done, should have been put back and could not be: to be looked at by a person. */
  readonly leftBehind: readonly Step[]

  constructor(message: string, outcome: Pick<ApplyError, 'done' | 'notDone' | 'leftBehind'>, options?: ErrorOptions) {
    super(message, options)
    this.done = outcome.done
    this.notDone = outcome.notDone
    this.leftBehind = outcome.leftBehind
  }
}

/** The steps may not be applied at all: nothing was written. */
export class ApplyRefusedError extends Error {
  override name = 'ApplyRefusedError'
}

/** The fleet is not as it was when the steps were planned. */
export class PlanOutdatedError extends Error {
  override name = 'PlanOutdatedError'
}
