import { clusterOf } from '../../../../src/clusters/kubernetes/capacity/cluster-of.ts'
import type {
  CapacityWorld,
  ClusterCapacity,
  DescribedKubernetesCluster,
} from '../../../../src/clusters/kubernetes/capacity/described-cluster.ts'
import type { ClusterSnapshot } from '../../../../src/clusters/kubernetes/snapshot.ts'
import { decideDemand } from '../../../../src/demand/decide-demand.ts'
import type { Fleet, FleetAgent } from '../../../../src/domain/fleet.ts'
import type { Plan } from '../../../../src/domain/plan.ts'
import type { Problem } from '../../../../src/domain/problem.ts'
import { planOfToday } from '../../../../src/plan/today.ts'
import { buildProblem } from '../../../../src/problem/build-problem.ts'
import { verifyPlan } from '../../../../src/verify/verify.ts'
import { aFleet } from '../../../builders.ts'
import { aSnapshot, aWorld } from './snapshots.ts'

export interface Planned {
  readonly capacity: ClusterCapacity
  readonly fleet: Fleet
  readonly problem: Problem
  readonly today: Plan
  /** What the verifier says of today as it stands. */
  readonly broken: readonly string[]
}

/** The way of a snapshot into a problem, with these agents beside the bystanders that are found. */
export function planned(
  snapshot: Partial<ClusterSnapshot>,
  agents: readonly FleetAgent[] = [],
  { described = {}, world = {} }: { described?: Partial<DescribedKubernetesCluster>; world?: Parameters<typeof aWorld>[0] } = {},
): Planned {
  const seen: CapacityWorld = aWorld(world)
  const capacity = clusterOf(aSnapshot(snapshot), { id: 'dublin', ...described }, seen)
  if (!capacity.cluster) throw new Error(`no cluster: ${JSON.stringify(capacity.findings)}`)
  const given = aFleet({
    clusters: [capacity.cluster],
    agents: [...agents, ...capacity.bystanders],
    quotas: capacity.quotas,
    headroom: seen.headroom,
  })
  const { problem, fleet } = buildProblem(given, seen.catalogue, decideDemand(given), seen.allocatable)
  const today = planOfToday(problem, fleet)
  return { capacity, fleet, problem, today, broken: verifyPlan(problem, today).violations.map(({ detail }) => detail) }
}
