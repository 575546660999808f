import type { Problem } from '../domain/problem.ts'
import { verifyPlan } from '../verify/verify.ts'
import { isWithinBudget, planToCheck } from './best-plan.ts'
import type { ToMain } from './messages.ts'
import { type Draft, draftOf } from './plan-of.ts'
import type { Layout } from './search/anneal.ts'
import type { SearchSpace } from './search/space.ts'

/** Telling costs more than finding: of the time it takes, so much passes between two times. */
const PAUSES = 10
const SHORTEST_PAUSE_MS = 100

/** Writes the plans that a thread finds as the contract tells them, has them checked, and sends those that are cheaper than the last. */
export class DraftTeller {
  private readonly problem: Problem
  private readonly space: SearchSpace
  private readonly tell: (message: ToMain) => void
  private untold: Layout | undefined
  private notBefore = 0
  private cheapest = Number.POSITIVE_INFINITY
  /** The cheapest plan that was told. */
  best: Draft | undefined

  constructor(problem: Problem, space: SearchSpace, tell: (message: ToMain) => void) {
    this.problem = problem
    this.space = space
    this.tell = tell
  }

  keep(layout: Layout): void {
    this.untold = layout
  }

  /** Tells the plan kept last, if it is time to. */
  tellInTime(): void {
    if (this.untold && Date.now() >= this.notBefore) this.tellLast()
  }

  /** Tells the plan kept last, if it has not been. */
  tellLast(): void {
    if (this.untold) this.tellNow(this.untold)
    this.untold = undefined
  }

  tellNow(layout: Layout): void {
    const from = Date.now()
    const draft = draftOf(this.problem, this.space, layout)
    if (draft.usdPerHour.total < this.cheapest && isWithinBudget(this.problem, draft)) {
      this.cheapest = draft.usdPerHour.total
      this.best = draft
      const { violations } = verifyPlan(this.problem, planToCheck(draft))
      this.tell({ kind: 'draft', draft, violations: violations.map(({ detail }) => detail) })
    }
    this.notBefore = Date.now() + Math.max(SHORTEST_PAUSE_MS, PAUSES * (Date.now() - from))
  }
}
