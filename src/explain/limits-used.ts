import { findOffer } from '../domain/find-offer.ts'
import type { Plan } from '../domain/plan.ts'
import { movedReplicas } from '../domain/plan-cost.ts'
import type { Offer, Problem } from '../domain/problem.ts'
import type { Rule } from '../domain/rules/rule.ts'

/** How much of a limit a plan takes. */
export interface LimitUse {
  readonly rule: Rule
  readonly unit: string
  readonly most: number
  readonly used: number
  /** What the smallest node that counts would take: less than that left lets nobody in. 1 of moved replicas. */
  readonly smallest: number
}

/** Of each limit of clusters, quota and limit on moves that counts anything: what the plan takes of it. */
export function limitsUsed(problem: Problem, rules: readonly Rule[], plan: Plan): LimitUse[] {
  const offerOf = findOffer(problem)
  const offers = problem.clusters.flatMap(({ id, offers }) => offers.map((offer) => ({ cluster: id, offer })))
  return rules.flatMap((rule): LimitUse[] => {
    if (!rule.easing || !COUNTED.has(rule.kind)) return []
    const { unit, amount } = rule.easing
    const told = { rule, unit, most: amount(0) }
    if (rule.kind === 'moves' || rule.kind === 'maxMovedReplicas')
      return [{ ...told, used: moved(problem, plan, rule.item.agent), smallest: 1 }]
    const counts = countedBy(problem, rule)
    const amounts = offers.filter(({ cluster, offer }) => counts(cluster, offer)).map(({ offer }) => amountOf(unit, offer))
    if (!amounts.some((one) => one > 0)) return []
    const used = plan.nodeGroups
      .filter((group) => counts(group.cluster, offerOf(group)))
      .reduce((sum, group) => sum + group.count * amountOf(unit, offerOf(group)), 0)
    return [{ ...told, used, smallest: Math.min(...amounts.filter((one) => one > 0)) }]
  })
}

const COUNTED = new Set<Rule['kind']>(['limit', 'quota', 'moves', 'maxMovedReplicas'])

function countedBy(
  { quotas = [] }: Problem,
  { item }: Rule,
): (cluster: string, offer: Pick<Offer, 'instanceType' | 'capacityType'>) => boolean {
  if (item.cluster !== undefined) return (cluster) => cluster === item.cluster
  const quota = quotas.find(({ id }) => id === item.quota)!
  return (cluster, { instanceType, capacityType }) =>
    (quota.clusters?.includes(cluster) ?? true) &&
    (quota.instanceTypes?.includes(instanceType) ?? true) &&
    (quota.capacityTypes?.includes(capacityType) ?? true)
}

function amountOf(unit: string, { vcpu, allocatable, capacityType }: Offer): number {
  if (unit === 'nodes') return 1
  if (unit === 'GPUs') return allocatable.gpu
  return unit === 'vCPU' || capacityType === 'spot' ? vcpu : 0
}

const moved = ({ agents }: Problem, { placements }: { placements: Plan['placements'] }, id: string | undefined): number =>
  agents.filter((agent) => id === undefined || agent.id === id).reduce((sum, agent) => sum + movedReplicas(agent, placements), 0)
