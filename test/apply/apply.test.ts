import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type ApplyOptions, applySteps } from '../../src/apply/apply.ts'
import { ApplyError, ApplyRefusedError, PlanOutdatedError } from '../../src/apply/apply-error.ts'
import type { AuditEntry } from '../../src/apply/audit-trail.ts'
import type { ClusterWriter } from '../../src/apply/cluster-writer.ts'
import { type Faults, failFrom, failOnceAt } from '../../src/clusters/simulated/faults.ts'
import { type SimulatedCluster, simulatedCluster } from '../../src/clusters/simulated/simulated-cluster.ts'
import { type Fleet, replicasToday } from '../../src/domain/fleet.ts'
import type { StepList } from '../../src/domain/step.ts'
import { planSteps } from '../../src/plan/steps.ts'
import { planOfToday } from '../../src/plan/today.ts'
import { aCluster, anAgent, aProblem } from '../builders.ts'
import { fleetOf, layoutOf, type Move, moves, planOf } from '../plan/random-moves.ts'

function options(part: Partial<ApplyOptions> = {}): ApplyOptions & { entries: AuditEntry[] } {
  const entries: AuditEntry[] = []
  return {
    fleet: { name: 'tiny', simulated: true },
    prices: { bundled: true, oldestPriceAt: '2026-07-01' },
    audit: { record: async (entry) => void entries.push(entry) },
    now: () => new Date('2026-07-20T02:00:00Z'),
    actor: 'nightly',
    reason: 'saves 10 USD a month',
    entries,
    ...part,
  }
}

const node = { instanceType: 'm.xlarge', capacityType: 'on-demand', count: 1 } as const
const four = [{ agent: 'support', replicas: 4 }]

/** Four replicas move from Dublin to Paris: start, grow, wait, shrink, stop. */
function oneMove(): Move {
  const agents = [anAgent({ replicas: 4 })]
  const problem = aProblem({ agents, clusters: ['dublin', 'paris'].map((id) => aCluster({ id })) })
  const fleet = fleetOf(agents, [{ ...node, cluster: 'dublin', pods: four }])
  return { problem, fleet, plan: planOf(problem, [{ ...node, cluster: 'paris', pods: four }]) }
}

const layout = (fleet: Fleet) => layoutOf(fleet.clusters.flatMap(({ nodes }) => nodes))

