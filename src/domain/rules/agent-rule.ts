import type { Agent } from '../problem.ts'
import { type Easing, type Rule, type RuleKind, withAgent } from './rule.ts'

/** What is told of an agent's rule: words, and changes of that agent. */
interface AgentRule {
  readonly kind: RuleKind
  /** As documents call it, where that is coarser than the kind. */
  readonly constraint?: string
  /** Follows the agent's name: "may not stand on spot". */
  readonly asks: string
  readonly leftOut: (agent: Agent) => Agent
  readonly easing?: Omit<Easing, 'by'> & { readonly by: (agent: Agent, steps: number) => Agent }
}

/** A rule of one agent, as a rule of the problem. */
export function agentRule({ id }: Agent, { kind, constraint = kind, asks, leftOut, easing }: AgentRule): Rule {
  return {
    kind,
    asks,
    item: { constraint, agent: id, detail: `${id} ${asks}` },
    leftOut: (problem) => withAgent(problem, id, leftOut),
    ...(easing && { easing: { ...easing, by: (problem, steps) => withAgent(problem, id, (one) => easing.by(one, steps)) } }),
  }
}
