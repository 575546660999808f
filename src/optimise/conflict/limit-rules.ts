import type { Cluster, Problem, Quota } from '../../domain/problem.ts'
import type { Rule } from './rules.ts'

const MEASURES = { nodes: 'nodes', vcpu: 'vCPU', spotVcpu: 'spot vCPU', gpu: 'GPUs' } as const
type Measure = keyof typeof MEASURES
const measures = Object.keys(MEASURES) as Measure[]

/** A limit that never binds: more nodes than any agent has replicas. */
const NO_LIMIT = 1_000_000

/** The rules that belong to no agent: limits of clusters, quotas, offers' most nodes, moves in all, the budget. */
export function limitRules(problem: Problem): Rule[] {
  return [
    ...problem.clusters.flatMap(clusterRules),
    ...(problem.quotas ?? []).flatMap(quotaRules),
    ...problem.clusters.filter((cluster) => cluster.offers.some(({ maxNodes }) => maxNodes !== undefined)).map(mostNodesRule),
    ...totalRules(problem),
  ]
}

function clusterRules(cluster: Cluster): Rule[] {
  return measures.flatMap((measure) => {
    const most = cluster.limits?.[measure]
    if (most === undefined) return []
    const item = { constraint: 'limit', cluster: cluster.id, detail: `${cluster.id} may have at most ${most} ${MEASURES[measure]}` }
    return [{ item, leftOut: changedCluster(cluster.id, (one) => ({ ...one, limits: { ...one.limits, [measure]: NO_LIMIT } })) }]
  })
}

function quotaRules(quota: Quota): Rule[] {
  return (['nodes', 'vcpu', 'gpu'] as const).flatMap((measure) => {
    const most = quota[measure]
    if (most === undefined) return []
    const item = { constraint: 'quota', quota: quota.id, detail: `quota ${quota.id} allows at most ${most} ${MEASURES[measure]}` }
    const leftOut = (problem: Problem) => ({
      ...problem,
      quotas: problem.quotas!.map((one) => (one.id === quota.id ? { ...one, [measure]: NO_LIMIT } : one)),
    })
    return [{ item, leftOut }]
  })
}

function mostNodesRule({ id }: Cluster): Rule {
  return {
    item: { constraint: 'maxNodes', cluster: id, detail: `some offers of ${id} may have only so many nodes (maxNodes)` },
    leftOut: changedCluster(id, (one) => ({
      ...one,
      offers: one.offers.map((offer) => (offer.maxNodes === undefined ? offer : { ...offer, maxNodes: NO_LIMIT })),
    })),
  }
}

function totalRules({ limits }: Problem): Rule[] {
  const { maxMovedReplicas, usdPerHour } = limits ?? {}
  const moves = {
    constraint: 'moves',
    detail: `at most ${maxMovedReplicas} ${maxMovedReplicas === 1 ? 'replica' : 'replicas'} may move in all`,
  }
  const budget = { constraint: 'budget', detail: `the plan may cost at most ${usdPerHour} USD/h` }
  return [
    ...(maxMovedReplicas === undefined ? [] : [{ item: moves, leftOut: withoutLimit('maxMovedReplicas') }]),
    ...(usdPerHour === undefined ? [] : [{ item: budget, leftOut: withoutLimit('usdPerHour') }]),
  ]
}

function withoutLimit(limit: 'maxMovedReplicas' | 'usdPerHour') {
  return (problem: Problem): Problem => {
    const { [limit]: _, ...limits } = problem.limits ?? {}
    return { ...problem, limits }
  }
}

function changedCluster(id: string, change: (cluster: Cluster) => Cluster) {
  return (problem: Problem): Problem => ({ ...problem, clusters: problem.clusters.map((one) => (one.id === id ? change(one) : one)) })
}
