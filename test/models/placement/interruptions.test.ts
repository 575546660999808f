import { describe } from 'vitest'
import type { Offer } from '../../../src/domain/problem.ts'
import { anAgent, anOffer, aProblem, aSpotOffer } from '../../builders.ts'
import { optima } from '../known-optimum.ts'
import { anAgentOfWholeNodes, dublin, problemOf } from '../places.ts'

const spot = { maxShare: 1 }
const often = aSpotOffer({ interruptionsPerHour: 0.1 })
const restarting = (restartUsd: number, offers: Offer[] = [anOffer(), often]) =>
  problemOf(anAgent({ replicas: 4, spot, restartUsd }), [dublin({ offers })])
const rarely = aSpotOffer({ instanceType: 'calm', usdPerHour: 0.4, interruptionsPerHour: 0 })

describe('four replicas on a spot node that is interrupted every ten hours', () => {
  optima([
    { fact: 'cost its price where a restart is free', problem: restarting(0), usdPerHour: 0.3 },
    { fact: 'cost 40 cents more where each restarts at 1 USD', problem: restarting(1), usdPerHour: 0.7 },
    { fact: 'stand on demand where each restarts at 2 USD', problem: restarting(2), usdPerHour: 1 },
    { fact: 'stand on a calmer one that costs 10 cents more', problem: restarting(1, [anOffer(), often, rarely]), usdPerHour: 0.4 },
    {
      fact: 'stay on the cheaper one where a restart costs a cent',
      problem: restarting(0.01, [anOffer(), often, rarely]),
      usdPerHour: 0.304,
    },
  ])
})

describe('of two agents whose pods are alike', () => {
  optima([
    {
      fact: 'the one whose restarts cost much stands on demand, the other on spot',
      problem: aProblem({
        clusters: [dublin({ offers: [anOffer(), often] })],
        agents: [anAgentOfWholeNodes({ spot, restartUsd: 1 }), anAgentOfWholeNodes({ id: 'trainer', spot, restartUsd: 9 })],
      }),
      usdPerHour: 1.4,
    },
    {
      fact: 'the one whose restarts cost much takes the calm spot node',
      problem: aProblem({
        clusters: [dublin({ offers: [anOffer(), often, { ...rarely, maxNodes: 1 }] })],
        agents: [anAgentOfWholeNodes({ spot, restartUsd: 1 }), anAgentOfWholeNodes({ id: 'trainer', spot, restartUsd: 9 })],
      }),
      usdPerHour: 0.8,
    },
  ])
})
