import type { Cluster, Offer, Problem, Quota } from '../problem.ts'
import { wholeDown } from '../units.ts'
import { nodeRules } from './node-rules.ts'
import { type Easing, type Rule, without } from './rule.ts'

const MEASURES = { nodes: 'nodes', vcpu: 'vCPU', spotVcpu: 'spot vCPU', gpu: 'GPUs' } as const
type Measure = keyof typeof MEASURES

/** The rules that belong to no agent: limits of clusters, quotas, offers' most nodes, moves in all, the budget. */
export function limitRules(problem: Problem): Rule[] {
  return [
    ...problem.clusters.flatMap(clusterRules),
    ...(problem.quotas ?? []).flatMap((quota) => quotaRules(problem, quota)),
    ...problem.clusters.flatMap(nodeRules),
    ...totalRules(problem),
  ]
}

function clusterRules({ id, limits = {}, offers }: Cluster): Rule[] {
  return (Object.keys(MEASURES) as Measure[]).flatMap((measure): Rule[] => {
    const most = limits[measure]
    if (most === undefined) return []
    const changed = (change: (limits: NonNullable<Cluster['limits']>) => NonNullable<Cluster['limits']>) => (problem: Problem) => ({
      ...problem,
      clusters: problem.clusters.map((one) => (one.id === id ? { ...one, limits: change(one.limits!) } : one)),
    })
    const asks = `may have at most ${most} ${MEASURES[measure]}`
    return [
      {
        kind: 'limit',
        asks,
        item: { constraint: 'limit', cluster: id, detail: `${id} ${asks}` },
        leftOut: changed((one) => without(one, measure)),
        easing: raised(measure, most, offers, (to) => changed((one) => ({ ...one, [measure]: to }))),
      },
    ]
  })
}

function quotaRules({ clusters }: Problem, quota: Quota): Rule[] {
  const offers = clusters.filter(({ id }) => quota.clusters?.includes(id) ?? true).flatMap((cluster) => cluster.offers)
  const covered = offers.filter(
    (offer) => (quota.instanceTypes?.includes(offer.instanceType) ?? true) && (quota.capacityTypes?.includes(offer.capacityType) ?? true),
  )
  return (['nodes', 'vcpu', 'gpu'] as const).flatMap((measure): Rule[] => {
    const most = quota[measure]
    if (most === undefined) return []
    const changed = (change: (quota: Quota) => Quota) => (problem: Problem) => ({
      ...problem,
      quotas: problem.quotas!.map((one) => (one.id === quota.id ? change(one) : one)),
    })
    const asks = `allows at most ${most} ${MEASURES[measure]}`
    return [
      {
        kind: isCommitment(quota) ? 'reserved' : 'quota',
        asks,
        item: { constraint: 'quota', quota: quota.id, detail: `quota ${quota.id} ${asks}` },
        leftOut: changed((one) => without(one, measure)),
        easing: raised(measure, most, covered, (to) => changed((one) => ({ ...one, [measure]: to }))),
      },
    ]
  })
}

/** How many nodes were bought is a fact, not a policy, also where several clusters share them. */
const isCommitment = ({ capacityTypes }: Quota): boolean => capacityTypes?.length === 1 && capacityTypes[0] === 'reserved'

/** What nodes take of a limit are whole multiples of their greatest common divisor: between two of them a limit allows no more. */
function raised(
  measure: Measure,
  most: number,
  offers: readonly Offer[],
  change: (to: number) => Easing['by'] | ((problem: Problem) => Problem),
): Easing {
  const step = divisorOf(offers, measure)
  const amount = (steps: number) => (steps === 0 ? most : (wholeDown(most / step) + steps) * step)
  return { unit: MEASURES[measure], amount, by: (problem, steps) => change(amount(steps))(problem, steps) }
}

/** In thousandths, finer than any vCPU is sold. */
function divisorOf(offers: readonly Offer[], measure: Measure): number {
  const amounts = offers.map(({ vcpu, allocatable }) => (measure === 'nodes' ? 1 : measure === 'gpu' ? allocatable.gpu : vcpu))
  const divisor = amounts.map((amount) => Math.round(amount * 1000)).reduce(greatestCommonDivisor, 0)
  return divisor === 0 ? 1 : divisor / 1000
}

const greatestCommonDivisor = (a: number, b: number): number => (b === 0 ? a : greatestCommonDivisor(b, a % b))

function totalRules({ limits }: Problem): Rule[] {
  const { maxMovedReplicas: moved, usdPerHour } = limits ?? {}
  const drop = (limit: 'maxMovedReplicas' | 'usdPerHour') => (problem: Problem) => ({ ...problem, limits: without(problem.limits!, limit) })
  const moves = (most: number): Rule => ({
    kind: 'maxMovedReplicas',
    asks: `at most ${most} ${most === 1 ? 'replica' : 'replicas'} may move in all`,
    item: { constraint: 'moves', detail: `at most ${most} ${most === 1 ? 'replica' : 'replicas'} may move in all` },
    leftOut: drop('maxMovedReplicas'),
    easing: {
      unit: 'moved replicas',
      amount: (steps) => most + steps,
      by: (problem, steps) => ({ ...problem, limits: { ...problem.limits, maxMovedReplicas: most + steps } }),
    },
  })
  const budget = (most: number): Rule => ({
    kind: 'budget',
    asks: `the plan may cost at most ${most} USD/h`,
    item: { constraint: 'budget', detail: `the plan may cost at most ${most} USD/h` },
    leftOut: drop('usdPerHour'),
  })
  return [...(moved === undefined ? [] : [moves(moved)]), ...(usdPerHour === undefined ? [] : [budget(usdPerHour)])]
}
