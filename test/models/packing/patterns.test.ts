import fc from 'fast-check'
import { expect, it } from 'vitest'
import { buildInstance, type Instance, type Machine } from '../../../models/instance/instance.ts'
import { maximalPatterns } from '../../../models/packing/patterns.ts'
import type { Agent, Allocatable } from '../../../src/domain/problem.ts'
import { anAgent, anOffer, aProblem, aSpotOffer } from '../../builders.ts'
import { dublin } from '../places.ts'
import { everyPattern, nodeAndPods } from './every-pattern.ts'

function patternsOf(agents: Agent[], offer = anOffer()): number[][] {
  const instance = buildInstance(aProblem({ clusters: [dublin({ offers: [offer] })], agents }))
  return written(instance, instance.machines[0])
}

/** Pods of each agent, in the agents' order; sorted, so that they can be compared. */
function written(instance: Instance, machine: Machine): number[][] {
  const patterns = maximalPatterns(instance, machine, 10_000)!
  return patterns.map((pattern) => instance.agents.map(({ index }) => pattern.get(index) ?? 0)).sort()
}

const support = anAgent({ replicas: 9 })
const retriever = anAgent({ id: 'retriever', replicas: 9, requests: { cpu: 2, memoryGiB: 1 } })

it('on four vCPU stand four pods of one, two of one and one of two, or two of two', () => {
  expect(patternsOf([support, retriever])).toEqual([
    [0, 2],
    [2, 1],
    [4, 0],
  ])
})

it('a pod more than its agent has, or lets share a node, is in no pattern', () => {
  expect(patternsOf([{ ...support, replicas: 3 }, retriever])).toEqual([
    [0, 2],
    [2, 1],
    [3, 0],
  ])
  expect(patternsOf([{ ...support, maxPerNode: 1 }, retriever])).toEqual([
    [0, 2],
    [1, 1],
  ])
})

it('an agent that may not use the machine is in no pattern', () => {
  expect(patternsOf([support, { ...retriever, placement: { noTag: ['EU'] } }])).toEqual([[4, 0]])
})

it('of an agent that pays for interruptions every number is a pattern, since fewer on a node may be cheaper', () => {
  const offer = aSpotOffer({ interruptionsPerHour: 0.1 })
  const onSpot = { ...support, spot: { maxShare: 1 }, replicas: 2 }
  expect(patternsOf([{ ...onSpot, restartUsd: 1 }], offer)).toEqual([[0], [1], [2]])
  expect(patternsOf([onSpot], offer)).toEqual([[2]])
})

it('of an agent whose pods per node follow how many run every number is a pattern', () => {
  const elastic = { ...support, replicas: 2, maxReplicas: 4, survive: [{ loss: 'node' as const, keep: 1 }] }
  expect(patternsOf([elastic])).toEqual([[0], [1], [2]])
})

it('more patterns than can be told are not told', () => {
  const instance = buildInstance(aProblem({ clusters: [dublin()], agents: [support, retriever] }))
  expect(maximalPatterns(instance, instance.machines[0], 3)).toHaveLength(3)
  expect(maximalPatterns(instance, instance.machines[0], 2)).toBeUndefined()
})

it('are those of every pattern to which no pod can be added', () => {
  fc.assert(
    fc.property(nodeAndPods, ({ items, capacity }) => {
      const agents = items.map(({ most, ...requests }, at) => anAgent({ id: `agent-${at}`, replicas: most, requests }))
      const allocatable: Allocatable = { ...capacity }
      const instance = buildInstance(aProblem({ clusters: [dublin({ offers: [anOffer({ allocatable })] })], agents }))
      const running = items.filter(({ most }) => most > 0)
      const all = everyPattern(running, capacity)
      const isMaximal = (pattern: number[]) => !all.some((other) => sum(other) === sum(pattern) + 1 && covers(other, pattern))
      fc.pre(instance.machines.length > 0)
      expect(written(instance, instance.machines[0])).toEqual(all.filter(isMaximal).sort())
    }),
    { numRuns: 200, seed: 4 },
  )
})

const sum = (pattern: number[]): number => pattern.reduce((total, count) => total + count, 0)
const covers = (other: number[], pattern: number[]): boolean => other.every((count, at) => count >= pattern[at])
