import fc from 'fast-check'
import { expect, it } from 'vitest'
import { buildInstance, type Group, type Machine } from '../../../models/instance/instance.ts'
import type { Shape } from '../../../models/instance/shapes.ts'
import { type Agent, accepts, mayStandIn, type Offer, type Problem } from '../../../src/domain/problem.ts'
import { anAgent, anOffer, aProblem } from '../../builders.ts'
import { tinyProblem } from '../../oracle/arbitrary-problem.ts'
import { dublin } from '../places.ts'

/** Pods put on an empty node one by one until the next is too many. */
function podsThatFit({ cpu, memoryGiB, gpu = 0 }: Agent['requests'], { allocatable: room }: Offer): number {
  const fits = (pods: number) =>
    pods <= room.pods && pods * cpu <= room.cpu + 1e-9 && pods * memoryGiB <= room.memoryGiB + 1e-9 && pods * gpu <= room.gpu + 1e-9
  let pods = 0
  while (fits(pods + 1)) pods++
  return pods
}

function mostOn({ offer }: Machine, { cluster, capacity }: Group, shape: Shape, problem: Problem): number {
  const running = problem.agents.filter(({ replicas }) => replicas > 0)
  const mayStand = (index: number) =>
    mayStandIn(running[index], cluster) && (capacity === 'on-demand' || (running[index].spot?.maxShare ?? 0) > 0)
  if (!shape.agents.some(mayStand) || !accepts(shape.example, offer)) return 0
  return Math.min(podsThatFit(shape.requests, offer), shape.mostPerNode)
}

it('a machine holds what fits of each shape that may stand there and accepts it, and nothing else', () => {
  fc.assert(
    fc.property(tinyProblem, (drawn) => {
      // A spot share of next to nothing comes to no replica, which is for the rules of spot to say.
      const problem = { ...drawn, agents: drawn.agents.map(({ spot, ...agent }) => ({ ...agent, ...(spot && { spot: { maxShare: 1 } }) })) }
      const { groups, machines, shapes } = buildInstance(problem)
      for (const machine of machines) {
        const most = shapes.map((shape) => [shape.index, mostOn(machine, groups[machine.group], shape, problem)] as const)
        expect([...machine.holds]).toEqual(most.filter(([, count]) => count > 0))
        expect(machine.holds.size).toBe(most.filter(([, count]) => count > 0).length)
        for (const [shape, count] of most) expect([machine.holds.has(shape), machine.holds.get(shape) ?? 0]).toEqual([count > 0, count])
      }
    }),
    { numRuns: 200 },
  )
})

const machinesOf = (problem: Partial<Problem>) => buildInstance(aProblem(problem)).machines

it('machines that differ in place and price alone hold the same, each for those who may stand there', () => {
  const agents = [anAgent({ replicas: 9 }), anAgent({ id: 'american', replicas: 9, maxPerNode: 2, placement: { anyTag: ['US'] } })]
  const clusters = [dublin({ offers: [anOffer()] }), dublin({ id: 'ohio', tags: ['US'], offers: [anOffer({ usdPerHour: 2 })] })]
  expect(machinesOf({ agents, clusters }).map(({ holds }) => [...holds])).toEqual([
    [[0, 4]],
    [
      [0, 4],
      [1, 2],
    ],
  ])
})

it('a hundred thousand pods that ask for nothing stand on a node that takes as many', () => {
  const agents = [anAgent({ replicas: 200_000, requests: { cpu: 0, memoryGiB: 0 } })]
  const [machine] = machinesOf({
    agents,
    clusters: [dublin({ offers: [anOffer({ allocatable: { cpu: 1, memoryGiB: 1, gpu: 0, pods: 100_000 } })] })],
  })
  expect([...machine.holds]).toEqual([[0, 100_000]])
})
