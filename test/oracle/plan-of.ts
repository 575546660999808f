import type { CostRate, NodeGroup, Placement, Plan } from '../../src/domain/plan.ts'
import type { Problem } from '../../src/domain/problem.ts'
import type { Found } from './cheapest-plan.ts'

/** What the search found, as a plan that anybody can check. */
export function planOf(problem: Problem, found: Found): Plan {
  const usdPerHour = costs(problem, found)
  return {
    schema: 'placement-plan/v1',
    status: 'optimal',
    usdPerHour,
    lowerBoundUsdPerHour: usdPerHour.total,
    gap: 0,
    placements: placements(problem, found),
    nodeGroups: found.nodes.map((node): NodeGroup => {
      const pods = node.pods.flatMap((replicas, agent) => (replicas > 0 ? [{ agent: problem.agents[agent]!.id, replicas }] : []))
      const { instanceType, capacityType } = node.offer
      return { cluster: node.cluster, instanceType, capacityType, count: 1, ...(node.zone === undefined ? {} : { zone: node.zone }), pods }
    }),
    flows: found.edges.flatMap((edge) => edge.flows(found.choices)),
  }
}

function placements(problem: Problem, { choices, cells }: Found): Placement[] {
  return choices.flatMap(({ replicas }, agent) =>
    replicas.flatMap((count, cell): Placement[] => {
      const { cluster, kind } = cells[cell]!
      return count > 0 ? [{ agent: problem.agents[agent]!.id, cluster: cluster.id, capacityType: kind, replicas: count }] : []
    }),
  )
}

/** Nodes and egress by their prices; what is left of the total is told apart by what moves cost. */
function costs(problem: Problem, { usdPerHour, nodes, choices, edges }: Found): CostRate {
  const nodeUsd = nodes.reduce((sum, { offer }) => sum + offer.usdPerHour, 0)
  const egress = edges.reduce((sum, edge) => sum + edge.usdPerHour(choices), 0)
  const interruption = nodes.reduce((sum, { offer, pods }) => {
    const restartUsd = pods.reduce((part, replicas, agent) => part + replicas * (problem.agents[agent]!.restartUsd ?? 0), 0)
    return sum + (offer.capacityType === 'spot' ? (offer.interruptionsPerHour ?? 0) * restartUsd : 0)
  }, 0)
  return { total: usdPerHour, nodes: nodeUsd, egress, interruption, moves: usdPerHour - nodeUsd - egress - interruption }
}
