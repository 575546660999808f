import { poolKey } from '../domain/cluster-node.ts'
import type { Fleet } from '../domain/fleet.ts'
import type { Plan } from '../domain/plan.ts'
import type { Problem } from '../domain/problem.ts'
import type { Step, StepList } from '../domain/step.ts'
import { detour, isStuck } from './detour.ts'
import { arriving, startOf } from './node-change.ts'
import { rightSizing } from './right-sizing.ts'
import { addChange, beginTransition, isSettled, standing, type Transition } from './transition.ts'
import { resizeSteps, stopEmpty, type Turn, takeTurn, turnOf } from './turn.ts'

/**
 * The way from the fleet as it stands to the plan, in order: requests lowered as demand decided, nodes without use stopped, then agent by
 * agent: nodes started, replicas grown at their destination, waited for, shrunk at their source, emptied nodes stopped; requests raised last.
 * At every step limits hold, and no agent runs fewer ready replicas than the smaller of what is demanded and what ran today.
 * An agent whose turn cannot be whole waits for the others; where all wait, one moves in part, a full node is replaced by a new one,
 * or pods wait on a node of their own until their place is free.
 * Throws RangeError where pods of today belong to no agent of the problem.
 */
export function planSteps(problem: Problem, fleet: Fleet, plan: Plan): StepList {
  const { first, meanwhile, last } = rightSizing(problem, fleet)
  const transition = beginTransition(problem, fleet, plan, meanwhile)
  const steps: Step[] = [...first, ...stopEmpty(transition.changes)]
  let waiting = problem.agents.map(({ id }) => id)
  for (;;) {
    waiting = waiting.filter((agent) => !isSettled(transition, agent))
    const next = nextSteps(transition, waiting)
    if (next.length > 0) steps.push(...next)
    else if (!replaceStuckNode(transition)) {
      const aside = detour(problem, transition)
      if (aside.length === 0) break
      steps.push(...aside)
    }
  }
  if (waiting.length > 0) return { steps: [], refusal: refusalOf(transition, waiting) }
  return { steps: [...steps, ...startUnused(transition), ...last] }
}

/** Every agent whose turn can be whole takes it, one after another; where none can, the first that can do something does that. */
function nextSteps(transition: Transition, waiting: readonly string[]): Step[] {
  const whole = waiting.flatMap((agent) => stepsOf(transition, agent, ({ isWhole }) => isWhole))
  if (whole.length > 0) return whole
  for (const agent of waiting) {
    const inPart = stepsOf(transition, agent, () => true)
    if (inPart.length > 0) return inPart
  }
  return []
}

function stepsOf(transition: Transition, agent: string, isWorthIt: (turn: Turn) => boolean): Step[] {
  const turn = turnOf(transition, agent)
  return turn.arrivals.length + turn.departures.length > 0 && isWorthIt(turn) ? takeTurn(transition, turn) : []
}

/** A node that is too full for what shall come gives its place in the plan to a new one of its kind, where limits let that start. */
function replaceStuckNode(transition: Transition): boolean {
  const { changes, limitsAgainst } = transition
  const nodes = standing(changes)
  const stuck = changes.find((change) => isStuck(change) && limitsAgainst(nodes, change.node).length === 0)
  if (!stuck) return false
  addChange(transition, startOf({ ...stuck.node, pods: stuck.wanted }))
  stuck.wanted = new Map()
  stuck.stays = false
  return true
}

/** Nodes that the plan keeps without a pod on them. */
function startUnused({ changes }: Transition): Step[] {
  return resizeSteps(
    'start-nodes',
    changes,
    changes.filter(({ stands, stays }) => !stands && stays),
  )
}

function refusalOf({ changes, limitsAgainst }: Transition, waiting: readonly string[]): NonNullable<StepList['refusal']> {
  const nodes = standing(changes)
  const kinds = new Map(
    changes.filter((change) => waiting.some((agent) => arriving(change, agent) > 0)).map(({ node }) => [poolKey(node), node]),
  )
  const limits = [...new Set([...kinds.values()].flatMap((node) => limitsAgainst(nodes, node)))]
  return {
    reason: `${waiting.join(', ')} cannot grow at the destination while the source still runs: ${limits.join('; ')}`,
    remedy: 'raise these limits by a node for the time of the move, or allow more replicas at a time by stopping what is not needed',
  }
}
