import { describe, expect, it } from 'vitest'
import { buildInstance } from '../../../models/instance/instance.ts'
import { buildAggregateModel } from '../../../models/placement/model.ts'
import { greedyPlan } from '../../../scripts/bench/greedy/greedy.ts'
import { NoPlanFound } from '../../../scripts/bench/greedy/no-plan-found.ts'
import { packSolution } from '../../../scripts/bench/greedy/pack-solution.ts'
import { packedPlan } from '../../../scripts/bench/greedy/packed-plan.ts'
import { leastRunning } from '../../../scripts/bench/greedy/running.ts'
import type { Problem } from '../../../src/domain/problem.ts'
import { loadSolver } from '../../../src/lp/index.ts'
import { verifyPlan } from '../../../src/verify/verify.ts'
import { aCluster, anAgent, anOffer, aProblem, aSpotOffer } from '../../builders.ts'

const oslo = aCluster({ id: 'oslo', provider: 'gcp', region: 'europe-north2', offers: [anOffer({ usdPerHour: 2 })] })
const small = anOffer({ instanceType: 'm.large', usdPerHour: 0.5, vcpu: 2, allocatable: { cpu: 2, memoryGiB: 8, gpu: 0, pods: 50 } })

/** A plan that keeps every rule, or the test fails. */
function sound(problem: Problem) {
  const plan = greedyPlan(problem)
  expect(verifyPlan(problem, plan)).toMatchObject({ holds: true, violations: [] })
  return plan
}
const placed = (problem: Problem) =>
  sound(problem).placements.map(({ cluster, capacityType, replicas }) => `${replicas} ${cluster} ${capacityType}`)

describe('the greedy baseline', () => {
  it('puts all replicas of an agent without rules into the cheapest cluster', () => {
    expect(placed(aProblem({ clusters: [oslo, aCluster()], agents: [anAgent({ replicas: 3 })] }))).toEqual(['3 dublin on-demand'])
  })

  it('keeps half on another cloud where the loss of one must leave half', () => {
    const agents = [anAgent({ replicas: 4, survive: [{ loss: 'cloud', keep: 0.5 }] })]
    expect(placed(aProblem({ clusters: [oslo, aCluster()], agents }))).toEqual(['2 dublin on-demand', '2 oslo on-demand'])
  })

  it('runs as many more as a rule needs, and no more', () => {
    const agent = anAgent({ replicas: 2, maxReplicas: 4, survive: [{ loss: 'cluster', keep: 1 }] })
    expect(leastRunning(agent, [aCluster(), oslo])).toBe(4)
    expect(leastRunning(agent, [aCluster(), oslo, aCluster({ id: 'cork', region: 'eu-cork-1' })])).toBe(3)
    expect(leastRunning(agent, [aCluster()])).toBeUndefined()
  })

  it('spreads over two clusters by one replica', () => {
    const agents = [anAgent({ replicas: 4, spread: { clusters: 2 } })]
    expect(placed(aProblem({ clusters: [aCluster(), oslo], agents }))).toEqual(['3 dublin on-demand', '1 oslo on-demand'])
  })

  it('stands an agent with a zone rule in several zones', () => {
    const agents = [anAgent({ replicas: 3, survive: [{ loss: 'zone', keep: 0.5 }] })]
    const { nodeGroups } = sound(aProblem({ clusters: [aCluster({ offers: [small] })], agents }))
    expect(nodeGroups.map(({ zone }) => zone).toSorted()).toEqual(['a', 'b', 'c'])
  })

  it('takes spot up to the share that the agent allows', () => {
    const agents = [anAgent({ replicas: 4, spot: { maxShare: 0.5 } })]
    expect(placed(aProblem({ clusters: [aCluster({ offers: [anOffer(), aSpotOffer()] })], agents })).toSorted()).toEqual([
      '2 dublin on-demand',
      '2 dublin spot',
    ])
  })

  it('fills reserved nodes before it buys any', () => {
    const reserved = anOffer({ instanceType: 'r.xlarge', capacityType: 'reserved', usdPerHour: 0, maxNodes: 1 })
    const plan = sound(aProblem({ clusters: [aCluster({ offers: [anOffer(), reserved] })], agents: [anAgent({ replicas: 4 })] }))
    expect(plan.usdPerHour.total).toBe(0)
  })

  it('packs the dearest pods first: three of three vCPU and three of one share three nodes of four', () => {
    const big = anAgent({ id: 'big', replicas: 3, requests: { cpu: 3, memoryGiB: 4 } })
    const plan = sound(aProblem({ agents: [anAgent({ replicas: 3 }), big] }))
    expect(plan.usdPerHour.nodes).toBe(3)
  })

  it('goes elsewhere when a cluster’s limit leaves no room', () => {
    const full = aCluster({ limits: { vcpu: 4 } })
    const agents = [anAgent({ replicas: 4, requests: { cpu: 2, memoryGiB: 4 } })]
    expect(placed(aProblem({ clusters: [full, oslo], agents })).some((place) => place.includes('oslo'))).toBe(true)
  })

  it('says whom it could not place, instead of breaking a rule', () => {
    const agents = [anAgent({ replicas: 2, survive: [{ loss: 'cloud', keep: 0.5 }] })]
    expect(() => greedyPlan(aProblem({ agents }))).toThrow(NoPlanFound)
    expect(() => greedyPlan(aProblem({ agents }))).toThrow(/support: its rules ask for more places/)
  })
})

describe('a solution that knows packing only in sums', () => {
  it('buys two nodes for three pods of 60 %, which take three: one has no room', async () => {
    const problem = aProblem({ agents: [anAgent({ replicas: 3, requests: { cpu: 2.4, memoryGiB: 1 } })] })
    const instance = buildInstance(problem)
    const master = buildAggregateModel(instance)
    const { values, objective } = (await loadSolver('highs')).solve(master.model)
    const { nodes, unheld } = packSolution(instance, master, values!)
    expect({ objective, unheld }).toEqual({ objective: 2, unheld: 1 })
    const plan = packedPlan(problem, nodes)
    expect(plan.usdPerHour.total).toBe(3)
    expect(verifyPlan(problem, plan)).toMatchObject({ holds: true })
  })
})
