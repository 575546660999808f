import { describe } from 'vitest'
import type { Cluster } from '../../../src/domain/problem.ts'
import { anAgent, anOffer } from '../../builders.ts'
import { optima } from '../known-optimum.ts'
import { dublin, problemOf } from '../places.ts'

/** A machine at 1.40 USD/h of which one node stands, and another at 1 of which none does; a start costs so much over the day. */
const started = (replicas: number, nodeStartUsd: number | undefined, part: Partial<Cluster> = {}) =>
  problemOf(anAgent({ replicas }), [
    dublin({
      offers: [anOffer({ instanceType: 'old', usdPerHour: 1.4 }), anOffer()],
      currentNodes: [{ instanceType: 'old', capacityType: 'on-demand', count: 1 }],
      ...(nodeStartUsd === undefined ? {} : { nodeStartUsd }),
      ...part,
    }),
  ])

const { currentNodes: _, ...unknownToday } = started(4, 24).clusters[0]

describe('a node that stands today', () => {
  optima([
    { fact: 'stays where starting a cheaper one costs 1 USD/h', problem: started(4, 24), usdPerHour: 1.4 },
    { fact: 'goes where starting a cheaper one costs 10 cents', problem: started(4, 2.4), usdPerHour: 1.1 },
    { fact: 'goes where starting costs nothing', problem: started(4, undefined), usdPerHour: 1 },
    { fact: 'stays beside a second one, which starts', problem: started(8, 24), usdPerHour: 3.4 },
    { fact: 'is not known of: then starts cost nothing', problem: problemOf(anAgent({ replicas: 4 }), [unknownToday]), usdPerHour: 1 },
    { fact: 'counts for its own type only', problem: started(4, 24, { currentNodes: [] }), usdPerHour: 2 },
    {
      fact: 'counts though more stand than are needed',
      problem: started(4, 24, { currentNodes: [{ instanceType: 'old', capacityType: 'on-demand', count: 9 }] }),
      usdPerHour: 1.4,
    },
  ])
})
