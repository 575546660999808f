import { Candidates } from './candidates.ts'
import { GroupChoice } from './group-choice.ts'
import type { Guide } from './guide.ts'
import type { Node } from './node.ts'
import { Random } from './random.ts'
import { Recreate } from './recreate.ts'
import type { RecreateOptions } from './recreate-options.ts'
import { machinesByPrice, resize } from './resize.ts'
import { mayOpen, roomInGroup, roomOnNode } from './room.ts'
import { Ruin } from './ruin.ts'
import type { SearchSpace } from './space.ts'
import { State } from './state.ts'

/** A plan as the search knows it: one entry a node. */
export interface Layout {
  readonly nodes: readonly {
    readonly machine: number
    readonly zone: number
    readonly agents: readonly number[]
    readonly counts: readonly number[]
  }[]
  readonly target: Int32Array
  /** As the search counts it; egress close to, not exactly, the cheapest [USD/h]. */
  readonly usdPerHour: number
  /** Replicas that found no place: 0 in a plan. */
  readonly unplaced: number
}

export interface AnnealOptions {
  readonly guide: Guide
  readonly seed: number
  /** Rounds of ruin and recreate. */
  readonly rounds: number
  /** Asked now and then: how much of the time is gone (0 to 1); 1 ends the search. */
  readonly elapsed: () => number
  readonly onBest?: (layout: Layout) => void
  readonly start?: Layout
  /** Part of the search during which the relaxation's own places are kept to. */
  readonly guidedShare: number
}

/**
 * Large-neighbourhood search: takes a few nodes out, places their pods again, keeps the result if it is better or, early on, not much worse
 * (simulated annealing; ruin and recreate after Schrimpf et al., 2000, and Christiaens and Vanden Berghe's slack induction, 2020).
 */
export function anneal(space: SearchSpace, options: AnnealOptions): Layout {
  const random = new Random(options.seed)
  const { guide } = options
  const byPrice = machinesByPrice(space)
  const state = new State(space, options.start?.target ?? guide.target)
  const candidates = new Candidates(space, guide)
  const base = { worth: guide.worth, candidates, tries: 24, part: 0.1, blink: 0.02 }
  const guided: RecreateOptions = { ...base, wanted: guide.wanted }
  const free: RecreateOptions = { ...base, wanted: undefined }
  const choice = new GroupChoice(state, candidates, random)
  const recreate = new Recreate(state, random, choice)
  const ruin = new Ruin(state, random, guide.worth, choice)
  if (options.start) stand(state, options.start)
  const everyone = space.agents.map((agent) => agent.index)
  recreate.place(everyone, guided)
  if (state.waiting > 0) recreate.place(everyone, free)
  state.commit()
  let current = state.cost() + unplacedCost(state, guide.worth)
  let best = layoutOf(state)
  let bestCost = current
  options.onBest?.(best)
  const hot = 0.2 * meanNodePrice(state)
  const touched: Node[] = []
  let share = 0
  let round = 0
  for (; round < options.rounds; round++) {
    if ((round & 31) === 0) {
      share = Math.max(round / options.rounds, options.elapsed())
      if (share >= 1) break
    }
    const temperature = hot * 0.005 ** share
    ruin.run()
    recreate.place(ruin.pool, share < options.guidedShare && random.next() < 0.9 ? guided : free)
    for (const node of state.touched(touched)) resize(state, node, byPrice)
    const cost = state.cost() + unplacedCost(state, guide.worth)
    if (cost > current - temperature * Math.log(random.next())) {
      state.undo()
      continue
    }
    state.commit()
    current = cost
    if (cost >= bestCost - 1e-9 || round % keepEvery(state) !== 0) continue
    bestCost = cost
    best = layoutOf(state)
    options.onBest?.(best)
  }
  if (current < bestCost - 1e-9) {
    best = layoutOf(state)
    options.onBest?.(best)
  }
  return best
}

/** Writing a large plan down takes longer than a round: it is done in so many rounds once. */
const keepEvery = (state: State): number => 1 + (state.nodes.all.length >> 4)

/** What replicas without a place count: far more than any place would cost, so that they find one first. */
function unplacedCost(state: State, worth: Float64Array): number {
  if (state.waiting === 0) return 0
  let usd = 0
  for (const { index } of state.space.agents) usd += (state.target[index] - state.counts.placed[index]) * (20 * worth[index] + 1)
  return usd
}

function meanNodePrice({ space, nodes }: State): number {
  const sum = nodes.all.reduce((total, node) => total + space.machines[node.machine].usdPerHour, 0)
  return nodes.all.length === 0 ? 0 : sum / nodes.all.length
}

/** Stands what the rules allow: the layout may be another problem's. */
function stand(state: State, layout: Layout): void {
  for (const { machine, zone, agents, counts } of layout.nodes) {
    if (!mayOpen(state, machine)) continue
    const node = state.open(machine, zone)
    for (let i = 0; i < agents.length; i++) {
      const room = Math.min(roomOnNode(state, agents[i], node), roomInGroup(state, agents[i], state.space.machines[machine].group, zone))
      if (room > 0) state.put(node, agents[i], Math.min(counts[i], room))
    }
    if (node.agents.length === 0) state.close(node)
  }
  state.commit()
}

export function layoutOf(state: State): Layout {
  return {
    nodes: state.nodes.all.map(({ machine, zone, agents, counts }) => ({ machine, zone, agents: [...agents], counts: [...counts] })),
    target: state.target.slice(),
    usdPerHour: state.cost(),
    unplaced: state.waiting,
  }
}
