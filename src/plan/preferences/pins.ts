import type { Fleet } from '../../domain/fleet.ts'
import type { Placement, Plan } from '../../domain/plan.ts'
import { movedReplicas } from '../../domain/plan-cost.ts'
import type { Pin } from '../../domain/policy.ts'
import type { Agent, Problem } from '../../domain/problem.ts'
import type { VerifyPlan } from '../today.ts'
import { held } from './hold.ts'
import { restated } from './restate.ts'

export interface PinnedAgent {
  readonly agent: Agent
  readonly pin: Pin
}

export function pinsOf(fleet: Fleet, problem: Problem): PinnedAgent[] {
  const pins = new Map(fleet.agents.flatMap(({ id, policy }) => (policy.pin === undefined ? [] : [[id, policy.pin] as const])))
  return problem.agents.flatMap((agent) => {
    const pin = pins.get(agent.id)
    return pin === undefined || agent.replicas === 0 ? [] : [{ agent, pin }]
  })
}

/** Where the pin places the agent. */
export function pinnedPlaces({ agent, pin }: PinnedAgent): Placement[] {
  const places = pin === 'today' ? (agent.current ?? []) : pin
  return places.filter(({ replicas }) => replicas > 0).map((place) => ({ agent: agent.id, ...place }))
}

/** Replicas that the pin itself moves from where they stand today. */
export const movedByPin = (pinned: PinnedAgent): number => movedReplicas(pinned.agent, pinnedPlaces(pinned))

/** The same night with agents pinned: to where they stand today, or to the places that a pin counts, which then stand for today's. */
export function withPins(problem: Problem, pins: readonly PinnedAgent[]): Problem {
  if (pins.length === 0) return problem
  const byAgent = new Map(pins.map((pinned) => [pinned.agent.id, pinned]))
  const agents = problem.agents.map((agent) => (byAgent.has(agent.id) ? pinnedAgent(agent, byAgent.get(agent.id)!) : agent))
  const most = problem.limits?.maxMovedReplicas
  if (most === undefined) return { ...problem, agents }
  const moved = pins.reduce((sum, pinned) => sum + movedByPin(pinned), 0)
  return { ...problem, agents, limits: { ...problem.limits, maxMovedReplicas: Math.max(0, most - moved) } }
}

function pinnedAgent(agent: Agent, { pin }: PinnedAgent): Agent {
  if (pin === 'today') return held(agent)
  return held({ ...agent, maxReplicas: agent.replicas, current: pin.map((place) => ({ ...place })) })
}

/** Rules that only placements decide: the others a solve must judge. */
const OF_PLACEMENT = ['eligibility', 'survive', 'spread', 'spot', 'moves']

/** Which rules of the agent the pin breaks, a sentence each. Where demand adds or takes replicas, only where it may stand is sure. */
export function rulesBrokenBy(pinned: PinnedAgent, problem: Problem, verifyPlan: VerifyPlan): string[] {
  const { id, replicas, maxReplicas = replicas } = pinned.agent
  const placements = pinnedPlaces(pinned)
  const standing = placements.reduce((sum, place) => sum + place.replicas, 0)
  const sure = standing >= replicas && standing <= maxReplicas ? OF_PLACEMENT : ['eligibility']
  const plan: Plan = restated(problem, { placements, nodeGroups: [], flows: [] })
  const own = verifyPlan(problem, plan).violations.filter(({ agent, constraint }) => agent === id && sure.includes(constraint))
  return [...own.map(({ detail }) => detail), ...overAllMoves(pinned, problem)]
}

function overAllMoves(pinned: PinnedAgent, { limits }: Problem): string[] {
  const moved = movedByPin(pinned)
  const most = limits?.maxMovedReplicas
  return most !== undefined && moved > most ? [`it moves ${moved} replicas, and all agents together may move ${most}`] : []
}
