import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { Problem } from '../../../src/domain/problem.ts'
import { draftOf } from '../../../src/optimise/plan-of.ts'
import { layoutOf } from '../../../src/optimise/search/anneal.ts'
import type { Node } from '../../../src/optimise/search/node.ts'
import { mayOpen, roomInGroup, roomOnNode } from '../../../src/optimise/search/room.ts'
import { State } from '../../../src/optimise/search/state.ts'
import { verifyPlan } from '../../../src/verify/verify.ts'
import { anAgent, aProblem } from '../../builders.ts'
import { dublin, iowa, virginia } from '../../models/places.ts'
import { tinyProblem } from '../../oracle/arbitrary-problem.ts'
import { Choices, openNodes, spaceOf } from './spaces.ts'

/** Puts replicas wherever room.ts says that they may stand, without any sense: undefined where some find no place. */
function randomFill(problem: Problem, choices: Choices): State | undefined {
  const space = spaceOf(problem)
  const target = space.agents.map(({ least, most }) => least + choices.below(most - least + 1))
  const state = new State(space, target)
  for (let attempt = 0; attempt < 300; attempt++) {
    const waiting = space.agents.filter(({ index }) => state.counts.placed[index] < target[index])
    const agent = choices.of(waiting)
    if (!agent) return state
    const group = choices.of(agent.groups)
    if (group !== undefined) putSomewhere(state, agent.index, group, choices)
  }
  return undefined
}

function putSomewhere(state: State, agent: number, group: number, choices: Choices): void {
  const node = choices.below(2) === 0 ? choices.of(state.nodes.inGroup[group]) : newNode(state, agent, group, choices)
  if (!node) return
  const room = Math.min(roomInGroup(state, agent, group, node.zone), roomOnNode(state, agent, node))
  if (room > 0) state.put(node, agent, 1 + choices.below(room))
  else if (node.agents.length === 0) state.close(node)
}

function newNode(state: State, agent: number, group: number, choices: Choices): Node | undefined {
  const { machines, zones } = state.space.groups[group]
  const machine = choices.of(machines)!
  const zone = choices.of(zones) ?? -1
  return mayOpen(state, machine) && roomInGroup(state, agent, group, zone) > 0 ? state.open(machine, zone) : undefined
}

it('replicas that stand wherever there is room for them break no rule once all stand', () => {
  const whole = { plans: 0, ruled: 0 }
  const numbers = fc.array(fc.nat(1_000_000), { minLength: 100, maxLength: 300 })
  fc.assert(
    fc.property(tinyProblem, numbers, (problem, drawn) => {
      const state = randomFill(problem, new Choices(drawn))
      if (!state) return
      whole.plans++
      if (problem.agents.some(({ survive, spread, spot }) => survive || spread || spot)) whole.ruled++
      expect(rulesBroken(problem, state)).toEqual([])
    }),
    { numRuns: 600, seed: 1 },
  )
  expect(whole.plans).toBeGreaterThan(250)
  expect(whole.ruled).toBeGreaterThan(100)
})

/** The budget is no matter of room: a dear plan is one that the search makes cheaper. */
function rulesBroken(problem: Problem, state: State): string[] {
  const draft = draftOf(problem, state.space, layoutOf(state))
  const { total } = draft.usdPerHour
  const plan = { schema: 'placement-plan/v1', status: 'feasible', ...draft, lowerBoundUsdPerHour: 0, gap: total > 0 ? 1 : 0 } as const
  const { violations } = verifyPlan(problem, plan)
  return violations.filter(({ constraint }) => constraint !== 'budget').map(({ detail }) => detail)
}

it('an empty cluster has room for as many as each rule allows, and for no more than wait', () => {
  const room = (part: Parameters<typeof anAgent>[0]) => {
    const state = new State(
      spaceOf(aProblem({ clusters: [dublin(), virginia(), iowa()], agents: [anAgent({ replicas: 8, ...part })] })),
      [8],
    )
    return roomInGroup(state, 0, 0, state.space.groups[0].zones[0] ?? -1)
  }
  expect(room({})).toBe(8)
  expect(room({ survive: [{ loss: 'cluster', keep: 0.25 }] })).toBe(6)
  expect(room({ survive: [{ loss: 'region', keep: 0.5 }] })).toBe(4)
  expect(room({ survive: [{ loss: 'cloud', keep: 0.75 }] })).toBe(2)
  expect(room({ survive: [{ loss: 'zone', keep: 0.375 }] })).toBe(5)
  expect(room({ spread: { clusters: 3 } })).toBe(6)
  expect(room({ current: [{ cluster: 'virginia', capacityType: 'on-demand', replicas: 8 }], move: { maxReplicas: 3 } })).toBe(3)
  expect(room({ current: [{ cluster: 'dublin', capacityType: 'on-demand', replicas: 5 }], move: { maxReplicas: 0 } })).toBe(8)
})

it('a node has room for what its size, its pods and the limit per node leave', () => {
  const state = new State(
    spaceOf(aProblem({ agents: [anAgent({ replicas: 9 }), anAgent({ id: 'few', replicas: 9, maxPerNode: 2 })] })),
    [9, 9],
  )
  const node = state.open(0, -1)
  expect([roomOnNode(state, 0, node), roomOnNode(state, 1, node)]).toEqual([4, 2])
  state.put(node, 1, 1)
  expect([roomOnNode(state, 0, node), roomOnNode(state, 1, node)]).toEqual([3, 1])
  state.put(node, 0, 3)
  expect([roomOnNode(state, 0, node), roomOnNode(state, 1, node)]).toEqual([0, 0])
})

it('a node more may be opened until a limit is reached', () => {
  const problem = aProblem({ clusters: [dublin({ limits: { vcpu: 11 } })], agents: [anAgent({ replicas: 20 })] })
  const state = new State(spaceOf(problem), [20])
  while (mayOpen(state, 0)) state.open(0, -1)
  expect(openNodes(state)).toHaveLength(2)
})
