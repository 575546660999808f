import type { InputIssue } from '../domain/input-error.ts'

/** What comes to light while a problem is built, gathered so that a person sees all of it at once. */
export interface Remarks {
  /** What was assumed or left out: the reader of a plan must know. */
  readonly notes: string[]
  /** What makes the problem impossible to state. */
  readonly issues: InputIssue[]
}