describe('applying steps', () => {
  it('afterwards the fleet stands as planned, and there is nothing left to do', async () => {
    const { problem, fleet, plan } = oneMove()
    const cluster = simulatedCluster(fleet, problem)
    await applySteps(planSteps(problem, fleet, plan), cluster, options())
    const after = await cluster.readFleet()
    expect(planOfToday(problem, after).placements).toEqual(plan.placements)
    expect(planSteps(problem, after, plan)).toEqual({ steps: [] })
  })

  it('each write is recorded before and after, with who, what, old, new and why', async () => {
    const { problem, fleet, plan } = oneMove()
    const asked = options()
    await applySteps(planSteps(problem, fleet, plan), simulatedCluster(fleet, problem), asked)
    expect(asked.entries).toHaveLength(8)
    expect(asked.entries.map(({ outcome }) => outcome).slice(0, 4)).toEqual(['intended', 'done', 'intended', 'done'])
    expect(asked.entries[2]).toEqual({
      at: new Date('2026-07-20T02:00:00Z'),
      who: 'nightly',
      what: 'replicas of support in paris on on-demand nodes',
      outcome: 'intended',
      old: 0,
      new: 4,
      reason: 'saves 10 USD a month',
    })
  })

  it('without a record nothing is written', async () => {
    const { problem, fleet, plan } = oneMove()
    const cluster = simulatedCluster(fleet, problem)
    const audit = { record: () => Promise.reject(new Error('the store is full')) }
    await expect(applySteps(planSteps(problem, fleet, plan), cluster, options({ audit }))).rejects.toThrow(/store is full/)
    expect(layout(await cluster.readFleet())).toEqual(layout(fleet))
  })

  it('a real fleet is not acted on with bundled prices', async () => {
    const { problem, fleet, plan } = oneMove()
    const cluster = simulatedCluster(fleet, problem)
    const real = { fleet: { name: 'production', simulated: false } }
    await expect(applySteps(planSteps(problem, fleet, plan), cluster, options(real))).rejects.toThrow(ApplyRefusedError)
    expect(layout(await cluster.readFleet())).toEqual(layout(fleet))
  })

  it('steps that were refused are not applied', async () => {
    const { problem, fleet } = oneMove()
    const refused: StepList = { steps: [], refusal: { reason: 'no room', remedy: 'raise the limit' } }
    await expect(applySteps(refused, simulatedCluster(fleet, problem), options())).rejects.toThrow('no room; raise the limit')
  })

  it('a fleet that changed since the steps were planned is left alone', async () => {
    const { problem, fleet, plan } = oneMove()
    const cluster = simulatedCluster(fleet, problem)
    await cluster.resizeNodes({ cluster: 'paris', instanceType: 'm.xlarge', capacityType: 'on-demand' }, 1)
    const failure = await applySteps(planSteps(problem, fleet, plan), cluster, options()).catch((error) => error)
    expect(failure).toBeInstanceOf(ApplyError)
    expect(failure.cause).toBeInstanceOf(PlanOutdatedError)
    expect(failure.done).toEqual([])
    expect(await cluster.nodes({ cluster: 'paris', instanceType: 'm.xlarge', capacityType: 'on-demand' })).toBe(1)
  })

  it('what was grown stays where somebody else has taken replicas at the source meanwhile: the agent keeps what it demands', async () => {
    const { problem, fleet, plan } = oneMove()
    const cluster = simulatedCluster(fleet, problem)
    const writer = thenOnce(cluster, () => cluster.scale({ agent: 'support', cluster: 'dublin', capacityType: 'on-demand' }, 1))
    const failure = await applySteps(planSteps(problem, fleet, plan), writer, options()).catch((error) => error)
    expect(failure.cause).toBeInstanceOf(PlanOutdatedError)
    expect(failure.message).toMatch(/Putting back failed too.*1 of 4 replicas of support in dublin/)
    expect(failure.leftBehind.map(({ kind }: { kind: string }) => kind)).toEqual(['start-nodes', 'grow'])
    expect(total(await cluster.readFleet(), 'support')).toBe(5)
  })

  it('the error says which step failed, what was put back and what to do', async () => {
    const { problem, fleet, plan } = oneMove()
    const list = planSteps(problem, fleet, plan)
    const failure = await applySteps(list, simulatedCluster(fleet, problem, failOnceAt(3)), options()).catch((error) => error)
    expect(failure.message).toMatch(/step 3 of 5 failed: Wait until 4 replicas .* ready\..*\nSteps 1 to 2 were put back\.\n.*run again/)
    expect([failure.done.length, failure.notDone.length, failure.leftBehind.length]).toEqual([0, 5, 0])
  })

  it('once the cause of a failure is gone, running again completes the move', async () => {
    const { problem, fleet, plan } = oneMove()
    const cluster = simulatedCluster(fleet, problem, failOnceAt(4))
    await expect(applySteps(planSteps(problem, fleet, plan), cluster, options())).rejects.toThrow(ApplyError)
    await applySteps(planSteps(problem, await cluster.readFleet(), plan), cluster, options())
    expect(layout(await cluster.readFleet())).toEqual(layoutOf(plan.nodeGroups))
  })
})

/** The same cluster, of which somebody else changes something once the first replicas are ready. */
function thenOnce(cluster: SimulatedCluster, change: () => Promise<void>): ClusterWriter {
  let isChanged = false
  return {
    ...asWriter(cluster),
    async waitUntilReady(set, replicas) {
      await cluster.waitUntilReady(set, replicas)
      if (!isChanged) await change()
      isChanged = true
    },
  }
}

function asWriter(cluster: SimulatedCluster): ClusterWriter {
  return {
    nodes: (pool) => cluster.nodes(pool),
    replicas: (set) => cluster.replicas(set),
    requests: (agent) => cluster.requests(agent),
    resizeNodes: (pool, count) => cluster.resizeNodes(pool, count),
    scale: (set, replicas, hint) => cluster.scale(set, replicas, hint),
    waitUntilReady: (set, replicas) => cluster.waitUntilReady(set, replicas),
    setRequests: (agent, requests) => cluster.setRequests(agent, requests),
  }
}

