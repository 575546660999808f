import { findOffer } from '../domain/find-offer.ts'
import { accepts } from '../domain/problem.ts'
import type { AgentStanding } from './agent-standing.ts'
import type { RuleKept } from './rules-kept.ts'

/** Which machines an agent accepts, where it does not take any, and those that it runs on. */
export function machineRule({ agent, problem, arrangement }: AgentStanding): RuleKept[] {
  const wanted = wantedMachines(agent)
  const groups = arrangement.nodeGroups.filter(
    ({ count, pods }) => count > 0 && pods.some((pod) => pod.agent === agent.id && pod.replicas > 0),
  )
  const most = Math.max(0, ...groups.flatMap(({ pods }) => pods.filter((pod) => pod.agent === agent.id).map(({ replicas }) => replicas)))
  const rules: RuleKept[] = []
  if (wanted) {
    const offers = groups.map(findOffer(problem))
    const machines = [...new Set(offers.map(describe))]
    rules.push({ rule: wanted, kept: offers.every((offer) => accepts(agent, offer)), why: machines.join(', ') })
  }
  if (agent.maxPerNode !== undefined)
    rules.push({ rule: `at most ${agent.maxPerNode} on a node`, kept: most <= agent.maxPerNode, why: `${most} on the fullest` })
  return rules
}

function wantedMachines(agent: AgentStanding['agent']): string | undefined {
  const gpus = agent.requests.gpu ?? 0
  const wants = [
    gpus > 0 && `${gpus} GPU${agent.gpuModels ? ` of ${agent.gpuModels.join(' or ')}` : ''}`,
    agent.instanceTypes && `machine ${agent.instanceTypes.join(' or ')}`,
    agent.arch && !agent.arch.includes('amd64') && `runs on ${agent.arch.join(' or ')}`,
  ]
  const told = wants.filter((want) => typeof want === 'string')
  return told.length > 0 ? told.join(', ') : undefined
}

const describe = ({ instanceType, gpuModel, arch }: { instanceType: string; gpuModel: string; arch: string }): string =>
  gpuModel ? `${instanceType} (${gpuModel})` : `${instanceType} (${arch})`
