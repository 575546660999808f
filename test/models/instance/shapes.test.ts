import { expect, it } from 'vitest'
import { shapesOf } from '../../../models/instance/shapes.ts'
import type { Agent } from '../../../src/domain/problem.ts'
import { anAgent } from '../../builders.ts'

const agent = (part: Partial<Agent> = {}) => anAgent({ replicas: 4, ...part })
const shapeCount = (one: Partial<Agent>, other: Partial<Agent>) => shapesOf([agent(one), agent({ id: 'retriever', ...other })]).length
const withGpu = { cpu: 1, memoryGiB: 4, gpu: 1 }

it.each<[string, Partial<Agent>, Partial<Agent>]>([
  ['their requests are the same', {}, {}],
  ['one names the architecture that the other takes for granted', {}, { arch: ['amd64'] }],
  ['they name the same machines in another order', { instanceTypes: ['a', 'b'] }, { instanceTypes: ['b', 'a'] }],
  ['they tolerate the same taints in another order', { tolerates: ['gpu', 'batch'] }, { tolerates: ['batch', 'gpu'] }],
  ['one names a GPU model without asking for a GPU', {}, { gpuModels: ['L4'] }],
  ['one asks for no GPU in so many words', {}, { requests: { cpu: 1, memoryGiB: 4, gpu: 0 } }],
  ['a limit per node is one that all of its pods keep', {}, { maxPerNode: 4 }],
  ['only their prices and places differ', { restartUsd: 1 }, { placement: { anyTag: ['EU'] }, spot: { maxShare: 1 } }],
])('two agents are of one shape where %s', (_, one, other) => expect(shapeCount(one, other)).toBe(1))

it.each<[string, Partial<Agent>, Partial<Agent>]>([
  ['one asks for more CPU', {}, { requests: { cpu: 1.5, memoryGiB: 4 } }],
  ['one asks for more memory', {}, { requests: { cpu: 1, memoryGiB: 5 } }],
  ['one asks for a GPU', {}, { requests: withGpu }],
  ['one asks for another GPU', { requests: withGpu }, { requests: withGpu, gpuModels: ['L4'] }],
  ['one runs on Arm too', {}, { arch: ['amd64', 'arm64'] }],
  ['one selects its machines', {}, { instanceTypes: ['m.xlarge'] }],
  ['one tolerates a taint', {}, { tolerates: ['gpu'] }],
  ['fewer of one may share a node', {}, { maxPerNode: 2 }],
  ['both have the same limit per node, which each keeps on its own', { maxPerNode: 2 }, { maxPerNode: 2 }],
])('two agents are of two shapes where %s', (_, one, other) => expect(shapeCount(one, other)).toBe(2))

it('a shape knows its agents, and how many of its pods their rules let share a node', () => {
  const shapes = shapesOf([agent(), agent({ id: 'retriever', survive: [{ loss: 'node', keep: 0.75 }] }), agent({ id: 'batch' })])
  expect(shapes.map(({ agents, mostPerNode }) => ({ agents, mostPerNode }))).toEqual([
    { agents: [0, 2], mostPerNode: Number.POSITIVE_INFINITY },
    { agents: [1], mostPerNode: 1 },
  ])
})
