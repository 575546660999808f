import { egressCost, interruptionCost, nodesCost } from '../domain/plan-cost.ts'
import type { Problem } from '../domain/problem.ts'
import type { UsdPerHour } from '../domain/units.ts'
import type { Arrangement, Findings } from './findings.ts'
import { perMonth, total } from './money.ts'
import type { Report, Row } from './report.ts'

/**
 * What each cloud costs, today and after, expected interruptions of its spot nodes included. Egress is paid to the cloud that the traffic
 * leaves; one-off costs of moving to none.
 */
export const costByCloudReport: Report = {
  name: 'cost-by-cloud',
  summary: 'what each cloud costs, today and after',
  columns: [
    'cloud',
    'replicas',
    'nodes',
    'usdPerHour',
    'usdPerMonth',
    'nodesUsdPerHour',
    'egressUsdPerHour',
    'interruptionUsdPerHour',
    'todayReplicas',
    'todayNodes',
    'todayUsdPerHour',
    'todayUsdPerMonth',
  ],
  headings: {
    cloud: 'cloud',
    todayNodes: 'nodes today',
    nodes: 'after',
    todayUsdPerHour: 'USD/h today',
    usdPerHour: 'after',
    todayUsdPerMonth: 'USD/month today',
    usdPerMonth: 'after',
  },
  rows: ({ problem, plan, today }: Findings) => {
    const clouds = [...new Set(problem.clusters.map(({ provider }) => provider))]
    const rows = clouds.map((cloud) => row(cloud, part(problem, cloud, plan), part(problem, cloud, today)))
    return plan.usdPerHour.moves > 0 ? [...rows, movesRow(plan.usdPerHour.moves)] : rows
  },
}

/** Moves are paid to no cloud; with them the rows sum to the plan's total. */
const movesRow = (usdPerHour: UsdPerHour): Row => ({ cloud: '(moves)', usdPerHour, usdPerMonth: perMonth(usdPerHour) })

interface CloudPart {
  readonly replicas: number
  readonly nodes: number
  readonly nodesUsdPerHour: UsdPerHour
  readonly egressUsdPerHour: UsdPerHour
  readonly interruptionUsdPerHour: UsdPerHour
}

function part(problem: Problem, cloud: string, { placements, nodeGroups, flows }: Arrangement): CloudPart {
  const own = new Set(problem.clusters.filter(({ provider }) => provider === cloud).map(({ id }) => id))
  const groups = nodeGroups.filter(({ cluster }) => own.has(cluster))
  return {
    replicas: total(placements, ({ cluster, replicas }) => (own.has(cluster) ? replicas : 0)),
    nodes: total(groups, ({ count }) => count),
    nodesUsdPerHour: nodesCost(problem, groups),
    egressUsdPerHour: egressCost(
      problem,
      flows.filter(({ fromCluster }) => own.has(fromCluster)),
    ),
    interruptionUsdPerHour: interruptionCost(problem, groups),
  }
}

const sumOf = ({ nodesUsdPerHour, egressUsdPerHour, interruptionUsdPerHour }: CloudPart): UsdPerHour =>
  nodesUsdPerHour + egressUsdPerHour + interruptionUsdPerHour

function row(cloud: string, after: CloudPart, before: CloudPart): Row {
  const [usdPerHour, todayUsdPerHour] = [sumOf(after), sumOf(before)]
  return {
    cloud,
    replicas: after.replicas,
    nodes: after.nodes,
    usdPerHour,
    usdPerMonth: perMonth(usdPerHour),
    nodesUsdPerHour: after.nodesUsdPerHour,
    egressUsdPerHour: after.egressUsdPerHour,
    interruptionUsdPerHour: after.interruptionUsdPerHour,
    todayReplicas: before.replicas,
    todayNodes: before.nodes,
    todayUsdPerHour,
    todayUsdPerMonth: perMonth(todayUsdPerHour),
  }
}
