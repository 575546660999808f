import { describe, expect, it } from 'vitest'
import type { NodeGroup, Placement, Plan } from '../../src/domain/plan.ts'
import { oneOff, problemAfter, problemFromToday } from '../../src/domain/schedule-transition.ts'
import { cork, dublin, nightAndDay } from '../schedules.ts'

const at = (cluster: string, replicas: number): Placement => ({ agent: 'support', cluster, capacityType: 'on-demand', replicas })
const nodes = (cluster: string, instanceType: string, count: number): NodeGroup => ({
  cluster,
  instanceType,
  capacityType: 'on-demand',
  count,
  pods: [],
})
const plan = (placements: Placement[], nodeGroups: NodeGroup[]): Plan => ({
  schema: 'placement-plan/v1',
  status: 'feasible',
  usdPerHour: { total: 0, nodes: 0, egress: 0, interruption: 0, moves: 0 },
  lowerBoundUsdPerHour: 0,
  gap: 0,
  placements,
  nodeGroups,
  flows: [],
})

const priced = nightAndDay({ agent: { move: { usdPerReplica: 2 } }, clusters: [dublin({ nodeStartUsd: 5 }), cork({ nodeStartUsd: 3 })] })
const [night, day] = [plan([at('cork', 3)], [nodes('cork', 'm.xlarge', 1)]), plan([at('dublin', 14)], [nodes('dublin', 'm.4xlarge', 1)])]

describe('from night to day', () => {
  it('replicas that stand elsewhere have moved, those that are more have not', () => {
    const { movedReplicas, movesUsd } = oneOff(problemAfter(priced.periods[1]!, night), day)
    expect([movedReplicas, movesUsd]).toEqual([3, 6])
  })

  it('nodes that were not there are started', () => {
    const { startedNodes, startsUsd } = oneOff(problemAfter(priced.periods[1]!, night), day)
    expect([startedNodes, startsUsd]).toEqual([1, 5])
  })

  it('nothing moves and nothing starts where the night keeps what the day had', () => {
    const same = plan([at('dublin', 3)], [nodes('dublin', 'm.4xlarge', 1)])
    expect(oneOff(problemAfter(priced.periods[0]!, day), same)).toEqual({ movedReplicas: 0, movesUsd: 0, startedNodes: 0, startsUsd: 0 })
  })

  it('equal nodes of several groups are counted together', () => {
    const before = plan([], [nodes('cork', 'm.xlarge', 1), nodes('cork', 'm.xlarge', 2)])
    const after = plan([], [nodes('cork', 'm.xlarge', 2), nodes('cork', 'm.xlarge', 2)])
    expect(oneOff(problemAfter(priced.periods[0]!, before), after)).toMatchObject({ startedNodes: 1, startsUsd: 3 })
  })
})

describe('from today', () => {
  const current = [{ cluster: 'cork', capacityType: 'on-demand' as const, replicas: 3 }]

  it('the first period is reached once, over the horizon, where days repeat', () => {
    const known = nightAndDay({ agent: { current } }, { horizonHours: 240 })
    expect(problemFromToday(known)).toMatchObject({ horizonHours: 240, agents: [{ current }] })
  })

  it('nothing is known of the way where today is not known, nor another way where the day is the only one', () => {
    expect(problemFromToday(nightAndDay())).toBeUndefined()
    expect(problemFromToday(nightAndDay({ agent: { current } }, { cyclic: false }))).toBeUndefined()
  })
})
