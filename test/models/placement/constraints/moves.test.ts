import { describe } from 'vitest'
import type { Agent } from '../../../../src/domain/problem.ts'
import { aProblem } from '../../../builders.ts'
import { optima } from '../../known-optimum.ts'
import { anAgentOfWholeNodes, dublin, problemOf, virginia } from '../../places.ts'

const today = (replicas: number): NonNullable<Agent['current']> => [{ cluster: 'dublin', capacityType: 'on-demand', replicas }]
/** Replicas of a node each that stand in Dublin at 1 USD/h and would stand in Virginia at 50 cents. */
const standing = (part: Partial<Agent>) =>
  problemOf(anAgentOfWholeNodes({ replicas: 2, current: today(2), ...part }), [dublin(), virginia()])

describe('two replicas that would be cheaper elsewhere', () => {
  optima([
    { fact: 'move where that costs nothing', problem: standing({}), usdPerHour: 1 },
    { fact: 'move at 25 cents each over the horizon', problem: standing({ move: { usdPerReplica: 6 } }), usdPerHour: 1.5 },
    { fact: 'stay where a move costs 1 USD/h each', problem: standing({ move: { usdPerReplica: 24 } }), usdPerHour: 2 },
    { fact: 'move one where one may', problem: standing({ move: { maxReplicas: 1 } }), usdPerHour: 1.5 },
    { fact: 'move both where two may', problem: standing({ move: { maxReplicas: 2 } }), usdPerHour: 1 },
    { fact: 'move none where none may', problem: standing({ move: { maxReplicas: 0 } }), usdPerHour: 2 },
    {
      fact: 'are no move where today is not known',
      problem: problemOf(anAgentOfWholeNodes({ replicas: 2, move: { usdPerReplica: 24, maxReplicas: 0 } }), [dublin(), virginia()]),
      usdPerHour: 1,
    },
    {
      fact: 'move from on-demand to spot too',
      problem: problemOf(anAgentOfWholeNodes({ replicas: 2, current: today(2), move: { maxReplicas: 1 }, spot: { maxShare: 1 } })),
      usdPerHour: 1.3,
    },
  ])
})

describe('an agent that changes its size', () => {
  optima([
    { fact: 'grows anywhere without a move', problem: standing({ replicas: 3, move: { maxReplicas: 0 } }), usdPerHour: 2.5 },
    { fact: 'shrinks without a move', problem: standing({ current: today(5), move: { maxReplicas: 0 } }), usdPerHour: 2 },
    { fact: 'does not grow for the sake of free moves', problem: standing({ maxReplicas: 3, move: { maxReplicas: 0 } }), usdPerHour: 2 },
  ])
})

/** Two must be left whichever cluster is lost: at least two in each, four in all, where three stand today. */
const doubled = (moved: number, maxReplicas = 4) =>
  standing({ replicas: 2, maxReplicas, current: today(3), survive: [{ loss: 'cluster', keep: 1 }], move: { maxReplicas: moved } })

describe('an agent that may grow past what stands today', () => {
  optima([
    { fact: 'moves one of the two that it places elsewhere, and grows by the other', problem: doubled(1), usdPerHour: 3 },
    { fact: 'has no plan where none may move', problem: doubled(0), usdPerHour: 'infeasible' },
    { fact: 'keeps all three and grows by both where five may run', problem: doubled(0, 5), usdPerHour: 4 },
    { fact: 'does not grow by more than it must where one may move', problem: doubled(1, 5), usdPerHour: 3 },
  ])
})

const pair = (maxMovedReplicas: number) =>
  aProblem({
    clusters: [dublin(), virginia()],
    agents: ['support', 'retriever'].map((id) => anAgentOfWholeNodes({ id, current: today(1) })),
    limits: { maxMovedReplicas },
  })

describe('of two agents that would both move', () => {
  optima([
    { fact: 'one does where one move is allowed in all', problem: pair(1), usdPerHour: 1.5 },
    { fact: 'both do where two are', problem: pair(2), usdPerHour: 1 },
    { fact: 'none does where none is', problem: pair(0), usdPerHour: 2 },
  ])
})
