import { describe, expect, it } from 'vitest'
import type { Plan } from '../../src/domain/plan.ts'
import type { Problem } from '../../src/domain/problem.ts'
import { explain } from '../../src/explain/explain.ts'
import type { Remedy } from '../../src/explain/explanation.ts'
import { smallestStep } from '../../src/explain/infeasible/smallest-step.ts'
import { anAgent, anOffer, aProblem } from '../builders.ts'
import { anAgentOfWholeNodes, dublin, iowa, problemOf, virginia } from '../models/places.ts'
import { explained, realParts } from './real-parts.ts'

const onDemand = (limits: NonNullable<Problem['clusters'][number]['limits']>) => dublin({ offers: [anOffer()], limits })
const half = (replicas: number) => anAgent({ replicas, requests: { cpu: 2.04, memoryGiB: 1 } })

interface KnownRemedies {
  readonly fact: string
  readonly problem: Problem
  /** Each rule that is enough alone: how far it must give way, and what a plan then costs at least. */
  readonly remedies: readonly string[]
}

const REMEDIES: readonly KnownRemedies[] = [
  {
    fact: 'a limit of one node too few needs one more, or one replica less',
    problem: problemOf(anAgentOfWholeNodes({ replicas: 3 }), [onDemand({ nodes: 2 })]),
    remedies: ['limit to 3 nodes', 'demand to 2 replicas'],
  },
  {
    fact: 'a quota of 9 vCPU needs 12, since nodes come in fours',
    problem: problemOf(anAgentOfWholeNodes({ replicas: 3 }), [onDemand({})], { quotas: [{ id: 'account', vcpu: 9 }] }),
    remedies: ['quota to 12 vCPU', 'demand to 2 replicas'],
  },
  {
    fact: 'where only packing is in the way, five pods of 51 % need five nodes and not three',
    problem: problemOf(half(5), [onDemand({ nodes: 3 })]),
    remedies: ['limit to 5 nodes', 'demand to 3 replicas'],
  },
  {
    fact: 'a budget is raised to what the cheapest plan costs',
    problem: problemOf(anAgentOfWholeNodes({ replicas: 2 }), [onDemand({})], { limits: { usdPerHour: 1.5 } }),
    remedies: ['budget to 2 USD/h', 'demand to 1 replicas'],
  },
  {
    fact: 'sovereignty against latency: one of them goes, or the users wait for Dublin',
    problem: problemOf(anAgent({ placement: { anyTag: ['EU'] }, latency: { maxMs: 20, msByCluster: { virginia: 8, dublin: 90 } } }), [
      dublin(),
      virginia(),
    ]),
    remedies: ['placement dropped', 'latency to 90 ms', 'demand dropped'],
  },
  {
    fact: 'one replica that is to survive its cluster needs a second one',
    problem: problemOf(anAgent({ survive: [{ loss: 'cluster', keep: 1 }] }), [dublin(), iowa()]),
    remedies: ['survive to 0 replicas left when a cluster is lost', 'maxReplicas to 2 replicas', 'demand dropped'],
  },
  {
    fact: 'two replicas that must move need two moves',
    problem: problemOf(
      anAgent({
        replicas: 2,
        placement: { clusters: ['virginia'] },
        current: [{ cluster: 'dublin', capacityType: 'on-demand', replicas: 2 }],
        move: { maxReplicas: 0 },
      }),
      [dublin(), virginia()],
    ),
    remedies: ['placement dropped', 'moves to 2 moved replicas', 'demand dropped'],
  },
  {
    fact: 'three clouds where there are two: two will do',
    problem: problemOf(anAgent({ replicas: 3, spread: { clouds: 3 } }), [dublin(), iowa()]),
    remedies: ['spread to 2 clouds', 'demand to 2 replicas'],
  },
  {
    fact: 'spot nodes alone: all of it on spot',
    problem: problemOf(anAgent({ replicas: 2 }), [dublin({ offers: dublin().offers.slice(1) })]),
    remedies: ['spot to 2 replicas on spot', 'demand dropped'],
  },
]

