import { describe } from 'vitest'
import { anAgent } from '../../../builders.ts'
import { optima } from '../../known-optimum.ts'
import { anAgentOfWholeNodes, dublin, problemOf, virginia } from '../../places.ts'

const eightFor = (usdPerHour: number) => problemOf(anAgent({ replicas: 8 }), [dublin()], { limits: { usdPerHour } })

describe('two nodes at 1 USD/h', () => {
  optima([
    { fact: 'are within a budget of 2', problem: eightFor(2), usdPerHour: 2 },
    { fact: 'are within one that is less by half the contract’s tolerance', problem: eightFor(2 - 5e-7), usdPerHour: 2 },
    { fact: 'are not within one of 1.99', problem: eightFor(1.99), usdPerHour: 'infeasible' },
  ])
})

/** In Virginia at 50 cents, with 25 cents for the move, rather than in Dublin at 1 USD/h. */
const moved = (usdPerHour: number) => {
  const current = [{ cluster: 'dublin', capacityType: 'on-demand' as const, replicas: 1 }]
  return problemOf(anAgentOfWholeNodes({ current, move: { usdPerReplica: 6 } }), [dublin(), virginia()], { limits: { usdPerHour } })
}
const talking = (usdPerHour: number) =>
  problemOf(anAgent({ traffic: [{ to: 'internet', gibPerHour: 2 }] }), [dublin()], {
    egress: { defaultUsdPerGiB: 0.1 },
    limits: { usdPerHour },
  })

describe('the budget counts', () => {
  optima([
    { fact: 'moves, which fit into 75 cents with the node', problem: moved(0.75), usdPerHour: 0.75 },
    { fact: 'moves, which do not fit into 74', problem: moved(0.74), usdPerHour: 'infeasible' },
    { fact: 'egress, which fits into 1.20 with the node', problem: talking(1.2), usdPerHour: 1.2 },
    { fact: 'egress, which does not fit into 1.19', problem: talking(1.19), usdPerHour: 'infeasible' },
  ])
})
