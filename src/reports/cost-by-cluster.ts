import { offerKey } from '../domain/find-offer.ts'
import type { Cluster, Offer, Problem } from '../domain/problem.ts'
import type { GiB, Nodes, Vcpu } from '../domain/units.ts'
import type { Arrangement, Findings } from './findings.ts'
import { perMonth, total } from './money.ts'
import type { Report, Row } from './report.ts'

/** Which machines stand where, and how full they are: a row a machine type in a cluster in one capacity type. */
export const costByClusterReport: Report = {
  name: 'cost-by-cluster',
  summary: 'nodes and their cost by cluster and machine type, and how full they are',
  columns: [
    'cluster',
    'cloud',
    'region',
    'instanceType',
    'capacityType',
    'nodes',
    'usdPerHourPerNode',
    'usdPerHour',
    'usdPerMonth',
    'vcpuAllocatable',
    'vcpuRequested',
    'memoryGiBAllocatable',
    'memoryGiBRequested',
    'gpus',
    'todayNodes',
    'todayUsdPerHour',
  ],
  headings: {
    cluster: 'cluster',
    instanceType: 'machine',
    capacityType: 'bought',
    todayNodes: 'today',
    nodes: 'after',
    usdPerHourPerNode: 'USD/h each',
    todayUsdPerHour: 'today USD/h',
    usdPerHour: 'after USD/h',
  },
  rows: ({ problem, plan, today }: Findings) => {
    const after = standings(problem, plan)
    const before = standings(problem, today)
    return problem.clusters.flatMap((cluster) =>
      cluster.offers
        .map((offer) => ({ cluster, offer, key: offerKey({ cluster: cluster.id, ...offer }) }))
        .filter(({ key }) => after.has(key) || before.has(key))
        .map(({ cluster, offer, key }) => row(cluster, offer, after.get(key) ?? NONE, before.get(key) ?? NONE)),
    )
  },
}

interface Standing {
  readonly nodes: Nodes
  readonly cpu: Vcpu
  readonly memoryGiB: GiB
}

const NONE: Standing = { nodes: 0, cpu: 0, memoryGiB: 0 }

/** The nodes of each offer, and what their pods ask for. */
function standings(problem: Problem, { nodeGroups }: Arrangement): Map<string, Standing> {
  const requests = new Map(problem.agents.map((agent) => [agent.id, agent.requests]))
  const all = new Map<string, Standing>()
  for (const group of nodeGroups) {
    if (group.count === 0) continue
    const asked = (resource: 'cpu' | 'memoryGiB') =>
      group.count * total(group.pods, ({ agent, replicas }) => replicas * (requests.get(agent)?.[resource] ?? 0))
    const key = offerKey(group)
    const { nodes, cpu, memoryGiB } = all.get(key) ?? NONE
    all.set(key, { nodes: nodes + group.count, cpu: cpu + asked('cpu'), memoryGiB: memoryGiB + asked('memoryGiB') })
  }
  return all
}

function row(cluster: Cluster, offer: Offer, after: Standing, before: Standing): Row {
  return {
    cluster: cluster.id,
    cloud: cluster.provider,
    region: cluster.region,
    instanceType: offer.instanceType,
    capacityType: offer.capacityType,
    nodes: after.nodes,
    usdPerHourPerNode: offer.usdPerHour,
    usdPerHour: after.nodes * offer.usdPerHour,
    usdPerMonth: perMonth(after.nodes * offer.usdPerHour),
    vcpuAllocatable: after.nodes * offer.allocatable.cpu,
    vcpuRequested: after.cpu,
    memoryGiBAllocatable: after.nodes * offer.allocatable.memoryGiB,
    memoryGiBRequested: after.memoryGiB,
    gpus: after.nodes * offer.allocatable.gpu,
    todayNodes: before.nodes,
    todayUsdPerHour: before.nodes * offer.usdPerHour,
  }
}
