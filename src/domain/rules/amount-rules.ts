import type { Agent } from '../problem.ts'
import { agentRule } from './agent-rule.ts'
import { counted, type Rule, without } from './rule.ts'

/** The most that an agent may move. */
export function moveRules(agent: Agent): Rule[] {
  const most = agent.move?.maxReplicas
  if (most === undefined || !agent.current) return []
  return [
    agentRule(agent, {
      kind: 'moves',
      asks: `may move at most ${counted(most, 'replica')}`,
      leftOut: (one) => ({ ...one, move: without(one.move!, 'maxReplicas') }),
      easing: {
        most: Math.max(0, (agent.maxReplicas ?? agent.replicas) - most),
        unit: 'moved replicas',
        amount: (steps) => most + steps,
        by: (one, steps) => ({ ...one, move: { ...one.move, maxReplicas: most + steps } }),
      },
    }),
  ]
}

/** What the agent asks for. Fewer replicas may still run as many as before, so that each step allows what the one before allowed. */
export function demandRule(agent: Agent): Rule {
  const { replicas, maxReplicas = replicas } = agent
  const { cpu, memoryGiB, gpu = 0 } = agent.requests
  const size = `${cpu} vCPU, ${memoryGiB} GiB${gpu > 0 ? ` and ${gpu} GPU` : ''}`
  return agentRule(agent, {
    kind: 'demand',
    asks: `needs ${counted(replicas, 'replica')} of ${size}${replicas > 1 ? ' each' : ''}`,
    leftOut: (one) => ({ ...without(one, 'maxReplicas'), replicas: 0 }),
    easing: {
      most: replicas - 1,
      unit: 'replicas',
      amount: (steps) => replicas - steps,
      by: (one, steps) => ({ ...one, replicas: replicas - steps, maxReplicas }),
    },
  })
}
