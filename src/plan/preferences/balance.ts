import type { Plan } from '../../domain/plan.ts'
import type { Problem } from '../../domain/problem.ts'
import type { Replicas, Share, UsdPerHour } from '../../domain/units.ts'
import { movesOf, movingAtMost } from './hold.ts'
import { putBack } from './put-back.ts'
import { type Layout, restated } from './restate.ts'
import { isFound, type Solve } from './solve.ts'
import { gapFor, type Judged, judgedBy, type Mover, type Verdict, verdictOn } from './verdict.ts'

export interface Balance {
  /** The night's, with all that is held already, and its plan. */
  readonly problem: Problem
  readonly plan: Plan
  /** What shares are taken of: today's cost and today's replicas. */
  readonly fleet: { readonly usdPerHour: UsdPerHour; readonly replicas: Replicas }
  /** Share of the cost to save per share of the replicas moved; 0: the agent's moves are not judged. */
  readonly leastSavingPerDisruption: (agent: string) => number
  /** Agents that cannot stay, and those whose place is decided otherwise. */
  readonly exempt: ReadonlySet<string>
  readonly gap: Share
  readonly mostSolves: number
}

export interface BalancedPlan {
  /** The same problem with the moves that were left out held back, and its plan. */
  readonly problem: Problem
  readonly plan: Plan
  readonly leftOut: readonly LeftOut[]
}

export interface LeftOut {
  readonly agent: string
  readonly replicas: Replicas
  readonly verdict: 'too little' | 'not shown' | 'not judged'
  /** Absent where not judged. */
  readonly judged?: Judged
}

/**
 * Leaves out the moves that save too little for what they disrupt: an agent's moves stay in only where a plan that is solved without them
 * costs more by the share that is asked for, and where that is more than the gap between plan and bound could explain.
 * A quick guess at each agent's saving decides only who is judged when, and who is judged together: those that seem to save too little as
 * one group, halved where they save enough together; the others one by one, the least worth first. What is too small to be shown alone is
 * judged together at the end. An agent most of whose moves are worth it makes only so many. Each change of the plan begins anew, until all moves that are left have passed or no solve is left.
 */
export async function balanceMoves(balance: Balance, solve: Solve): Promise<BalancedPlan> {
  return new Balancing(balance, solve).run()
}

class Balancing {
  private readonly balance: Balance
  private readonly solve: Solve
  private plan: Plan
  /** The most replicas that an agent may move by what was judged: 0 where it is held. */
  private readonly caps = new Map<string, Replicas>()
  /** With the most replicas that they were seen to move. */
  private readonly passed = new Map<string, Replicas>()
  private readonly doubtful = new Set<string>()
  private readonly leftOut: LeftOut[] = []
  /** Of this plan. */
  private readonly guesses = new Map<string, UsdPerHour>()
  private solvesLeft: number
  private largestGroup = Number.POSITIVE_INFINITY

  constructor(balance: Balance, solve: Solve) {
    this.balance = balance
    this.solve = solve
    this.plan = balance.plan
    this.solvesLeft = balance.mostSolves
  }

  async run(): Promise<BalancedPlan> {
    for (;;) {
      const movers = this.movers()
      if (movers.length === 0) break
      if (this.solvesLeft <= 1) {
        await this.holdTheRest(movers)
        break
      }
      await this.judge(this.nextGroup(movers))
    }
    return { problem: this.capped(), plan: this.plan, leftOut: this.leftOut }
  }

  /** Those that have not passed yet, the least worth for what they disrupt first. */
  private movers(): Mover[] {
    const { fleet, leastSavingPerDisruption, exempt, problem } = this.balance
    const movers = [...movesOf(problem, this.plan)]
      .filter(([agent, replicas]) => !exempt.has(agent) && this.caps.get(agent) !== 0 && replicas > (this.passed.get(agent) ?? 0))
      .map(([agent, replicas]) => {
        const required = leastSavingPerDisruption(agent) * (replicas / Math.max(fleet.replicas, 1)) * fleet.usdPerHour
        return { agent, replicas, required }
      })
      .filter(({ required }) => required > 0)
      .map((mover) => ({ ...mover, guess: this.guessedSaving(mover.agent) }))
    return movers.toSorted((a, b) => a.guess / a.required - b.guess / b.required || (a.agent < b.agent ? -1 : 1))
  }

  private guessedSaving(agent: string): UsdPerHour {
    const guess = this.guesses.get(agent) ?? this.savingByPuttingBack(agent)
    this.guesses.set(agent, guess)
    return guess
  }

  private savingByPuttingBack(agent: string): UsdPerHour {
    const back = putBack(this.balance.problem, this.plan, agent)
    if (!back) return Number.POSITIVE_INFINITY
    return restated(this.balance.problem, back).usdPerHour.total - this.plan.usdPerHour.total
  }

  private nextGroup(movers: readonly Mover[]): readonly Mover[] {
    const clear = movers.filter(({ agent }) => !this.doubtful.has(agent))
    const suspects = clear.filter(({ guess, required }) => guess < required)
    if (suspects.length > 0) return suspects.slice(0, this.largestGroup)
    return clear.length > 0 ? clear.slice(0, 1) : movers
  }

