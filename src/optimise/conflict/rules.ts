import type { ConflictItem } from '../../domain/plan.ts'
import type { Agent, Problem } from '../../domain/problem.ts'
import { limitRules } from './limit-rules.ts'

/** Something the user asked for that could be left out, and the problem without it. */
export interface Rule {
  readonly item: ConflictItem
  leftOut(problem: Problem): Problem
}

/** Every rule of a problem, agents' own first; demand last, since without it there is nothing to place. */
export function rulesOf(problem: Problem): Rule[] {
  const running = problem.agents.filter((agent) => agent.replicas > 0)
  return [...running.flatMap((agent) => agentRules(agent, taintsOf(problem))), ...limitRules(problem), ...running.map(demandRule)]
}

const taintsOf = ({ clusters }: Problem): string[] => [
  ...new Set(clusters.flatMap(({ offers }) => offers.flatMap(({ taints = [] }) => taints))),
]

function agentRules(agent: Agent, taints: readonly string[]): Rule[] {
  return [
    ...placementRules(agent),
    ...survivalRules(agent),
    ...spreadRules(agent),
    ...machineRules(agent, taints),
    ...spotRules(agent),
    ...moveRules(agent),
  ]
}

function rule(agent: Agent, constraint: string, detail: string, change: (agent: Agent) => Agent): Rule {
  return {
    item: { constraint, agent: agent.id, detail: `${agent.id} ${detail}` },
    leftOut: (problem) => ({ ...problem, agents: problem.agents.map((one) => (one.id === agent.id ? change(one) : one)) }),
  }
}

/** A copy without one key. */
function without<T extends object, K extends keyof T>(from: T, key: K): Omit<T, K> {
  const { [key]: _, ...rest } = from
  return rest
}

function placementRules(agent: Agent): Rule[] {
  const { anyTag, noTag, clusters } = agent.placement ?? {}
  const drop = (key: 'anyTag' | 'noTag' | 'clusters') => (one: Agent) => ({ ...one, placement: without(one.placement!, key) })
  return [
    ...(anyTag ? [rule(agent, 'placement', `may stand only in clusters that bear one of: ${anyTag.join(', ')}`, drop('anyTag'))] : []),
    ...(noTag ? [rule(agent, 'placement', `may not stand in clusters that bear any of: ${noTag.join(', ')}`, drop('noTag'))] : []),
    ...(clusters ? [rule(agent, 'placement', `may stand only in: ${clusters.join(', ')}`, drop('clusters'))] : []),
    ...(agent.latency
      ? [rule(agent, 'latency', `must be within ${agent.latency.maxMs} ms of its users`, (one) => without(one, 'latency'))]
      : []),
  ]
}

function survivalRules(agent: Agent): Rule[] {
  return (agent.survive ?? []).map(({ loss, keep }, index) =>
    rule(
      agent,
      'survive',
      `must keep ${Math.round(keep * 100)} % of its ${counted(agent.replicas, 'replica')} when any one ${loss} is lost`,
      (one) => ({
        ...one,
        survive: one.survive!.map((other, i) => (i === index ? { ...other, keep: 0 } : other)),
      }),
    ),
  )
}

function spreadRules(agent: Agent): Rule[] {
  return (['clusters', 'regions', 'clouds'] as const).flatMap((kind) => {
    const least = agent.spread?.[kind] ?? 0
    if (least <= 1) return []
    return [rule(agent, 'spread', `must stand in at least ${least} ${kind}`, (one) => ({ ...one, spread: without(one.spread!, kind) }))]
  })
}

function machineRules(agent: Agent, taints: readonly string[]): Rule[] {
  const { maxPerNode, instanceTypes, gpuModels, arch = ['amd64'], tolerates = [] } = agent
  const untolerated = taints.filter((taint) => !tolerates.includes(taint))
  return [
    ...(maxPerNode
      ? [rule(agent, 'maxPerNode', `may have at most ${counted(maxPerNode, 'pod')} on a node`, (one) => without(one, 'maxPerNode'))]
      : []),
    ...(instanceTypes
      ? [rule(agent, 'instanceTypes', `runs only on: ${instanceTypes.join(', ')}`, (one) => without(one, 'instanceTypes'))]
      : []),
    ...(gpuModels ? [rule(agent, 'gpuModels', `runs only on GPUs of: ${gpuModels.join(', ')}`, (one) => without(one, 'gpuModels'))] : []),
    ...(arch.length < 2 ? [rule(agent, 'arch', `runs only on ${arch.join(', ')}`, (one) => ({ ...one, arch: ['amd64', 'arm64'] }))] : []),
    ...(untolerated.length > 0
      ? [rule(agent, 'tolerates', `does not tolerate ${untolerated.join(', ')}`, (one) => ({ ...one, tolerates: [...taints] }))]
      : []),
  ]
}

function spotRules(agent: Agent): Rule[] {
  const { maxShare = 0, onDemandBase = 0 } = agent.spot ?? {}
  const words =
    maxShare === 0
      ? 'may not stand on spot'
      : `may have at most ${Math.round(maxShare * 100)} % on spot and at least ${onDemandBase} on demand`
  return [rule(agent, 'spot', words, (one) => ({ ...one, spot: { maxShare: 1, onDemandBase: 0 } }))]
}

function moveRules(agent: Agent): Rule[] {
  const most = agent.move?.maxReplicas
  if (most === undefined || !agent.current) return []
  return [
    rule(agent, 'moves', `may move at most ${counted(most, 'replica')}`, (one) => ({ ...one, move: without(one.move!, 'maxReplicas') })),
  ]
}

function demandRule(agent: Agent): Rule {
  const { cpu, memoryGiB, gpu = 0 } = agent.requests
  const size = `${cpu} vCPU, ${memoryGiB} GiB${gpu > 0 ? ` and ${gpu} GPU` : ''}`
  return rule(agent, 'demand', `needs ${counted(agent.replicas, 'replica')} of ${size}${agent.replicas > 1 ? ' each' : ''}`, (one) => ({
    ...without(one, 'maxReplicas'),
    replicas: 0,
  }))
}

const counted = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`
