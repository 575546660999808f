import { candidateMachines, type Guide } from './guide.ts'
import { Random } from './random.ts'
import { recreate } from './recreate.ts'
import type { RecreateOptions } from './recreate-options.ts'
import { machinesByPrice, resize } from './resize.ts'
import { ruin } from './ruin.ts'
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
  const base = { worth: guide.worth, candidates: candidateMachines(space, guide, 10), tries: 24, part: 0.1, blink: 0.02 }
  const guided: RecreateOptions = { ...base, wanted: guide.wanted }
  const free: RecreateOptions = { ...base, wanted: undefined }
  if (options.start) stand(state, options.start)
  const everyone = space.agents.map((agent) => agent.index)
  recreate(state, everyone, random, guided)
  if (unplacedCost(state, guide.worth) > 0) recreate(state, everyone, random, free)
  state.commit()
  let current = state.cost() + unplacedCost(state, guide.worth)
  let best = layoutOf(state)
  let bestCost = current
  options.onBest?.(best)
  const hot = 0.2 * meanNodePrice(state)
  let share = 0
  for (let round = 0; round < options.rounds; round++) {
    if ((round & 31) === 0) {
      share = Math.max(round / options.rounds, options.elapsed())
      if (share >= 1) break
    }
    const temperature = hot * 0.005 ** share
    const pool = ruin(state, random, guide.worth, waiting(state))
    recreate(state, pool, random, share < options.guidedShare && random.next() < 0.9 ? guided : free)
    for (const node of state.touched()) resize(state, node, byPrice)
    const cost = state.cost() + unplacedCost(state, guide.worth)
    if (cost > current - temperature * Math.log(random.next())) {
      state.undo()
      continue
    }
    state.commit()
    current = cost
    if (cost >= bestCost - 1e-9) continue
    bestCost = cost
    best = layoutOf(state)
    options.onBest?.(best)
  }
  return best
}

/** What replicas without a place count: far more than any place would cost, so that they find one first. */
function unplacedCost(state: State, worth: Float64Array): number {
  let usd = 0
  for (const { index } of state.space.agents) usd += (state.target[index] - state.placed[index]) * (20 * worth[index] + 1)
  return usd
}

function waiting(state: State): number[] {
  const agents: number[] = []
  for (const { index } of state.space.agents) if (state.placed[index] < state.target[index]) agents.push(index)
  return agents
}

function meanNodePrice(state: State): number {
  const nodes = state.nodes.flat()
  return nodes.length === 0 ? 0 : nodes.reduce((sum, node) => sum + state.space.machines[node.machine].usdPerHour, 0) / nodes.length
}

function stand(state: State, layout: Layout): void {
  for (const { machine, zone, agents, counts } of layout.nodes) {
    const node = state.open(machine, zone)
    for (let i = 0; i < agents.length; i++) state.put(node, agents[i], counts[i])
  }
  state.commit()
}

export function layoutOf(state: State): Layout {
  let unplaced = 0
  for (const { index } of state.space.agents) unplaced += state.target[index] - state.placed[index]
  return {
    nodes: state.nodes.flat().map(({ machine, zone, agents, counts }) => ({ machine, zone, agents: [...agents], counts: [...counts] })),
    target: state.target.slice(),
    usdPerHour: state.cost(),
    unplaced,
  }
}
