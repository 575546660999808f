import type { Plan } from '../../src/domain/plan.ts'
import type { Problem } from '../../src/domain/problem.ts'
import { type Choice, choicesOf } from './choices.ts'
import { type Edge, edgesOf } from './egress.ts'
import { type Cell, cellsOf } from './fleet.ts'
import type { StandingNode } from './node-labels.ts'
import type { Pods } from './packing.ts'
import { planOf } from './plan-of.ts'
import { Standings } from './standings.ts'

export interface Cheapest {
  readonly usdPerHour: number
  /** One of the plans that cost that. */
  readonly plan: Plan
}

/**
 * The cheapest plan of a tiny problem, by trying everything: each distribution of each agent, each multiset of nodes for it, each split over zones.
 * What is left out is only what a bound on the same agents already excludes: more pods never cost less.
 * Shares no line with the optimiser, so that it can judge it.
 */
export function cheapestPlanByBruteForce(problem: Problem): Cheapest | 'infeasible' {
  const ownObjects: Problem = JSON.parse(JSON.stringify(problem))
  const found = new Search(ownObjects).run()
  const budget = problem.limits?.usdPerHour ?? Number.POSITIVE_INFINITY
  if (!found || found.usdPerHour > budget + 1e-6) return 'infeasible'
  return { usdPerHour: found.usdPerHour, plan: planOf(ownObjects, found) }
}

/** What the search holds at its end, and what a plan is written from. */
export interface Found {
  readonly usdPerHour: number
  readonly cells: readonly Cell[]
  readonly choices: readonly Choice[]
  readonly nodes: readonly StandingNode[]
  readonly edges: readonly Edge[]
}

class Search {
  private readonly problem: Problem
  private readonly cells: readonly Cell[]
  private readonly standings: Standings
  private readonly edges: readonly Edge[]
  private readonly options: readonly (readonly { choice: Choice; alone: number }[])[]
  private best: Found | undefined

  constructor(problem: Problem) {
    this.problem = problem
    this.cells = cellsOf(problem)
    this.standings = new Standings(problem, this.cells)
    this.edges = edgesOf(problem)
    this.options = problem.agents.map((agent, at) => {
      const choices = choicesOf(problem, agent, this.cells).map((choice) => ({ choice, alone: this.costAlone(choice, at) }))
      return choices.sort((a, b) => a.alone - b.alone)
    })
  }

  run(): Found | undefined {
    this.extend([])
    return this.best
  }

  private costAlone(choice: Choice, agent: number): number {
    const pods = choice.replicas.map((count) => this.problem.agents.map((_, at) => (at === agent ? count : 0)))
    const mostOnNode = this.problem.agents.map((_, at) => (at === agent ? choice.mostOnNode : 0))
    return choice.moveUsdPerHour + this.standings.least(pods, mostOnNode)
  }

  private extend(choices: readonly Choice[]): void {
    if (choices.length === this.options.length) this.settle(choices)
    for (const { choice, alone } of this.options[choices.length] ?? []) {
      if (!this.couldWin(alone)) return
      const more = [...choices, choice]
      if (this.movesAreAllowed(more) && this.couldWin(this.leastCost(more))) this.extend(more)
    }
  }

  private couldWin(usdPerHour: number): boolean {
    return Number.isFinite(usdPerHour) && usdPerHour < (this.best?.usdPerHour ?? Number.POSITIVE_INFINITY) - 1e-12
  }

  private movesAreAllowed(choices: readonly Choice[]): boolean {
    return sum(choices, ({ moved }) => moved) <= (this.problem.limits?.maxMovedReplicas ?? Number.POSITIVE_INFINITY)
  }

  /** What these agents cost at least, whatever the others do. */
  private leastCost(choices: readonly Choice[]): number {
    const mostOnNode = this.problem.agents.map((_, agent) => choices[agent]?.mostOnNode ?? 0)
    return this.besideNodes(choices) + this.standings.least(this.podsOf(choices), mostOnNode)
  }

  private besideNodes(choices: readonly Choice[]): number {
    const known = this.edges.filter((edge) => edge.isAmong(choices.length))
    const egress = sum(known, (edge) => edge.usdPerHour(choices))
    return egress + sum(choices, ({ moveUsdPerHour }) => moveUsdPerHour)
  }

  private podsOf(choices: readonly Choice[]): Pods[] {
    return this.cells.map((_, cell) => this.problem.agents.map((_, agent) => choices[agent]?.replicas[cell] ?? 0))
  }

  private settle(choices: readonly Choice[]): void {
    const standing = this.standings.cheapest(this.podsOf(choices), choices)
    if (!standing) return
    const usdPerHour = standing.usdPerHour + this.besideNodes(choices)
    if (this.couldWin(usdPerHour)) this.best = { usdPerHour, choices, nodes: standing.label.nodes, cells: this.cells, edges: this.edges }
  }
}

const sum = <T>(items: readonly T[], amount: (item: T) => number): number => items.reduce((total, item) => total + amount(item), 0)
