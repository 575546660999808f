import { describe, expect, it } from 'vitest'
import type { Fleet } from '../../../src/domain/fleet.ts'
import type { NodeGroup, Plan } from '../../../src/domain/plan.ts'
import type { Offer } from '../../../src/domain/problem.ts'
import { planSteps } from '../../../src/plan/steps.ts'
import { asMachines } from '../../../src/problem/commitments/as-machines.ts'
import { aCluster, aCommitment, aFleet, aFleetCluster, anAgent, anOffer, aProblem, aSpotOffer } from '../../builders.ts'

const bought = (maxNodes = 2): Offer => anOffer({ capacityType: 'reserved', usdPerHour: 0, maxNodes })
const group = (capacityType: NodeGroup['capacityType'], count: number, part: Partial<NodeGroup> = {}): NodeGroup => ({
  cluster: 'dublin',
  instanceType: 'm.xlarge',
  capacityType,
  count,
  pods: [],
  ...part,
})
const plan = (nodeGroups: NodeGroup[]) => ({ nodeGroups }) as unknown as Plan
const fleet = (nodes: NodeGroup[]): Fleet => aFleet({ clusters: [aFleetCluster({ nodes })] })
const told = (nodes: readonly NodeGroup[]) => nodes.map(({ capacityType, count }) => `${count} ${capacityType}`)

describe('as clusters know it', () => {
  it('what a commitment covers are nodes on demand, today and by the plan', () => {
    const problem = aProblem({ clusters: [aCluster({ offers: [anOffer(), bought()] })] })
    const nodes = [group('on-demand', 1), group('reserved', 2), group('spot', 1)]
    const way = asMachines({ problem, fleet: fleet(nodes), plan: plan(nodes) }, [aCommitment()])
    expect(told(way.fleet.clusters[0]!.nodes)).toEqual(['3 on-demand', '1 spot'])
    expect(told(way.plan.nodeGroups)).toEqual(['3 on-demand', '1 spot'])
  })

  it('a committed machine runs on demand without a limit of its own, also where nothing else may run on demand', () => {
    const offersOf = (offers: Offer[]) => {
      const problem = aProblem({ clusters: [aCluster({ offers })] })
      const [cluster] = asMachines({ problem, fleet: fleet([]), plan: plan([]) }, [aCommitment()]).problem.clusters
      return cluster!.offers.map(({ capacityType, maxNodes }) => [capacityType, maxNodes])
    }
    expect(offersOf([anOffer({ maxNodes: 1 }), bought(), aSpotOffer({ maxNodes: 3 })])).toEqual([
      ['on-demand', undefined],
      ['spot', 3],
    ])
    expect(offersOf([bought()])).toEqual([['on-demand', undefined]])
  })

  it('a quota that shares out what was bought is gone; those of the account stay', () => {
    const own = { id: 'own', nodes: 9 }
    const shared = { id: 'shared', clusters: ['dublin'], instanceTypes: ['m.xlarge'], capacityTypes: ['reserved' as const], nodes: 2 }
    const problem = aProblem({ clusters: [aCluster({ offers: [bought()] })], quotas: [own, shared] })
    expect(asMachines({ problem, fleet: fleet([]), plan: plan([]) }, [aCommitment()]).problem.quotas).toEqual([own])
  })

  it("a cluster's own reservations stay what they are: machines that there are so many of", () => {
    const problem = aProblem({ clusters: [aCluster({ offers: [bought()] })] })
    const nodes = [group('reserved', 2)]
    const way = asMachines({ problem, fleet: fleet(nodes), plan: plan(nodes) }, [aCommitment({ instanceType: 'm.large' })])
    expect(way).toEqual({ problem: { ...problem, quotas: [] }, fleet: fleet(nodes), plan: plan(nodes) })
  })

  it('a full node may be replaced by one in another zone, though no more are bought than run', () => {
    const agents = [anAgent({ id: 'support', replicas: 4 })]
    const problem = aProblem({ agents, clusters: [aCluster({ offers: [bought(1)] })] })
    const pods = [{ agent: 'support', replicas: 4 }]
    const today = { ...fleet([group('reserved', 1, { zone: 'a', pods })]), agents: [] }
    const moved = plan([group('reserved', 1, { zone: 'b', pods })])
    expect(planSteps(problem, today, moved).refusal).toBeDefined()
    const way = asMachines({ problem, fleet: today, plan: moved }, [aCommitment({ count: 1 })])
    const { steps, refusal } = planSteps(way.problem, way.fleet, way.plan)
    expect(refusal).toBeUndefined()
    expect(steps.map(({ kind }) => kind)).toEqual(['start-nodes', 'grow', 'wait', 'shrink', 'stop-nodes'])
  })
})