const told = ({ rule, change }: Remedy): string =>
  `${rule.constraint} ${change.kind === 'dropped' ? 'dropped' : `to ${Number(change.to.toFixed(6))} ${change.unit}`}`

describe('the smallest change that makes a plan possible', () => {
  it.each(REMEDIES)('$fact', async ({ problem, remedies }) => {
    const { status, infeasible } = await explained(problem)
    expect(status).toBe('infeasible')
    expect(infeasible!.remedies.map(told).sort()).toEqual(remedies.toSorted())
    expect(infeasible).toMatchObject({ conflictIsMinimal: true, noOtherIsEnough: true })
    expect(infeasible!.remedies.every(({ change }) => change.kind === 'dropped' || change.isSmallest)).toBe(true)
    expect(infeasible!.together).toBeUndefined()
  })

  it('two conflicts with nothing in common need two changes, told together', async () => {
    const problem = aProblem({
      clusters: [onDemand({ nodes: 1 }), virginia({ offers: [anOffer()], limits: { nodes: 1 } })],
      agents: [
        anAgentOfWholeNodes({ replicas: 2, placement: { clusters: ['dublin'] } }),
        anAgentOfWholeNodes({ id: 'retriever', replicas: 3, placement: { clusters: ['virginia'] } }),
      ],
    })
    const { infeasible } = await explained(problem)
    expect(infeasible).toMatchObject({ remedies: [], noOtherIsEnough: true })
    expect(infeasible!.together).toHaveLength(2)
    expect(new Set(infeasible!.together!.map(({ usdPerHour }) => usdPerHour > 0))).toEqual(new Set([true]))
  })

  it('what is not answered in time is not claimed', async () => {
    const { problem } = REMEDIES[0]
    const parts = { ...realParts(), isPossible: async () => 'unknown' as const }
    const { infeasible } = await explain(problem, parts, { timeLimitSeconds: 20 })
    expect(infeasible).toMatchObject({ remedies: [], noOtherIsEnough: false })
    expect(infeasible!.together).toBeUndefined()
  })

  it('a change is told only where a plan with it was found', async () => {
    const { problem } = REMEDIES[0]
    const real = realParts()
    const nothing: Partial<Plan> = { status: 'unknown' }
    const parts = {
      ...real,
      solve: async (changed: Problem, limits: { gap: number; timeLimitSeconds: number }) =>
        changed === problem ? real.solve(changed, limits) : ({ ...(await real.solve(changed, limits)), ...nothing } as Plan),
    }
    const { infeasible } = await explain(problem, parts, { timeLimitSeconds: 20 })
    expect(infeasible).toMatchObject({ remedies: [], noOtherIsEnough: false })
  })

  it('where no solve ends and no part is proved impossible, nothing is claimed', async () => {
    const unknown = { status: 'unknown' } as Plan
    const parts = { ...realParts(), solve: async () => unknown, whyInfeasible: async () => undefined }
    expect(await explain(problemOf(anAgent()), parts, { timeLimitSeconds: 5 })).toMatchObject({ status: 'unknown', policies: [] })
  })
})

describe('the fewest steps', () => {
  const from = (least: number) => async (steps: number) => (steps >= least ? ('possible' as const) : ('impossible' as const))

  it.each([1, 2, 3, 7, 8, 100])('are found where %i are needed', async (least) => {
    expect(await smallestStep(1000, from(least))).toEqual({ steps: least, isSmallest: true })
  })

  it('are none where even the most are too few', async () => {
    expect(await smallestStep(5, from(6))).toEqual({ steps: undefined, isSmallest: false })
    expect(await smallestStep(0, from(1))).toEqual({ steps: undefined, isSmallest: false })
  })

  it('are not called the fewest where one fewer was not answered', async () => {
    const ask = async (steps: number) => (steps >= 5 ? ('possible' as const) : ('unknown' as const))
    expect(await smallestStep(1000, ask)).toEqual({ steps: 5, isSmallest: false })
  })
})