/** The smallest number of ready replicas of each agent that was seen after any write. */
function watched(cluster: SimulatedCluster, agents: readonly string[]) {
  const fewest = new Map<string, number>()
  const look = async () => {
    const fleet = await cluster.readFleet()
    for (const agent of agents) fewest.set(agent, Math.min(fewest.get(agent) ?? Number.POSITIVE_INFINITY, total(fleet, agent)))
  }
  const writer: ClusterWriter = {
    ...asWriter(cluster),
    resizeNodes: (pool, count) => cluster.resizeNodes(pool, count).finally(look),
    scale: (set, replicas, hint) => cluster.scale(set, replicas, hint).finally(look),
    waitUntilReady: (set, replicas) => cluster.waitUntilReady(set, replicas).finally(look),
    setRequests: (agent, requests) => cluster.setRequests(agent, requests).finally(look),
  }
  return { writer, fewest, look }
}

const total = (fleet: Fleet, agent: string) => replicasToday(fleet, agent).reduce((sum, { replicas }) => sum + replicas, 0)

/** Applies a move to a cluster that fails as told, and says what came of it. */
async function attempt({ problem, fleet, plan }: Move, faults: Faults) {
  const cluster = simulatedCluster(fleet, problem, faults)
  const agents = problem.agents.map(({ id }) => id)
  const { writer, fewest, look } = watched(cluster, agents)
  await look()
  const failure: unknown = await applySteps(planSteps(problem, fleet, plan), writer, options()).catch((error: unknown) => error)
  return { failure, fewest, after: await cluster.readFleet() }
}

function expectFloors({ problem, fleet }: Move, fewest: ReadonlyMap<string, number>): void {
  for (const { id, replicas } of problem.agents) expect(fewest.get(id)).toBeGreaterThanOrEqual(Math.min(replicas, total(fleet, id)))
}

const places = (fleet: Fleet, agent: string) => JSON.stringify(replicasToday(fleet, agent))

/** With much, little and hardly any room for old and new together; moves that are refused for want of room are left out. */
const doable = fc
  .oneof(moves({ spareNodes: 20 }), moves({ spareNodes: 1 }), moves({ spareNodes: 0 }))
  .filter(({ problem, fleet, plan }) => planSteps(problem, fleet, plan).refusal === undefined)

describe('whatever the move and wherever it fails', () => {
  it('without a failure the end is the plan, node by node and pod by pod', async () => {
    await fc.assert(
      fc.asyncProperty(doable, async (move) => {
        const { failure, fewest, after } = await attempt(move, () => false)
        expect(failure).toBeUndefined()
        expect(layout(after)).toEqual(layoutOf(move.plan.nodeGroups))
        expectFloors(move, fewest)
      }),
      { numRuns: 120 },
    )
  })

  it('when one step fails, each agent stands as planned or as before, and never below its floor', async () => {
    await fc.assert(
      fc.asyncProperty(doable, async (move) => {
        const planned = (await attempt(move, () => false)).after
        const { steps } = planSteps(move.problem, move.fleet, move.plan)
        for (let failing = 1; failing <= steps.length; failing++) {
          const { failure, fewest, after } = await attempt(move, failOnceAt(failing))
          expect(failure).toBeInstanceOf(ApplyError)
          expect((failure as ApplyError).leftBehind).toEqual([])
          expectFloors(move, fewest)
          for (const { id } of move.problem.agents) expect([places(planned, id), places(move.fleet, id)]).toContain(places(after, id))
        }
      }),
      { numRuns: 30 },
    )
  })

  it('when nothing works any more from one step on, no agent is below its floor, and what is left is named', async () => {
    await fc.assert(
      fc.asyncProperty(doable, async (move) => {
        const { steps } = planSteps(move.problem, move.fleet, move.plan)
        for (let failing = 1; failing <= steps.length; failing++) {
          const { failure, fewest } = await attempt(move, failFrom(failing))
          expect(failure).toBeInstanceOf(ApplyError)
          expectFloors(move, fewest)
        }
      }),
      { numRuns: 30 },
    )
  })

  it('after any failure a second run reaches the plan', async () => {
    await fc.assert(
      fc.asyncProperty(moves({ spareNodes: 20 }), fc.integer({ min: 1, max: 12 }), async ({ problem, fleet, plan }, failing) => {
        const cluster = simulatedCluster(fleet, problem, failOnceAt(failing))
        await applySteps(planSteps(problem, fleet, plan), cluster, options()).catch(() => undefined)
        await applySteps(planSteps(problem, await cluster.readFleet(), plan), cluster, options()).catch(() => undefined)
        await applySteps(planSteps(problem, await cluster.readFleet(), plan), cluster, options())
        expect(layout(await cluster.readFleet())).toEqual(layoutOf(plan.nodeGroups))
      }),
      { numRuns: 100 },
    )
  })
})
