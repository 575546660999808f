import type { Loss, SurviveRule } from '../domain/problem.ts'
import { wholeUp } from '../domain/units.ts'
import type { AgentStanding } from './agent-standing.ts'
import type { RuleKept } from './rules-kept.ts'

/** What an agent must survive, and how many replicas stay when the worst single domain of that kind is lost. */
export function survivalRules(standing: AgentStanding): RuleKept[] {
  return (standing.agent.survive ?? []).map((rule) => survivalRule(standing, rule))
}

function survivalRule({ agent, replicas, losses }: AgentStanding, { loss, keep }: SurviveRule): RuleKept {
  const least = wholeUp(keep * agent.replicas)
  const { domain, left } = losses[loss]
  const why =
    domain === undefined ? `all ${replicas} stay, ${least} wanted` : `${left} of ${replicas} stay without ${domain}, ${least} wanted`
  return { rule: `survives the loss of ${LOSS_NAMES[loss]}`, kept: left >= least, why }
}

const LOSS_NAMES: Record<Loss, string> = {
  node: 'any node',
  zone: 'any zone',
  cluster: 'any cluster',
  region: 'any region',
  cloud: 'any cloud',
  spot: 'all spot of a region',
}
