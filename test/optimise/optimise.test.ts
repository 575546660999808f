import { describe, expect, it } from 'vitest'
import type { Plan } from '../../src/domain/plan.ts'
import type { Problem } from '../../src/domain/problem.ts'
import { optimise, type Progress } from '../../src/optimise/index.ts'
import { verifyPlan } from '../../src/verify/verify.ts'
import { anAgent, anOffer, aProblem } from '../builders.ts'
import { anAgentOfWholeNodes, dublin, iowa, problemOf, virginia } from '../models/places.ts'
import { aPlan } from '../verify/plans.ts'
import { largeProblem } from './large-problem.ts'

const exactly = { gap: 0, timeLimitSeconds: 5 }
const eight = problemOf(anAgent({ replicas: 8 }))
const expectToHold = (problem: Problem, plan: Plan) => expect(verifyPlan(problem, plan).violations).toEqual([])

describe('the plan of a small problem', () => {
  it('is optimal, keeps every rule and names its own cost as the bound', async () => {
    const plan = await optimise(eight, exactly)
    expectToHold(eight, plan)
    expect(plan.status).toBe('optimal')
    expect(plan.usdPerHour.total).toBeCloseTo(2, 9)
    expect(plan.lowerBoundUsdPerHour).toBeCloseTo(2, 5)
    expect(plan.gap).toBeLessThanOrEqual(1e-6)
  })

  it('is the same again for the same seed, though many plans cost the same', async () => {
    const agents = ['a', 'b', 'c', 'd'].map((id) => anAgent({ id, replicas: 3 }))
    const problem = aProblem({ clusters: [dublin(), dublin({ id: 'cork' }), dublin({ id: 'galway' })], agents })
    const plans = [await optimise(problem, exactly), await optimise(problem, exactly), await optimise(problem, exactly)]
    const decided = plans.map(({ placements, nodeGroups, flows }) => ({ placements, nodeGroups, flows }))
    expect(decided[1]).toEqual(decided[0])
    expect(decided[2]).toEqual(decided[0])
  })

  it('may cost just its budget, though three nodes of 0.10 USD/h come to a little more than 0.30', async () => {
    const clusters = [dublin({ offers: [anOffer({ usdPerHour: 0.1 })] })]
    const problem = problemOf(anAgent({ replicas: 12 }), clusters, { limits: { usdPerHour: 0.3 } })
    expect(await optimise(problem, exactly)).toMatchObject({ status: 'optimal', nodeGroups: [{ count: 3 }] })
  })

  it('is told about while it is made, from no plan to one with its gap', async () => {
    const told: Progress[] = []
    const plan = await optimise(eight, { ...exactly, onProgress: (progress) => told.push(progress) })
    const last = told.at(-1)!
    expect(last).toMatchObject({ stage: 'done', bestUsdPerHour: plan.usdPerHour.total })
    expect(last.gap).toBeLessThanOrEqual(1e-6)
    const bounds = told.map(({ lowerBoundUsdPerHour }) => lowerBoundUsdPerHour)
    expect(bounds).toEqual(bounds.toSorted((a, b) => a - b))
  })
})

