import type { Flow, NodeGroup, Placement, Plan } from '../../src/domain/plan.ts'
import type { Problem } from '../../src/domain/problem.ts'
import { verifyPlan } from '../../src/verify/verify.ts'

/** Nodes of the builders' on-demand machine in Dublin, each with one pod of the builders' agent. */
export function aGroup(part: Partial<NodeGroup> = {}): NodeGroup {
  return {
    cluster: 'dublin',
    instanceType: 'm.xlarge',
    capacityType: 'on-demand',
    count: 1,
    pods: [{ agent: 'support', replicas: 1 }],
    ...part,
  }
}

/** A plan of these node groups, with the placements that they imply and the costs that they have. */
export function aPlan(problem: Problem, nodeGroups: readonly NodeGroup[], flows: readonly Flow[] = []): Plan {
  return withItsCost(problem, {
    schema: 'placement-plan/v1',
    status: 'feasible',
    usdPerHour: { total: 0, nodes: 0, egress: 0, interruption: 0, moves: 0 },
    lowerBoundUsdPerHour: 0,
    gap: 0,
    placements: nodeGroups.flatMap(placementsOn),
    nodeGroups,
    flows,
  })
}

function placementsOn({ cluster, capacityType, count, pods }: NodeGroup): Placement[] {
  const kind = capacityType === 'spot' ? 'spot' : 'on-demand'
  return pods.map(({ agent, replicas }) => ({ agent, cluster, capacityType: kind, replicas: replicas * count }))
}

/** The verifier's own figures: tests of cost state theirs by hand. */
export function withItsCost(problem: Problem, plan: Plan): Plan {
  const verdict = verifyPlan(problem, plan)
  if (!verdict.checked) throw new Error('only a plan that places replicas has a cost')
  const { total } = verdict.recomputed.usdPerHour
  return { ...plan, usdPerHour: verdict.recomputed.usdPerHour, gap: total > 0 ? 1 : 0 }
}
