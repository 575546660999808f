import { expect, it } from 'vitest'
import { settledIn } from '../../../scripts/bench/sides/settled.ts'
import { aCluster, anAgent, aProblem } from '../../builders.ts'

const dublin = aCluster()
const oslo = aCluster({ id: 'oslo', provider: 'gcp', region: 'europe-north2', tags: ['NO'] })
const clusters = [dublin, oslo]
const heldTo = (agents: Parameters<typeof aProblem>[0]) => settledIn(aProblem({ clusters, ...agents }), 'aws')

it('holds an agent to the clusters of one cloud', () => {
  const { problem, twoClouds, noPlace } = heldTo({ agents: [anAgent()] })
  expect(problem.agents[0]?.placement?.clusters).toEqual(['dublin'])
  expect({ twoClouds, noPlace }).toEqual({ twoClouds: 0, noPlace: 0 })
})

it('narrows the clusters that an agent names, and adds none', () => {
  const cork = aCluster({ id: 'cork', region: 'eu-cork-1' })
  const { problem } = heldTo({ clusters: [dublin, cork, oslo], agents: [anAgent({ placement: { clusters: ['cork', 'oslo'] } })] })
  expect(problem.agents[0]?.placement?.clusters).toEqual(['cork'])
})

it('keeps the rule of an agent that must survive the loss of a cloud, and lets that agent use all', () => {
  const agent = anAgent({ replicas: 2, survive: [{ loss: 'cloud', keep: 0.5 }] })
  expect(heldTo({ agents: [agent] })).toMatchObject({ twoClouds: 1, noPlace: 0, problem: { agents: [agent] } })
})

it('counts an agent that must stand on two clouds', () => {
  expect(heldTo({ agents: [anAgent({ replicas: 2, spread: { clouds: 2 } })] })).toMatchObject({ twoClouds: 1 })
})

it('lets an agent that the cloud has no place for stand elsewhere', () => {
  const agent = anAgent({ placement: { anyTag: ['NO'] } })
  expect(heldTo({ agents: [agent] })).toMatchObject({ twoClouds: 0, noPlace: 1, problem: { agents: [agent] } })
})

it('counts an agent that needs more regions than the cloud has here', () => {
  expect(heldTo({ agents: [anAgent({ replicas: 2, survive: [{ loss: 'region', keep: 0.5 }] })] })).toMatchObject({ noPlace: 1 })
})
