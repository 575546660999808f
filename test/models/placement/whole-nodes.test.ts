import { describe, expect, it } from 'vitest'
import { buildInstance } from '../../../models/instance/instance.ts'
import { everyFilledNode } from '../../../models/placement/whole-nodes.ts'
import type { Agent, Allocatable } from '../../../src/domain/problem.ts'
import { anAgent, anOffer, aProblem } from '../../builders.ts'
import { optima } from '../known-optimum.ts'
import { dublin, problemOf } from '../places.ts'

const on = (allocatable: Partial<Allocatable>, agent: Partial<Agent>) =>
  problemOf(anAgent(agent), [dublin({ offers: [anOffer({ allocatable: { cpu: 4, memoryGiB: 16, gpu: 0, pods: 100, ...allocatable } })] })])

describe('a node at 1 USD/h', () => {
  optima([
    { fact: 'holds four pods by CPU', problem: on({}, { replicas: 4, requests: { cpu: 1, memoryGiB: 1 } }), usdPerHour: 1 },
    { fact: 'holds no fifth by CPU', problem: on({}, { replicas: 5, requests: { cpu: 1, memoryGiB: 1 } }), usdPerHour: 2 },
    { fact: 'holds four pods by memory', problem: on({}, { replicas: 4, requests: { cpu: 0.1, memoryGiB: 4 } }), usdPerHour: 1 },
    { fact: 'holds no fifth by memory', problem: on({}, { replicas: 5, requests: { cpu: 0.1, memoryGiB: 4 } }), usdPerHour: 2 },
    {
      fact: 'holds as many pods as it has GPUs',
      problem: on({ gpu: 2 }, { replicas: 2, requests: { cpu: 1, memoryGiB: 1, gpu: 1 } }),
      usdPerHour: 1,
    },
    {
      fact: 'holds no more pods than GPUs',
      problem: on({ gpu: 2 }, { replicas: 3, requests: { cpu: 1, memoryGiB: 1, gpu: 1 } }),
      usdPerHour: 2,
    },
    {
      fact: 'holds as many pods as its network allows',
      problem: on({ pods: 3 }, { replicas: 3, requests: { cpu: 0.1, memoryGiB: 0.1 } }),
      usdPerHour: 1,
    },
    {
      fact: 'holds no more pods than its network allows',
      problem: on({ pods: 3 }, { replicas: 4, requests: { cpu: 0.1, memoryGiB: 0.1 } }),
      usdPerHour: 2,
    },
    {
      fact: 'holds forty pods of 0.1 vCPU in four vCPU, however floating point adds them up',
      problem: on({}, { replicas: 40, requests: { cpu: 0.1, memoryGiB: 0.1 } }),
      usdPerHour: 1,
    },
    {
      fact: 'holds pods that ask for nothing, to its limit of pods',
      problem: on({ pods: 3 }, { replicas: 4, requests: { cpu: 0, memoryGiB: 0 } }),
      usdPerHour: 2,
    },
    { fact: 'never holds two pods of 51 %', problem: on({}, { replicas: 2, requests: { cpu: 2.04, memoryGiB: 1 } }), usdPerHour: 2 },
    { fact: 'holds two pods of 50 %', problem: on({}, { replicas: 2, requests: { cpu: 2, memoryGiB: 1 } }), usdPerHour: 1 },
    {
      fact: 'holds at most the pods of one agent that it lets share a node',
      problem: on({}, { replicas: 4, maxPerNode: 2 }),
      usdPerHour: 2,
    },
    { fact: 'minds no such limit that four pods keep', problem: on({}, { replicas: 4, maxPerNode: 4 }), usdPerHour: 1 },
    {
      fact: 'is no use where a pod is too big for it',
      problem: on({}, { requests: { cpu: 4.5, memoryGiB: 1 } }),
      usdPerHour: 'infeasible',
    },
  ])
})

const two = (one: Partial<Agent>, other: Partial<Agent>) => aProblem({ agents: [anAgent(one), anAgent({ id: 'retriever', ...other })] })

describe('two agents', () => {
  optima([
    {
      fact: 'share a node where 60 % and 40 % of it are asked for',
      problem: two({ requests: { cpu: 2.4, memoryGiB: 1 } }, { requests: { cpu: 1.6, memoryGiB: 1 } }),
      usdPerHour: 1,
    },
    {
      fact: 'share none where 51 % and 51 % are',
      problem: two({ requests: { cpu: 2.04, memoryGiB: 1 } }, { requests: { cpu: 2.04, memoryGiB: 2 } }),
      usdPerHour: 2,
    },
    {
      fact: 'share a node where one fills its CPU and the other its memory',
      problem: two({ requests: { cpu: 3.5, memoryGiB: 1 } }, { requests: { cpu: 0.5, memoryGiB: 15 } }),
      usdPerHour: 1,
    },
    {
      fact: 'fill up the nodes on which one of them may not have two pods',
      problem: two({ replicas: 2, maxPerNode: 1 }, { replicas: 2, requests: { cpu: 3, memoryGiB: 1 } }),
      usdPerHour: 2,
    },
    {
      fact: 'keep a limit per node each on its own',
      problem: two({ replicas: 2, maxPerNode: 1 }, { replicas: 2, maxPerNode: 1 }),
      usdPerHour: 2,
    },
  ])
})

it('more ways to fill a node than can be told are not told: an agent alone has one, and with a zone rule one a zone', () => {
  const alone = buildInstance(problemOf(anAgent({ replicas: 8 }), [dublin()]))
  const zoned = buildInstance(problemOf(anAgent({ replicas: 8, survive: [{ loss: 'zone', keep: 0 }] }), [dublin()]))
  expect(everyFilledNode(alone, 1)?.map(({ zone }) => zone)).toEqual([undefined])
  expect(everyFilledNode(zoned, 3)?.map(({ zone }) => zone)).toEqual(['a', 'b', 'c'])
  expect(everyFilledNode(alone, 0)).toBeUndefined()
  expect(everyFilledNode(zoned, 2)).toBeUndefined()
})
