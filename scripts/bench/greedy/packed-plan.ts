import type { NodeGroup, Placement, Plan } from '../../../src/domain/plan.ts'
import { planCost } from '../../../src/domain/plan-cost.ts'
import { capacityClass, type Problem } from '../../../src/domain/problem.ts'
import { routeTraffic } from '../../../src/domain/route-traffic.ts'
import type { UsdPerHour } from '../../../src/domain/units.ts'
import type { PackedNodes } from './pack.ts'

/** What was packed as a plan, with the traffic routed at the least cost. The bound is the caller's; 0 where nothing was proved. */
export function packedPlan(problem: Problem, nodes: readonly PackedNodes[], lowerBoundUsdPerHour: UsdPerHour = 0): Plan {
  const nodeGroups = nodes.map(nodeGroupOf)
  const placements = placementsOf(nodeGroups)
  const flows = routeTraffic(problem, placements)
  const usdPerHour = planCost(problem, { placements, nodeGroups, flows })
  const gap = usdPerHour.total > 0 ? (usdPerHour.total - lowerBoundUsdPerHour) / usdPerHour.total : 0
  return { schema: 'placement-plan/v1', status: 'feasible', usdPerHour, lowerBoundUsdPerHour, gap, placements, nodeGroups, flows }
}

function nodeGroupOf({ cluster, offer, zone, pods, count }: PackedNodes): NodeGroup {
  const { instanceType, capacityType } = offer
  const held = [...pods].map(([{ id }, replicas]) => ({ agent: id, replicas }))
  return { cluster: cluster.id, instanceType, capacityType, count, ...(zone === undefined ? {} : { zone }), pods: held }
}

function placementsOf(groups: readonly NodeGroup[]): Placement[] {
  const placed = new Map<string, Placement>()
  for (const group of groups) {
    const capacityType = capacityClass(group.capacityType)
    for (const { agent, replicas } of group.pods) {
      const key = JSON.stringify([agent, group.cluster, capacityType])
      const before = placed.get(key)?.replicas ?? 0
      placed.set(key, { agent, cluster: group.cluster, capacityType, replicas: before + group.count * replicas })
    }
  }
  return [...placed.values()]
}
