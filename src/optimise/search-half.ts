import { buildInstance } from '../../models/instance/instance.ts'
import { DraftTeller } from './draft-teller.ts'
import { pause } from './inbox.ts'
import { anneal, type Layout } from './search/anneal.ts'
import { searchSpace } from './search/build-space.ts'
import { type Guide, guess } from './search/guide.ts'
import { layoutOfPlan } from './search/layout-of-plan.ts'
import { GUIDED_SHARE, search } from './search/run.ts'
import type { SearchSpace } from './search/space.ts'
import type { HalfParts } from './worker.ts'

/** How long the relaxation's guide is waited for before the search starts on its own guess: a part of the time, and so long at most [ms]. */
const PATIENCE = 0.3
const LONGEST_PATIENCE_MS = 2_000

/** Finds plans: until the time is over, or turn by turn as it is told. */
export function searchHalf(parts: HalfParts): void {
  const space = searchSpace(buildInstance(parts.job.problem))
  const drafts = new DraftTeller(parts.job.problem, space, parts.tell)
  if (parts.job.deadline === undefined) searchInTurns(parts, space, drafts)
  else searchInTime(parts, parts.job.deadline, space, drafts)
  parts.tell({ kind: 'done' })
}

function searchInTime({ job, inbox }: HalfParts, deadline: number, space: SearchSpace, drafts: DraftTeller): void {
  const elapsed = () => {
    drafts.tellInTime()
    return inbox.isStopped ? 1 : (Date.now() - job.startedAt) / Math.max(1, deadline - job.startedAt)
  }
  const start = job.start && layoutOfPlan(space, job.start)
  const hooks = {
    takeGuide: () => inbox.takeGuide(),
    hasNews: () => inbox.hasGuide,
    elapsed,
    pause,
    onBest: (layout: Layout) => drafts.keep(layout),
  }
  search(space, hooks, {
    seed: job.seed,
    patience: start ? 0 : Math.min(PATIENCE, LONGEST_PATIENCE_MS / (deadline - job.startedAt)),
    ...(start ? { start } : {}),
  })
  drafts.tellLast()
}

/** Each turn tells its last plan alone, and hangs on nothing but its seed, its rounds, the plan that it starts from and the guide that was there when it was asked for. */
function searchInTurns({ inbox, tell }: HalfParts, space: SearchSpace, drafts: DraftTeller): void {
  let guide: Guide | undefined
  for (let order = inbox.nextOrder(); order; order = inbox.nextOrder()) {
    if (order.kind !== 'turn') continue
    guide = inbox.takeGuide()?.guide ?? guide ?? guess(space)
    anneal(space, {
      guide,
      seed: order.seed,
      rounds: order.rounds,
      elapsed: () => (inbox.isStopped ? 1 : 0),
      guidedShare: order.start ? 0 : GUIDED_SHARE,
      ...(order.start ? { start: layoutOfPlan(space, order.start) } : {}),
      onBest: (layout) => layout.unplaced === 0 && drafts.keep(layout),
    })
    drafts.tellLast()
    tell({ kind: 'waiting' })
  }
}
