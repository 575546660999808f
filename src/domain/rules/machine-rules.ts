import type { Agent } from '../problem.ts'
import { wholeDown } from '../units.ts'
import { agentRule } from './agent-rule.ts'
import { counted, type Rule, without } from './rule.ts'

/** Which machines an agent takes, how many of its pods share one, and how much of it may stand on spot. */
export function machineRules(agent: Agent, taints: readonly string[]): Rule[] {
  const { instanceTypes, gpuModels, arch = ['amd64'], tolerates = [] } = agent
  const untolerated = taints.filter((taint) => !tolerates.includes(taint))
  const rule = (kind: 'instanceTypes' | 'gpuModels' | 'arch' | 'tolerates', asks: string, leftOut: (agent: Agent) => Agent) =>
    agentRule(agent, { kind, asks, leftOut })
  return [
    ...perNodeRule(agent),
    ...(instanceTypes ? [rule('instanceTypes', `runs only on: ${instanceTypes.join(', ')}`, (one) => without(one, 'instanceTypes'))] : []),
    ...(gpuModels ? [rule('gpuModels', `runs only on GPUs of: ${gpuModels.join(', ')}`, (one) => without(one, 'gpuModels'))] : []),
    ...(arch.length < 2
      ? [rule('arch', `runs only on ${arch.join(', ')}`, (one) => ({ ...one, arch: [...new Set([...arch, 'amd64', 'arm64'])] }))]
      : []),
    ...(untolerated.length > 0
      ? [
          rule('tolerates', `does not tolerate ${untolerated.join(', ')}`, (one) => ({
            ...one,
            tolerates: [...new Set([...tolerates, ...taints])],
          })),
        ]
      : []),
    spotRule(agent),
  ]
}

function perNodeRule(agent: Agent): Rule[] {
  const { maxPerNode } = agent
  if (maxPerNode === undefined) return []
  return [
    agentRule(agent, {
      kind: 'maxPerNode',
      asks: `may have at most ${counted(maxPerNode, 'pod')} on a node`,
      leftOut: (one) => without(one, 'maxPerNode'),
      easing: {
        most: Math.max(0, (agent.maxReplicas ?? agent.replicas) - maxPerNode),
        unit: 'pods on a node',
        amount: (steps) => maxPerNode + steps,
        by: (one, steps) => ({ ...one, maxPerNode: maxPerNode + steps }),
      },
    }),
  ]
}

/** Eased replica by replica of the demand: a larger share, and a base that leaves room for it. */
function spotRule(agent: Agent): Rule {
  const { maxShare = 0, onDemandBase = 0 } = agent.spot ?? {}
  const { replicas } = agent
  const allowed = Math.max(0, Math.min(wholeDown(maxShare * replicas), replicas - onDemandBase))
  const asks =
    maxShare === 0
      ? 'may not stand on spot'
      : `may have at most ${Math.round(maxShare * 100)} % on spot and at least ${onDemandBase} on demand`
  return agentRule(agent, {
    kind: 'spot',
    asks,
    leftOut: (one) => ({ ...one, spot: { maxShare: 1, onDemandBase: 0 } }),
    easing: {
      most: replicas - allowed,
      unit: 'replicas on spot',
      amount: (steps) => allowed + steps,
      by: (one, steps) => ({
        ...one,
        spot: {
          maxShare: Math.max(maxShare, (allowed + steps) / replicas),
          onDemandBase: Math.min(onDemandBase, replicas - allowed - steps),
        },
      }),
    },
  })
}
