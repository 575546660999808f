import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { NodeGroup } from '../../src/domain/plan.ts'
import { brokenFloors } from '../../src/plan/floors.ts'
import { stepText } from '../../src/plan/step-text.ts'
import { planSteps } from '../../src/plan/steps.ts'
import { aCluster, anAgent, anOffer, aProblem, aSpotOffer } from '../builders.ts'
import { fleetOf, moves, planOf } from './random-moves.ts'

const nodes = (cluster: string, count: number, pods: Record<string, number>, part: Partial<NodeGroup> = {}): NodeGroup => ({
  cluster,
  instanceType: 'm.xlarge',
  capacityType: 'on-demand',
  count,
  pods: Object.entries(pods).map(([agent, replicas]) => ({ agent, replicas })),
  ...part,
})

function stepsBetween(replicas: Record<string, number>, today: NodeGroup[], planned: NodeGroup[], limits?: { nodes: number }) {
  const clusters = ['dublin', 'paris'].map((id) => aCluster({ id, offers: [anOffer(), aSpotOffer()], ...(limits ? { limits } : {}) }))
  const agents = Object.entries(replicas).map(([id, count]) => anAgent({ id, replicas: count }))
  const problem = aProblem({ clusters, agents })
  return planSteps(problem, fleetOf(agents, today), planOf(problem, planned))
}

const told = ({ steps }: ReturnType<typeof stepsBetween>) => steps.map(stepText)

describe('the steps from today to a plan', () => {
  it('grow the destination first, wait, then shrink the source; nodes that empty stop last', () => {
    expect(told(stepsBetween({ a: 4 }, [nodes('dublin', 1, { a: 4 })], [nodes('paris', 1, { a: 4 })]))).toEqual([
      'Start 1 on-demand node m.xlarge in paris: 0 → 1.',
      'Grow a in paris on on-demand nodes from 0 to 4 replicas.',
      'Wait until 4 replicas of a in paris on on-demand nodes are ready.',
      'Shrink a in dublin on on-demand nodes from 4 to 0 replicas.',
      'Stop 1 on-demand node m.xlarge in dublin, empty by now: 1 → 0.',
    ])
  })

  it('there are none where today is the plan', () => {
    expect(stepsBetween({ a: 4 }, [nodes('dublin', 1, { a: 4 })], [nodes('dublin', 1, { a: 4 })])).toEqual({ steps: [] })
  })

  it('nodes that stand in a zone need no change where the plan does not ask for a zone', () => {
    expect(stepsBetween({ a: 4 }, [nodes('dublin', 1, { a: 4 }, { zone: 'b' })], [nodes('dublin', 1, { a: 4 })]).steps).toEqual([])
  })

  it('a node in another zone than the plan asks for is replaced', () => {
    const { steps } = stepsBetween({ a: 4 }, [nodes('dublin', 1, { a: 4 }, { zone: 'b' })], [nodes('dublin', 1, { a: 4 }, { zone: 'c' })])
    expect(steps.map(({ kind }) => kind)).toEqual(['start-nodes', 'grow', 'wait', 'shrink', 'stop-nodes'])
  })

  it('an idle node that the plan has no use for stops', () => {
    expect(told(stepsBetween({ a: 4 }, [nodes('dublin', 1, { a: 4 }), nodes('dublin', 1, {})], [nodes('dublin', 1, { a: 4 })]))).toEqual([
      'Stop 1 on-demand node m.xlarge in dublin, empty by now: 2 → 1.',
    ])
  })

  it('two half-full nodes become one without ever running fewer pods', () => {
    const { steps } = stepsBetween({ a: 4 }, [nodes('dublin', 2, { a: 2 })], [nodes('dublin', 1, { a: 4 })])
    expect(steps.map(({ kind }) => kind)).toEqual(['grow', 'wait', 'shrink', 'stop-nodes'])
    expect(steps[0]).toMatchObject({ from: 4, to: 6, layout: [{ count: 1, replicas: 2, node: { pods: [{ agent: 'a', replicas: 2 }] } }] })
  })

  it('where a limit leaves no room for old and new together, agents move one after another', () => {
    const today = [nodes('dublin', 1, { a: 4 }), nodes('dublin', 1, { b: 4 })]
    const planned = [nodes('dublin', 1, { a: 4 }, { capacityType: 'spot' }), nodes('dublin', 1, { b: 4 }, { capacityType: 'spot' })]
    const turn = ['start-nodes', 'grow', 'wait', 'shrink', 'stop-nodes']
    const { steps } = stepsBetween({ a: 4, b: 4 }, today, planned, { nodes: 3 })
    expect(steps.map(({ kind }) => kind)).toEqual([...turn, ...turn])
  })

  it('where two agents are in each other’s way, one makes room in part', () => {
    const today = [nodes('dublin', 1, { a: 4 }), nodes('paris', 1, { b: 2 })]
    const planned = [nodes('paris', 1, { a: 4 }), nodes('dublin', 1, { b: 2 })]
    const { steps, refusal } = stepsBetween({ a: 4, b: 2 }, today, planned, { nodes: 1 })
    expect(refusal).toBeUndefined()
    expect(steps[0]).toMatchObject({ kind: 'grow', agent: 'a', cluster: 'paris', from: 0, to: 2 })
    expect(steps.some(({ kind }) => kind === 'start-nodes')).toBe(false)
  })

  it('where a limit leaves no room at all, nothing is done and the remedy is said', () => {
    const today = [nodes('dublin', 1, { a: 4 }), nodes('paris', 1, { b: 4 })]
    const planned = [nodes('paris', 1, { a: 4 }), nodes('dublin', 1, { b: 4 })]
    const { steps, refusal } = stepsBetween({ a: 4, b: 4 }, today, planned, { nodes: 1 })
    expect(steps).toEqual([])
    expect(refusal?.reason).toContain('paris may have 1 nodes and would have 2')
    expect(refusal?.remedy).toContain('raise these limits')
  })

  it('pods that swap places on full nodes do so over a new node', () => {
    const today = [nodes('dublin', 1, { a: 4 }), nodes('dublin', 1, { b: 4 })]
    const { steps, refusal } = stepsBetween({ a: 4, b: 4 }, today, [nodes('dublin', 2, { a: 2, b: 2 })])
    expect(refusal).toBeUndefined()
    expect(steps.filter(({ kind }) => kind === 'start-nodes')).toHaveLength(1)
  })

  it('an agent that runs more than is demanded may shrink before it grows elsewhere', () => {
    const { steps } = stepsBetween({ a: 4 }, [nodes('dublin', 2, { a: 4 })], [nodes('dublin', 1, { a: 4 })])
    expect(steps.map(({ kind }) => kind)).toEqual(['shrink', 'stop-nodes'])
  })

  it('requests follow demand before anything moves', () => {
    const agent = anAgent({ id: 'a', requests: { cpu: 0.5, memoryGiB: 4 } })
    const problem = aProblem({ agents: [agent] })
    const fleet = fleetOf([anAgent({ id: 'a' })], [nodes('dublin', 1, { a: 1 })])
    const { steps } = planSteps(problem, fleet, planOf(problem, [nodes('dublin', 1, { a: 1 })]))
    expect(steps.map(stepText)).toEqual(['Set what a replica of a asks for from 1 vCPU, 4 GiB to 0.5 vCPU, 4 GiB.'])
  })

  it('pods of an agent that nobody described are never shrunk away', () => {
    expect(() => stepsBetween({ a: 1 }, [nodes('dublin', 1, { stranger: 1 })], [nodes('dublin', 1, { a: 1 })])).toThrow(/stranger/)
  })

  it('a reserved machine that is bought once is not started twice', () => {
    const offer = anOffer({ capacityType: 'reserved', usdPerHour: 0, maxNodes: 1 })
    const agents = [anAgent({ id: 'a', replicas: 4 }), anAgent({ id: 'b', replicas: 4 })]
    const problem = aProblem({ agents, clusters: [aCluster({ id: 'dublin', offers: [offer, anOffer()] })] })
    const reserved = { capacityType: 'reserved' } as const
    const today = [nodes('dublin', 1, { a: 4 }, reserved), nodes('dublin', 1, { b: 4 })]
    const planned = [nodes('dublin', 1, { b: 4 }, reserved), nodes('dublin', 1, { a: 4 })]
    const { steps, refusal } = planSteps(problem, fleetOf(agents, today), planOf(problem, planned))
    expect(refusal).toBeUndefined()
    expect(steps.filter((step) => step.kind === 'start-nodes' && step.capacityType === 'reserved')).toEqual([])
  })

  it('pods that swap places on full reserved nodes wait on a node of their own meanwhile', () => {
    const clusters = [aCluster({ offers: [anOffer({ capacityType: 'reserved', usdPerHour: 0, maxNodes: 2 }), anOffer()] })]
    const agents = ['a', 'b'].map((id) => anAgent({ id, replicas: 4 }))
    const problem = aProblem({ clusters, agents })
    const reserved = { capacityType: 'reserved' } as const
    const today = [nodes('dublin', 1, { a: 3, b: 1 }, reserved), nodes('dublin', 1, { a: 1, b: 3 }, reserved)]
    const fleet = fleetOf(agents, today)
    const list = planSteps(problem, fleet, planOf(problem, [nodes('dublin', 2, { a: 2, b: 2 }, reserved)]))
    expect(list.refusal).toBeUndefined()
    expect(list.steps.filter((step) => step.kind === 'start-nodes')).toMatchObject([{ capacityType: 'on-demand', from: 0, to: 1 }])
    expect(list.steps.at(-1)).toMatchObject({ kind: 'stop-nodes', capacityType: 'on-demand', from: 1, to: 0 })
    expect(brokenFloors(problem, fleet, list.steps)).toEqual([])
  })
})