  private async judge(group: readonly Mover[]): Promise<void> {
    const { plan, verdict } = await this.without(group)
    if (verdict === 'too little') return (await this.movedFewer(group, plan)) ? undefined : this.leaveOut(group, plan, verdict)
    const isLast = group.every(({ agent }) => this.doubtful.has(agent))
    if (verdict === 'not shown' && isLast) return this.leaveOut(group, plan, verdict)
    if (group.length > 1 && !isLast) {
      this.largestGroup = Math.ceil(group.length / 2)
      return
    }
    this.largestGroup = Number.POSITIVE_INFINITY
    if (verdict === 'not shown') this.doubtful.add(group[0]!.agent)
    else for (const { agent, replicas } of group) this.passed.set(agent, replicas)
  }

  /** One agent that is clearly worth it needs no close solve; where that leaves a doubt, it is solved closely after all. */
  private async without(group: readonly Mover[]): Promise<{ plan: Plan; verdict: Verdict }> {
    const loose = gapFor(group, this.plan, this.balance.gap)
    const plan = await this.solveWithout(group, loose)
    const verdict = verdictOn(group, this.plan, plan, { isLoose: loose > this.balance.gap })
    if (verdict !== undefined) return { plan, verdict }
    const closer = await this.solveWithout(group, this.balance.gap)
    return { plan: closer, verdict: verdictOn(group, this.plan, closer, { isLoose: false })! }
  }

  private async solveWithout(group: readonly Mover[], gap: Share): Promise<Plan> {
    this.solvesLeft -= 1
    const agents = group.map(({ agent }) => agent)
    const problem = this.capped(agents)
    return this.solve(problem, { candidates: this.guessedPlan(problem, agents), gap })
  }

  private capped(held: readonly string[] = []): Problem {
    return movingAtMost(this.balance.problem, new Map([...this.caps, ...held.map((agent): [string, number] => [agent, 0])]))
  }

  /** Where most of an agent's moves are worth it, it may make so many, once: they are judged again. */
  private async movedFewer(group: readonly Mover[], without: Plan): Promise<boolean> {
    const [mover] = group
    if (group.length > 1 || !mover || this.caps.has(mover.agent) || this.solvesLeft <= 2) return false
    const { agent, replicas, required } = mover
    const worth = Math.floor(((without.usdPerHour.total - this.plan.usdPerHour.total) / required) * replicas)
    if (worth * 2 < replicas) return false
    this.solvesLeft -= 1
    const problem = movingAtMost(this.capped(), new Map([[agent, worth]]))
    const plan = await this.solve(problem, { candidates: [without], gap: this.balance.gap })
    if (!isFound(plan)) return false
    this.caps.set(agent, worth)
    this.leftOut.push({ agent, replicas: replicas - worth, verdict: 'too little', judged: judgedBy([mover], this.plan, without) })
    this.turnTo(plan)
    return true
  }

  private guessedPlan(problem: Problem, agents: readonly string[]): Plan[] {
    let layout: Layout | undefined = this.plan
    for (const agent of agents) layout = layout && putBack(problem, layout, agent)
    return layout ? [restated(problem, layout)] : []
  }

  private leaveOut(group: readonly Mover[], plan: Plan, verdict: LeftOut['verdict']): void {
    const judged = judgedBy(group, this.plan, plan)
    this.hold(group, plan, (mover) => ({ agent: mover.agent, replicas: mover.replicas, verdict, judged }))
  }

  private hold(group: readonly Mover[], plan: Plan, told: (mover: Mover) => LeftOut): void {
    for (const mover of group) {
      const before = this.leftOut.findIndex(({ agent }) => agent === mover.agent)
      if (before >= 0) this.leftOut.splice(before, 1)
      this.caps.set(mover.agent, 0)
      this.leftOut.push(told(mover))
    }
    this.turnTo(plan)
  }

  private turnTo(plan: Plan): void {
    this.plan = plan
    this.guesses.clear()
    this.doubtful.clear()
    this.largestGroup = Number.POSITIVE_INFINITY
  }

  /** The last solve: nobody moves who has not passed, so that no new mover comes of it. Where that is no plan, they cannot be left out. */
  private async holdTheRest(movers: readonly Mover[]): Promise<void> {
    const { problem, exempt, gap, leastSavingPerDisruption } = this.balance
    const rest = problem.agents
      .map(({ id }) => id)
      .filter((id) => !exempt.has(id) && !this.passed.has(id) && leastSavingPerDisruption(id) > 0)
    const all = this.capped(rest)
    const candidates = this.guessedPlan(
      all,
      movers.map(({ agent }) => agent),
    )
    const plan = await this.solve(all, { candidates, gap })
    if (!isFound(plan)) return
    this.hold(movers, plan, ({ agent, replicas }) => ({ agent, replicas, verdict: 'not judged' }))
    for (const id of rest) this.caps.set(id, 0)
  }
}
