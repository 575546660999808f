import { candidatesOf } from './candidates.ts'
import { GroupChoice } from './group-choice.ts'
import type { Guide } from './guide.ts'
import type { Node } from './node.ts'
import { Random } from './random.ts'
import { Recreate } from './recreate.ts'
import type { RecreateOptions } from './recreate-options.ts'
import { resize } from './resize.ts'
import { mayOpen, roomInGroup, roomOnNode } from './room.ts'
import { Ruin } from './ruin.ts'
import type { SearchSpace } from './space.ts'
import { State } from './state.ts'
import { temperature } from './temperature.ts'
import { Values } from './values.ts'

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

/** Searches for as many rounds, or as long, as it may; the best plan that it came by. */
export function anneal(space: SearchSpace, options: AnnealOptions): Layout {
  const annealing = new Annealing(space, options)
  let share = 0
  for (let round = 0; round < options.rounds; round++) {
    if ((round & 31) === 0) {
      share = Math.max(round / options.rounds, options.elapsed())
      if (share >= 1) break
    }
    annealing.round(share)
  }
  return annealing.finish()
}

/**
 * Large-neighbourhood search: takes a few nodes out, places their pods again, keeps the result if it is better or, early on, not much worse
 * (simulated annealing; ruin and recreate after Schrimpf et al., 2000, and Christiaens and Vanden Berghe's slack induction, 2020).
 */
export class Annealing {
  readonly state: State
  private readonly options: AnnealOptions
  private readonly random: Random
  private readonly values: Values
  private readonly guided: RecreateOptions
  private readonly free: RecreateOptions
  private readonly ruin: Ruin
  private readonly recreate: Recreate
  private readonly byPrice: readonly Int32Array[]
  private readonly touched: Node[] = []
  private readonly nodeUsd: number
  private rounds = 0
  private current: number
  private best: Layout
  private bestCost: number

  constructor(space: SearchSpace, options: AnnealOptions) {
    const { guide, start } = options
    this.options = options
    this.random = new Random(options.seed)
    this.state = new State(space, start?.target ?? guide.target)
    this.values = new Values(space, guide)
    const candidates = candidatesOf(space, guide)
    const base = { values: this.values, candidates, tries: 16, part: 0.1, blink: 0.02 }
    this.guided = { ...base, wanted: guide.wanted }
    this.free = { ...base, wanted: undefined }
    const choice = new GroupChoice(this.state, this.random)
    this.recreate = new Recreate(this.state, this.random, choice)
    this.ruin = new Ruin(this.state, this.random, this.values, choice)
    this.byPrice = candidates.byPrice
    if (start) stand(this.state, start)
    this.construct()
    this.nodeUsd = meanNodePrice(this.state)
    this.current = this.cost()
    this.best = layoutOf(this.state)
    this.bestCost = this.current
    options.onBest?.(this.best)
  }

  /** Ruins and recreates once; `share` of the search is over. */
  round(share: number): void {
    const { state, random } = this
    this.rounds++
    this.ruin.run()
    const isGuided = share < this.options.guidedShare && random.next() < 0.9
    this.recreate.place(this.ruin.pool, isGuided ? this.guided : this.free, this.free)
    for (const node of state.touched(this.touched)) resize(state, node, this.byPrice)
    const cost = this.cost()
    if (cost > this.current - this.temperature(share) * Math.log(random.next())) {
      state.undo()
      return
    }
    state.commit()
    this.current = cost
    if (this.rounds % keepEvery(state) === 0) this.keep()
  }

  /** The best plan of all rounds. */
  finish(): Layout {
    this.keep()
    return this.best
  }

  private temperature(share: number): number {
    const rounds = Number.isFinite(this.options.rounds) ? this.options.rounds : this.rounds / Math.max(share, 1e-3)
    return temperature(this.nodeUsd, rounds / Math.max(1, this.state.nodes.all.length), share)
  }

  private construct(): void {
    const everyone = this.state.space.agents.map((agent) => agent.index)
    this.recreate.place(everyone, this.guided, this.guided)
    if (this.state.waiting > 0) this.recreate.place(everyone, this.free, this.free)
    this.state.commit()
  }

  private keep(): void {
    if (this.current >= this.bestCost - 1e-9) return
    this.bestCost = this.current
    this.best = layoutOf(this.state)
    this.options.onBest?.(this.best)
  }

  /** Replicas without a place count far more than any place would cost, so that they find one first. */
  private cost(): number {
    const { state, values } = this
    let usd = state.cost()
    if (state.waiting === 0) return usd
    for (const { index } of state.space.agents) usd += (state.target[index] - state.counts.placed[index]) * (20 * values.worth[index] + 1)
    return usd
  }
}

/** Writing a large plan down takes longer than a round: it is done in so many rounds once. */
const keepEvery = (state: State): number => 1 + (state.nodes.all.length >> 4)

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
      const room = Math.min(roomOnNode(state, agents[i], node), roomInGroup(state, agents[i], node.group, zone))
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