describe('a candidate', () => {
  const problem = aProblem({ clusters: [dublin(), dublin({ id: 'cork' })], agents: [anAgent({ replicas: 4 })] })
  const pods = [{ agent: 'support', replicas: 4 }]
  const node = { instanceType: 'm.xlarge', capacityType: 'on-demand', count: 1, pods } as const
  const inCork = aPlan(problem, [{ ...node, cluster: 'cork' }])

  it('stays where nothing costs less, wherever else the same could be had', async () => {
    const plan = await optimise(problem, { ...exactly, candidates: [inCork] })
    expect(plan.nodeGroups).toEqual(inCork.nodeGroups)
    expect(plan.status).toBe('optimal')
    expectToHold(problem, plan)
  })

  it('is beaten by what costs less', async () => {
    const twoNodes = aPlan(problem, [{ ...node, cluster: 'cork', count: 2, pods: [{ agent: 'support', replicas: 2 }] }])
    expect((await optimise(problem, { ...exactly, candidates: [twoNodes] })).usdPerHour.total).toBeCloseTo(1, 9)
  })

  it('is passed over where it breaks a rule, however cheap it is', async () => {
    const tooFew = aPlan(problem, [{ ...node, cluster: 'cork', pods: [{ agent: 'support', replicas: 3 }] }])
    const plan = await optimise(problem, { ...exactly, candidates: [tooFew] })
    expect(plan.placements.map(({ replicas }) => replicas)).toEqual([4])
  })

  it('is passed over where it costs more than it says', async () => {
    const boast = { ...inCork, usdPerHour: { ...inCork.usdPerHour, total: 0.1, nodes: 0.1 } }
    const plan = await optimise(problem, { ...exactly, candidates: [boast] })
    expect(plan.usdPerHour.total).toBeCloseTo(1, 9)
    expectToHold(problem, plan)
  })

  it('is the cheapest of several', async () => {
    const dear = aPlan(problem, [{ ...node, cluster: 'dublin', count: 4, pods: [{ agent: 'support', replicas: 1 }] }])
    const plan = await optimise(problem, { ...exactly, candidates: [dear, inCork] })
    expect(plan.nodeGroups).toEqual(inCork.nodeGroups)
  })
})

describe('where there is little to decide', () => {
  it.each<[string, Problem]>([
    ['no agents', aProblem({ agents: [] })],
    ['no agents and no clusters', aProblem({ agents: [], clusters: [] })],
    ['no replicas', aProblem({ agents: [anAgent({ replicas: 0 })] })],
    ['a cluster without offers and no need of one', aProblem({ agents: [], clusters: [dublin({ offers: [] })] })],
  ])('%s cost nothing, which is optimal', async (_, problem) => {
    const plan = await optimise(problem, exactly)
    expect(plan).toMatchObject({
      status: 'optimal',
      usdPerHour: { total: 0 },
      lowerBoundUsdPerHour: 0,
      gap: 0,
      placements: [],
      nodeGroups: [],
    })
    expectToHold(problem, plan)
  })

  it('a cluster without offers is left empty beside one that has some', async () => {
    const plan = await optimise(problemOf(anAgent(), [dublin({ offers: [] }), iowa()]), exactly)
    expect(plan.placements.map(({ cluster }) => cluster)).toEqual(['iowa'])
  })

  it('a node that is paid for already costs nothing, and its plan is optimal', async () => {
    const reserved = dublin({ offers: [{ ...dublin().offers[0], capacityType: 'reserved', usdPerHour: 0, maxNodes: 1 }] })
    const plan = await optimise(problemOf(anAgent(), [reserved]), exactly)
    expect(plan).toMatchObject({ status: 'optimal', usdPerHour: { total: 0 }, gap: 0 })
    expect(plan.placements).toHaveLength(1)
  })

  it('an agent of which none is wanted has no say in where its partner stands', async () => {
    const partner = anAgentOfWholeNodes({ id: 'partner', replicas: 0, placement: { clusters: ['dublin'] } })
    const agents = [anAgentOfWholeNodes({ traffic: [{ to: 'partner', gibPerHour: 9 }] }), partner]
    const problem = aProblem({ clusters: [dublin(), virginia()], egress: { defaultUsdPerGiB: 1 }, agents })
    const plan = await optimise(problem, exactly)
    expect([plan.usdPerHour.total, plan.flows]).toEqual([0.5, []])
  })
})

describe('a large problem', () => {
  it('is solved to the gap that is asked for, and stops there', async () => {
    const problem = largeProblem()
    const plan = await optimise(problem, { gap: 0.1, timeLimitSeconds: 20 })
    expectToHold(problem, plan)
    expect(plan.status).toBe('optimal')
    expect(plan.gap).toBeLessThanOrEqual(0.1)
  })
})
