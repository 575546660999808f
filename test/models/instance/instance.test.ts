import { expect, it } from 'vitest'
import { buildInstance } from '../../../models/instance/instance.ts'
import { anAgent, aProblem } from '../../builders.ts'
import { dublin, iowa, virginia } from '../places.ts'

const groupNames = (agent: ReturnType<typeof buildInstance>['agents'][number]) =>
  agent.groups.map(({ cluster, capacity }) => `${cluster.id}/${capacity}`)

it('an agent has the places that jurisdiction, latency, spot rules and fit leave to it', () => {
  const { agents } = buildInstance(
    aProblem({
      clusters: [dublin(), virginia(), iowa()],
      agents: [
        anAgent({ id: 'anywhere', spot: { maxShare: 1 } }),
        anAgent({ id: 'on-demand' }),
        anAgent({ id: 'european', placement: { anyTag: ['EU'] }, spot: { maxShare: 1 } }),
        anAgent({ id: 'near', latency: { maxMs: 20, msByCluster: { iowa: 20, dublin: 21 } } }),
        anAgent({ id: 'half of one on spot', spot: { maxShare: 0.5 } }),
        anAgent({ id: 'huge', requests: { cpu: 64, memoryGiB: 1 } }),
      ],
    }),
  )
  expect(agents.map(groupNames)).toEqual([
    ['dublin/on-demand', 'dublin/spot', 'virginia/on-demand', 'virginia/spot', 'iowa/on-demand'],
    ['dublin/on-demand', 'virginia/on-demand', 'iowa/on-demand'],
    ['dublin/on-demand', 'dublin/spot'],
    ['iowa/on-demand'],
    ['dublin/on-demand', 'virginia/on-demand', 'iowa/on-demand'],
    [],
  ])
})

it('agents of which none is wanted have no number', () => {
  const { agents } = buildInstance(aProblem({ agents: [anAgent({ id: 'off', replicas: 0 }), anAgent()] }))
  expect(agents.map(({ index, agent }) => [index, agent.id])).toEqual([[0, 'support']])
})

it('today counts by place, and in all also where the place is no more', () => {
  const current = [
    { cluster: 'dublin', capacityType: 'on-demand' as const, replicas: 2 },
    { cluster: 'dublin', capacityType: 'on-demand' as const, replicas: 1 },
    { cluster: 'dublin', capacityType: 'spot' as const, replicas: 4 },
  ]
  const { agents } = buildInstance(aProblem({ agents: [anAgent({ current }), anAgent({ id: 'new' })] }))
  expect([[...agents[0].today], agents[0].todayTotal]).toEqual([[[0, 3]], 7])
  expect(agents[1].todayTotal).toBeUndefined()
})
