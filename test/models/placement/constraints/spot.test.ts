import { describe } from 'vitest'
import type { Agent } from '../../../../src/domain/problem.ts'
import { optima } from '../../known-optimum.ts'
import { anAgentOfWholeNodes, dublin, problemOf } from '../../places.ts'

/** A node each: 1 USD/h on demand, 30 cents as spot. */
const three = (spot?: NonNullable<Agent['spot']>, part: Partial<Agent> = {}) =>
  problemOf(anAgentOfWholeNodes({ replicas: 3, ...(spot ? { spot } : {}), ...part }))

describe('of three replicas', () => {
  optima([
    { fact: 'none stands on spot unless it is allowed', problem: three(), usdPerHour: 3 },
    { fact: 'all stand on spot where all may', problem: three({ maxShare: 1 }), usdPerHour: 0.9 },
    { fact: 'half is one, rounded down', problem: three({ maxShare: 0.5 }), usdPerHour: 2.3 },
    { fact: 'two thirds are two, however the share is written', problem: three({ maxShare: 0.6666667 }), usdPerHour: 1.6 },
    { fact: 'two on demand whatever happens leave one to spot', problem: three({ maxShare: 1, onDemandBase: 2 }), usdPerHour: 2.3 },
    {
      fact: 'a base of two changes nothing where half are on demand anyway',
      problem: three({ maxShare: 0.5, onDemandBase: 2 }),
      usdPerHour: 2.3,
    },
    { fact: 'a base of five asks for no more than the three', problem: three({ maxShare: 1, onDemandBase: 5 }), usdPerHour: 3 },
  ])
})

describe('where a fourth may run', () => {
  optima([
    { fact: 'it does not where it saves nothing', problem: three({ maxShare: 0.5 }, { maxReplicas: 4 }), usdPerHour: 2.3 },
    {
      fact: 'the share is one of those that run: two of four on spot, beside two on demand in the other cluster',
      problem: problemOf(
        anAgentOfWholeNodes({ replicas: 2, maxReplicas: 4, spot: { maxShare: 0.5 }, survive: [{ loss: 'cluster', keep: 1 }] }),
        [dublin(), dublin({ id: 'cork' })],
      ),
      usdPerHour: 2.6,
    },
    {
      fact: 'the base stays what it is',
      problem: problemOf(
        anAgentOfWholeNodes({
          replicas: 2,
          maxReplicas: 4,
          spot: { maxShare: 1, onDemandBase: 2 },
          survive: [{ loss: 'cluster', keep: 1 }],
        }),
        [dublin(), dublin({ id: 'cork' })],
      ),
      usdPerHour: 2.6,
    },
  ])
})
