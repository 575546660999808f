import { type Agent, CAPACITY_CLASSES, type Cluster } from '../domain/problem.ts'
import { replicasAt } from './agent-standing.ts'
import type { Findings } from './findings.ts'
import type { Report, Row } from './report.ts'

/** Who stands where, today and after: a row an agent in a cluster on one capacity. */
export const placementsReport: Report = {
  name: 'placements',
  summary: 'replicas by agent, cluster and capacity, today and after',
  columns: ['agent', 'cluster', 'cloud', 'region', 'capacityType', 'todayReplicas', 'replicas', 'change'],
  headings: { agent: 'agent', cluster: 'cluster', capacityType: 'capacity', todayReplicas: 'today', replicas: 'after', change: 'change' },
  rows: (findings: Findings) =>
    findings.problem.agents.flatMap((agent) => findings.problem.clusters.flatMap((cluster) => rowsOf(findings, agent, cluster))),
}

function rowsOf({ plan, today }: Findings, agent: Agent, cluster: Cluster): Row[] {
  return CAPACITY_CLASSES.flatMap((capacityType) => {
    const before = replicasAt(today.placements, agent.id, cluster.id, capacityType)
    const after = replicasAt(plan.placements, agent.id, cluster.id, capacityType)
    if (before === 0 && after === 0) return []
    const place = { agent: agent.id, cluster: cluster.id, cloud: cluster.provider, region: cluster.region, capacityType }
    return [{ ...place, todayReplicas: before, replicas: after, change: after - before }]
  })
}
