import type { Agent } from '../problem.ts'
import { wholeUp } from '../units.ts'
import { agentRule } from './agent-rule.ts'
import { counted, type Rule, without } from './rule.ts'

/** What must outlive a loss, over how many domains an agent is spread, and how many replicas may run for it. */
export const availabilityRules = (agent: Agent): Rule[] => [...survivalRules(agent), ...mostReplicasRule(agent), ...spreadRules(agent)]

function survivalRules(agent: Agent): Rule[] {
  return (agent.survive ?? []).map(({ loss, keep }, index) => {
    const least = wholeUp(keep * agent.replicas)
    const keeping = (share: number) => (one: Agent) => ({
      ...one,
      survive: one.survive!.map((other, i) => (i === index ? { ...other, keep: share } : other)),
    })
    return agentRule(agent, {
      kind: `survive.${loss}`,
      constraint: 'survive',
      asks: `must keep ${Math.round(keep * 100)} % of its ${counted(agent.replicas, 'replica')} when ${loss === 'spot' ? 'all spot of any one region' : `any one ${loss}`} is lost`,
      leftOut: keeping(0),
      easing: {
        most: least,
        unit: `replicas left when a ${loss} is lost`,
        amount: (steps) => least - steps,
        by: (one, steps) => keeping(Math.max(0, least - steps) / Math.max(1, one.replicas))(one),
      },
    })
  })
}

/** Told only where a loss is to be outlived: elsewhere nobody wants more than the demand. Twice the demand outlives any loss. */
function mostReplicasRule(agent: Agent): Rule[] {
  const { replicas, maxReplicas = replicas } = agent
  const enough = 2 * replicas
  if (maxReplicas >= enough || !agent.survive?.some(({ keep }) => wholeUp(keep * replicas) > 0)) return []
  return [
    agentRule(agent, {
      kind: 'maxReplicas',
      asks: `may run at most ${counted(maxReplicas, 'replica')}`,
      leftOut: (one) => ({ ...one, maxReplicas: enough }),
      easing: {
        most: enough - maxReplicas,
        unit: 'replicas',
        amount: (steps) => maxReplicas + steps,
        by: (one, steps) => ({ ...one, maxReplicas: maxReplicas + steps }),
      },
    }),
  ]
}

function spreadRules(agent: Agent): Rule[] {
  return (['clusters', 'regions', 'clouds'] as const).flatMap((kind) => {
    const least = agent.spread?.[kind] ?? 0
    if (least <= 1) return []
    return [
      agentRule(agent, {
        kind: `spread.${kind}`,
        constraint: 'spread',
        asks: `must stand in at least ${least} ${kind}`,
        leftOut: (one) => ({ ...one, spread: without(one.spread!, kind) }),
        easing: {
          most: least - 1,
          unit: kind,
          amount: (steps) => least - steps,
          by: (one, steps) => ({ ...one, spread: { ...one.spread, [kind]: least - steps } }),
        },
      }),
    ]
  })
}