describe('whatever the move', () => {
  it('no step takes an agent below the smaller of its demand and what it had', () => {
    fc.assert(
      fc.property(moves({ spareNodes: 3 }), ({ problem, fleet, plan }) => {
        expect(brokenFloors(problem, fleet, planSteps(problem, fleet, plan).steps)).toEqual([])
      }),
    )
  })

  it('with nodes to spare none is refused', () => {
    fc.assert(
      fc.property(moves({ spareNodes: 20 }), ({ problem, fleet, plan }) => {
        expect(planSteps(problem, fleet, plan).refusal).toBeUndefined()
      }),
    )
  })
})

describe('the checker of floors', () => {
  const agents = [anAgent({ id: 'a', replicas: 2 })]
  const fleet = fleetOf(agents, [nodes('dublin', 1, { a: 2 })])
  const set = { agent: 'a', capacityType: 'on-demand', layout: [] } as const

  it('finds a source that is shrunk before the destination is ready', () => {
    const grow = { ...set, kind: 'grow', cluster: 'paris', from: 0, to: 2 } as const
    const shrink = { ...set, kind: 'shrink', cluster: 'dublin', from: 2, to: 0 } as const
    const wait = { agent: 'a', capacityType: 'on-demand', kind: 'wait', cluster: 'paris', replicas: 2 } as const
    expect(brokenFloors(aProblem({ agents }), fleet, [grow, shrink, wait])).toEqual([{ agent: 'a', stepNumber: 2, ready: 0, floor: 2 }])
    expect(brokenFloors(aProblem({ agents }), fleet, [grow, wait, shrink])).toEqual([])
  })
})
