import { poolKey } from '../domain/cluster-node.ts'
import type { Fleet } from '../domain/fleet.ts'
import type { Plan } from '../domain/plan.ts'
import type { Problem } from '../domain/problem.ts'
import type { Step, StepList } from '../domain/step.ts'
import { arriving, leaving, type NodeChange, startOf } from './node-change.ts'
import { rightSizing } from './right-sizing.ts'
import { beginTransition, isSettled, standing, type Transition } from './transition.ts'
import { resizeSteps, stopEmpty, type Turn, takeTurn, turnOf } from './turn.ts'

/**
 * The way from the fleet as it stands to the plan, in order: requests lowered as demand decided, nodes without use stopped, then agent by
 * agent: nodes started, replicas grown at their destination, waited for, shrunk at their source, emptied nodes stopped; requests raised last.
 * At every step limits hold, and no agent runs fewer ready replicas than the smaller of what is demanded and what ran today.
 * An agent whose turn cannot be whole waits for the others; where all wait, one moves in part, or a full node is replaced by a new one.
 * Throws RangeError where pods of today belong to no agent of the problem.
 */
export function planSteps(problem: Problem, fleet: Fleet, plan: Plan): StepList {
  const { first, meanwhile, last } = rightSizing(problem, fleet)
  const transition = beginTransition(problem, fleet, plan, meanwhile)
  const steps: Step[] = [...first, ...stopEmpty(transition.changes)]
  let waiting = problem.agents.map(({ id }) => id)
  for (;;) {
    waiting = waiting.filter((agent) => !isSettled(transition.changes, agent))
    const turn = nextTurn(transition, waiting)
    if (turn) steps.push(...takeTurn(transition, turn))
    else if (!replaceStuckNode(transition)) break
  }
  if (waiting.length > 0) return { steps: [], refusal: refusalOf(transition, waiting) }
  return { steps: [...steps, ...startUnused(transition), ...last] }
}

function nextTurn(transition: Transition, waiting: readonly string[]): Turn | undefined {
  let inPart: Turn | undefined
  for (const agent of waiting) {
    const turn = turnOf(transition, agent)
    if (turn.isWhole) return turn
    if (!inPart && turn.arrivals.length + turn.departures.length > 0) inPart = turn
  }
  return inPart
}

/** A node that is too full for what shall come gives its place in the plan to a new one of its kind, where limits let that start. */
function replaceStuckNode({ changes, limitsAgainst }: Transition): boolean {
  const at = changes.findIndex((change) => isStuck(change) && limitsAgainst(standing(changes), change.node).length === 0)
  if (at < 0) return false
  const stuck = changes[at]
  changes[at] = { node: stuck.node, wanted: new Map(), stays: false, stands: true }
  changes.push(startOf({ ...stuck.node, pods: stuck.wanted }))
  return true
}

/** Pods shall come, and pods that shall go still take their place. */
const isStuck = (change: NodeChange): boolean =>
  change.stands &&
  [...change.wanted.keys()].some((agent) => arriving(change, agent) > 0) &&
  [...change.node.pods.keys()].some((agent) => leaving(change, agent) > 0)

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
