import type { Plan } from '../domain/plan.ts'
import type { Problem } from '../domain/problem.ts'
import type { Arrangement, Strategy } from '../reports/findings.ts'
import { type Contender, contender, provedCost } from './contender.ts'
import { agentsThatRunOn, wantedOf } from './endurance.ts'
import { placeWhatFits, type Solve } from './place-what-fits.ts'
import { hasCaps, onlyCloud, withoutCaps, withoutSpot } from './strategy-problems.ts'
import { costOfPart, placedToday, shortages } from './today-in-part.ts'

export interface NightToCompare {
  readonly problem: Problem
  /** What stands today, whether or not it keeps the rules; and which it breaks, in words. */
  readonly today: Arrangement
  readonly brokenRules: readonly string[]
  /** The cheapest plan found under every rule, before any threshold. */
  readonly best: Plan
  /** What is recommended: the best plan, one that is preferred to it, or today. */
  readonly recommended: Plan
  readonly staysToday: boolean
  /** Providers that are clouds to move to; one that a user describes is none. */
  readonly clouds: readonly string[]
}

/**
 * Today, each cloud alone, all clouds without and with spot, and what is recommended. Each cloud alone and all without spot are ways to run
 * the fleet rather than tonight's moves, so tonight's caps on moves and budget are lifted for them. Costs are compared over the agents that
 * every strategy places: each is solved again for just these.
 */
export async function compareStrategies(night: NightToCompare, solve: Solve, onStage: (stage: string) => void): Promise<Strategy[]> {
  const { problem, best, recommended } = night
  const steady = withoutCaps(problem)
  const notes = hasCaps(problem) ? ['without the caps on moves and budget'] : []
  const contenders = [todayAsItIs(night)]
  for (const cloud of night.clouds.filter((provider) => problem.clusters.some((cluster) => cluster.provider === provider))) {
    onStage(`${cloud} alone`)
    contenders.push(await solved(`${cloud} alone`, onlyCloud(steady, cloud), notes, solve))
  }
  onStage('all clouds without spot')
  contenders.push(await solved('all clouds, no spot', withoutSpot(steady), notes, solve))
  const withSpot = found('all clouds, with spot', problem, best, solve)
  contenders.push(withSpot, costsTheSame(recommended, best) ? alias('recommended', withSpot) : recommendedItself(night))
  onStage('the agents that every strategy can place')
  return comparable(contenders, problem)
}

async function comparable(contenders: readonly Contender[], problem: Problem): Promise<Strategy[]> {
  const compared = contenders.filter(({ strategy }) => strategy.cost && strategy.placedAgents > 0)
  const everywhere = problem.agents.filter(({ id }) => compared.every(({ strategy }) => !strategy.unplaceable.includes(id)))
  const agents = new Set(everywhere.map(({ id }) => id))
  const wanted = wantedOf(problem, [...agents]).length
  const strategies: Strategy[] = []
  for (const { strategy, costOf } of contenders) {
    const comparableCost = compared.some((other) => other.strategy === strategy) ? await costOf(agents) : undefined
    strategies.push(comparableCost ? { ...strategy, comparableCost: { ...comparableCost, agents: wanted } } : strategy)
  }
  return strategies
}

function todayAsItIs({ problem, today, brokenRules }: NightToCompare): Contender {
  const { placed, missing } = placedToday(problem, today)
  const notes = [...shortages(problem, today), ...(brokenRules.length > 0 ? [`breaks ${brokenRules.length} rules`] : [])]
  const cost = { usdPerHour: today.usdPerHour.nodes + today.usdPerHour.egress }
  return {
    strategy: {
      name: 'today',
      cost,
      unplaceable: missing,
      unplaceableIsMinimal: true,
      notes,
      placedAgents: wantedOf(problem, placed).length,
      agentsThatRunOn: agentsThatRunOn(problem, today, placed),
    },
    costOf: async (agents) => ({ usdPerHour: costOfPart(problem, today, agents) }),
  }
}

const costsTheSame = (one: Plan, other: Plan): boolean => Math.abs(one.usdPerHour.total - other.usdPerHour.total) < 1e-9

function recommendedItself({ problem, recommended, staysToday }: NightToCompare): Contender {
  const { placed, missing } = placedToday(problem, recommended)
  return {
    strategy: {
      name: staysToday ? 'recommended: stay' : 'recommended',
      status: recommended.status,
      cost: provedCost(recommended),
      unplaceable: missing,
      unplaceableIsMinimal: true,
      notes: [],
      placedAgents: wantedOf(problem, placed).length,
      agentsThatRunOn: agentsThatRunOn(problem, recommended, placed),
    },
    costOf: async (agents) =>
      agents.size === placed.length ? provedCost(recommended) : { usdPerHour: costOfPart(problem, recommended, agents) },
  }
}

async function solved(name: string, problem: Problem, notes: readonly string[], solve: Solve): Promise<Contender> {
  const { plan, unplaceable, isMinimal } = await placeWhatFits(problem, solve)
  return contender({ name, problem, plan, unplaceable, isMinimal, notes }, solve)
}

/** The same plan under another name: costed once. */
const alias = (name: string, { strategy, costOf }: Contender): Contender => ({ strategy: { ...strategy, name }, costOf })

const found = (name: string, problem: Problem, plan: Plan, solve: Solve): Contender =>
  contender({ name, problem, plan, unplaceable: [], isMinimal: true, notes: [] }, solve)
