import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Placement } from '../../src/domain/plan.ts'
import { egressCost } from '../../src/domain/plan-cost.ts'
import type { Agent, Problem } from '../../src/domain/problem.ts'
import { routeTraffic } from '../../src/domain/route-traffic.ts'
import { cheapestTransport, type Transport } from '../../src/domain/transport.ts'

const agent = (id: string, replicas: number, traffic: Agent['traffic'] = []): Agent => ({
  id,
  replicas,
  requests: { cpu: 1, memoryGiB: 1 },
  traffic,
})
const stands = (agentId: string, cluster: string, replicas: number): Placement => ({
  agent: agentId,
  cluster,
  capacityType: 'on-demand',
  replicas,
})
const problem = (agents: Agent[], pairs: [string, string, number][], defaultUsdPerGiB = 1): Problem => ({
  schema: 'placement-problem/v1',
  asOf: '2026-01-01T00:00:00Z',
  horizonHours: 24,
  clusters: [],
  agents,
  egress: { defaultUsdPerGiB, pairs: pairs.map(([from, to, usdPerGiB]) => ({ from, to, usdPerGiB })) },
})

describe('the cheapest routes of traffic', () => {
  it('traffic between agents that share a cluster stays there and costs nothing', () => {
    const two = problem([agent('a', 2, [{ to: 'b', gibPerHour: 10 }]), agent('b', 1)], [])
    const placements = [stands('a', 'x', 2), stands('b', 'x', 1)]
    expect(routeTraffic(two, placements)).toEqual([{ fromAgent: 'a', toAgent: 'b', fromCluster: 'x', toCluster: 'x', gibPerHour: 10 }])
    expect(egressCost(two, routeTraffic(two, placements))).toBe(0)
  })

  it('only the part that no replica in the own cluster can take leaves it', () => {
    const two = problem([agent('a', 2, [{ to: 'b', gibPerHour: 10 }]), agent('b', 2)], [])
    const flows = routeTraffic(two, [stands('a', 'x', 2), stands('b', 'x', 1), stands('b', 'y', 1)])
    expect(flows.map(({ toCluster, gibPerHour }) => [toCluster, gibPerHour])).toEqual([
      ['x', 5],
      ['y', 5],
    ])
  })

  it('a route to the own cluster is given up where that makes the whole cheaper', () => {
    const two = problem(
      [agent('a', 2, [{ to: 'b', gibPerHour: 2 }]), agent('b', 2)],
      [
        ['x', 'z', 0.01],
        ['y', 'x', 0.01],
        ['y', 'z', 5],
      ],
    )
    const flows = routeTraffic(two, [stands('a', 'x', 1), stands('a', 'y', 1), stands('b', 'x', 1), stands('b', 'z', 1)])
    expect(egressCost(two, flows)).toBeCloseTo(0.02)
  })

  it('traffic to the internet leaves from the cheapest replicas when more run than the demand', () => {
    const one = problem(
      [agent('a', 1, [{ to: 'internet', gibPerHour: 4 }])],
      [
        ['x', 'internet', 0.1],
        ['y', 'internet', 0.05],
      ],
    )
    expect(routeTraffic(one, [stands('a', 'x', 1), stands('a', 'y', 1)])).toEqual([
      { fromAgent: 'a', toAgent: 'internet', fromCluster: 'y', toCluster: 'internet', gibPerHour: 4 },
    ])
  })

  it('an edge to an agent with no demand carries nothing', () => {
    const two = problem([agent('a', 1, [{ to: 'b', gibPerHour: 4 }]), agent('b', 0)], [])
    expect(routeTraffic(two, [stands('a', 'x', 1)])).toEqual([])
  })

  it('where fewer replicas stand than the demand, the traffic that they can bear is routed', () => {
    const one = problem([agent('a', 4, [{ to: 'internet', gibPerHour: 4 }])], [])
    expect(routeTraffic(one, [stands('a', 'x', 3)]).map(({ gibPerHour }) => gibPerHour)).toEqual([3])
  })

  it('among equally cheap routes those within a cluster are taken', () => {
    const two = problem([agent('a', 2, [{ to: 'b', gibPerHour: 2 }]), agent('b', 2)], [], 0)
    const flows = routeTraffic(two, [stands('a', 'x', 1), stands('a', 'y', 1), stands('b', 'y', 1), stands('b', 'x', 1)])
    expect(flows.every(({ fromCluster, toCluster }) => fromCluster === toCluster)).toBe(true)
  })
})

const small = fc.integer({ min: 0, max: 3 })
const transports: fc.Arbitrary<Transport> = fc
  .record({ sources: fc.integer({ min: 1, max: 3 }), sinks: fc.integer({ min: 1, max: 3 }) })
  .chain(({ sources, sinks }) =>
    fc.record({
      supplies: fc.array(small, { minLength: sources, maxLength: sources }),
      demands: fc.array(small, { minLength: sinks, maxLength: sinks }),
      total: fc.integer({ min: 0, max: 6 }),
      costs: fc.array(fc.array(fc.integer({ min: 0, max: 9 }), { minLength: sinks, maxLength: sinks }), {
        minLength: sources,
        maxLength: sources,
      }),
    }),
  )

/** Every way to send one unit after another: the oracle. */
function leastCost({ supplies, demands, total, costs }: Transport, known = new Map<string, number>()): number {
  if (total === 0) return 0
  const key = `${supplies}|${demands}`
  const before = known.get(key)
  if (before !== undefined) return before
  let best = Number.POSITIVE_INFINITY
  supplies.forEach((supply, i) => {
    demands.forEach((demand, j) => {
      if (supply === 0 || demand === 0) return
      const left = { supplies: supplies.with(i, supply - 1), demands: demands.with(j, demand - 1), total: total - 1, costs }
      best = Math.min(best, costs[i][j] + leastCost(left, known))
    })
  })
  known.set(key, best)
  return best
}

const added = (values: readonly number[]) => values.reduce((all, value) => all + value, 0)

describe('the transportation problem', () => {
  it('costs what the best of all ways costs, and carries no more than supplies and demands', () => {
    fc.assert(
      fc.property(transports, (transport) => {
        const carried = cheapestTransport(transport)
        const total = Math.min(transport.total, added(transport.supplies), added(transport.demands))
        expect(added(carried.flat())).toBe(total)
        carried.forEach((row, i) => {
          expect(added(row)).toBeLessThanOrEqual(transport.supplies[i])
        })
        transport.demands.forEach((demand, j) => {
          expect(added(carried.map((row) => row[j]))).toBeLessThanOrEqual(demand)
        })
        const cost = added(carried.flatMap((row, i) => row.map((units, j) => units * transport.costs[i][j])))
        expect(cost).toBe(leastCost({ ...transport, total }))
      }),
      { numRuns: 500 },
    )
  })
})
