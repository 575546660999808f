import { describe, expect, it } from 'vitest'
import type { Agent, Cluster } from '../../src/domain/problem.ts'
import { explain } from '../../src/explain/explain.ts'
import type { PlaceAnswer } from '../../src/explain/explanation.ts'
import { anAgent, anOffer, aProblem, aSpotOffer } from '../builders.ts'
import { anAgentOfWholeNodes, dublin, iowa, problemOf, virginia } from '../models/places.ts'
import { explained, realParts } from './real-parts.ts'

const placeOf = (places: readonly PlaceAnswer[], cluster: string, capacityType = 'on-demand') =>
  places.find((one) => one.cluster === cluster && one.capacityType === capacityType)!

async function placeIn(agent: Agent, clusters: Cluster[], cluster: string, capacityType = 'on-demand', part = {}): Promise<PlaceAnswer> {
  const { agents } = await explained(problemOf(agent, clusters, part), agent.id)
  return placeOf(agents[0].places, cluster, capacityType)
}

const gpuOffer = anOffer({ gpuModel: 'T4', allocatable: { cpu: 4, memoryGiB: 16, gpu: 1, pods: 100 } })

const SHUT_OUT: readonly [why: string, agent: Agent, there: Cluster, capacityType?: string][] = [
  ['it bears none of EU', anAgent({ placement: { anyTag: ['EU'] } }), virginia()],
  ['it bears US', anAgent({ placement: { noTag: ['US'] } }), virginia()],
  ['it is not in the list of clusters', anAgent({ placement: { clusters: ['dublin'] } }), virginia()],
  [
    'it is 90 ms from the users; at most 20 ms is allowed',
    anAgent({ latency: { maxMs: 20, msByCluster: { dublin: 5, virginia: 90 } } }),
    virginia(),
  ],
  [
    'how far it is from the users is not known; at most 20 ms is allowed',
    anAgent({ latency: { maxMs: 20, msByCluster: { dublin: 5 } } }),
    virginia(),
  ],
  ['the agent may not stand on spot', anAgent(), virginia(), 'spot'],
  ['of the one machine offered there: all of arm64', anAgent(), virginia({ offers: [anOffer({ arch: 'arm64' })] })],
  ['of the one machine offered there: all with the taint batch', anAgent(), virginia({ offers: [anOffer({ taints: ['batch'] })] })],
  [
    'of the one machine offered there: all not in the list of types',
    anAgent({ instanceTypes: ['m.xlarge'] }),
    virginia({ offers: [anOffer({ instanceType: 'n.xlarge' })] }),
  ],
  [
    'of the one machine offered there: all too small',
    anAgentOfWholeNodes(),
    virginia({ offers: [anOffer({ allocatable: { cpu: 2, memoryGiB: 16, gpu: 0, pods: 9 } })] }),
  ],
]

describe('the rule that shuts an agent out of a place', () => {
  it.each(SHUT_OUT)('%s', async (why, agent, there, capacityType) => {
    const place = await placeIn(agent, [dublin({ offers: [anOffer({ usdPerHour: 3 })] }), there], 'virginia', capacityType)
    expect(place.why).toMatchObject({ kind: 'shut out', by: [{ detail: why }] })
  })

  it('a GPU of another model is told apart from none', async () => {
    const agent = anAgent({ requests: { cpu: 1, memoryGiB: 1, gpu: 1 }, gpuModels: ['L4'] })
    const here = dublin({ offers: [{ ...gpuOffer, gpuModel: 'L4' }] })
    const there = virginia({ offers: [gpuOffer, anOffer({ instanceType: 'n.xlarge' })] })
    const { why } = await placeIn(agent, [here, there], 'virginia')
    expect(why).toMatchObject({
      kind: 'shut out',
      by: [{ detail: 'of the 2 machines offered there 1 with a GPU that is not in the list, 1 without a GPU' }],
    })
  })

  it('each of several rules is told', async () => {
    const agent = anAgent({ placement: { anyTag: ['EU'], clusters: ['dublin'] } })
    const { why } = await placeIn(agent, [dublin(), virginia()], 'virginia')
    expect(why).toMatchObject({ by: [{ detail: 'it bears none of EU' }, { detail: 'it is not in the list of clusters' }] })
  })
})

describe('the rule that one replica there would break', () => {
  it('a limit that is full', async () => {
    const full = virginia({ offers: [anOffer({ usdPerHour: 0.5 })], limits: { nodes: 1 } })
    const problem = aProblem({
      clusters: [dublin({ offers: [anOffer()] }), full],
      agents: [anAgentOfWholeNodes(), anAgentOfWholeNodes({ id: 'retriever', placement: { clusters: ['virginia'] } })],
    })
    const { agents } = await explained(problem, 'support')
    expect(placeOf(agents[0].places, 'virginia')).toMatchObject({
      isCheaperByList: true,
      why: { kind: 'breaks', rules: [{ detail: 'virginia may have 1 nodes and would have 2' }] },
    })
  })

  it('a way that breaks a rule is passed over: of two replicas on two clouds only the one of the same cloud may move', async () => {
    const agent = anAgentOfWholeNodes({ replicas: 2, survive: [{ loss: 'cloud', keep: 0.5 }] })
    const cheap = virginia({ offers: [anOffer({ usdPerHour: 0.5 })] })
    const place = await placeIn(agent, [dublin({ offers: [anOffer()] }), cheap, iowa()], 'dublin')
    expect(place.why).toMatchObject({ kind: 'adds', usdPerHour: { total: expect.closeTo(0.5, 6) } })
  })
})

describe('the cost that a place would add', () => {
  it('a dearer node, solved anew for all of the agent too', async () => {
    const place = await placeIn(anAgentOfWholeNodes(), [dublin({ offers: [anOffer()] }), iowa()], 'iowa')
    expect(place).toMatchObject({ isCheaperByList: false, listUsdPerReplicaHour: 2 })
    expect(place.why).toMatchObject({ kind: 'adds', from: { cluster: 'dublin' }, node: { instanceType: 'm.xlarge', isNew: true } })
    expect(place.why).toHaveProperty('usdPerHour.total', expect.closeTo(1, 9))
  })

  it('a cheaper node, and the egress that makes up for it', async () => {
    const retriever = anAgentOfWholeNodes({ id: 'retriever', placement: { clusters: ['dublin'] } })
    const caller = anAgentOfWholeNodes({ traffic: [{ to: 'retriever', gibPerHour: 8 }] })
    const problem = aProblem({
      clusters: [dublin({ offers: [anOffer()] }), virginia({ offers: [anOffer({ usdPerHour: 0.5 })] })],
      agents: [caller, retriever],
      egress: { defaultUsdPerGiB: 0.1 },
    })
    const place = placeOf((await explained(problem, 'support')).agents[0].places, 'virginia')
    expect(place.isCheaperByList).toBe(true)
    expect(place.why).toMatchObject({ kind: 'adds', usdPerHour: { nodes: expect.closeTo(-0.5, 9), egress: expect.closeTo(0.8, 9) } })
    expect(place.allThere).toMatchObject({ kind: 'adds', added: { atLeastUsdPerHour: expect.closeTo(0.3, 3) } })
  })

  it('room on a node that stands there already costs nothing but what it moves', async () => {
    const guest = anAgent({ id: 'guest', placement: { clusters: ['iowa'] } })
    const host = anAgent({ move: { usdPerReplica: 2.4 }, current: [{ cluster: 'dublin', capacityType: 'on-demand', replicas: 1 }] })
    const filler = anAgent({ id: 'filler', placement: { clusters: ['dublin'] } })
    const problem = aProblem({ clusters: [dublin({ offers: [anOffer()] }), iowa()], agents: [host, guest, filler] })
    const place = placeOf((await explained(problem, 'support')).agents[0].places, 'iowa')
    expect(place.why).toMatchObject({ kind: 'adds', node: { isNew: false }, usdPerHour: { nodes: 0, moves: expect.closeTo(0.1, 9) } })
  })

  it('all of an agent that must survive a cluster cannot stand in one, and the rule is told', async () => {
    const agent = anAgentOfWholeNodes({ replicas: 2, survive: [{ loss: 'region', keep: 0.5 }] })
    const clusters = [
      dublin({ offers: [anOffer({ usdPerHour: 3 })] }),
      iowa({ offers: [anOffer({ usdPerHour: 3 })] }),
      virginia({ offers: [anOffer({ usdPerHour: 0.5 })], limits: { nodes: 0 } }),
    ]
    const { why, allThere } = await placeIn(agent, clusters, 'virginia')
    expect(why).toMatchObject({ kind: 'breaks', rules: [{ constraint: 'quota' }] })
    expect(allThere).toMatchObject({ kind: 'infeasible' })
    expect(allThere).not.toHaveProperty('conflict', expect.arrayContaining([expect.objectContaining({ constraint: 'placement' })]))
  })

  it('is not told where there was no time to compute it', async () => {
    const problem = problemOf(anAgentOfWholeNodes(), [dublin({ offers: [anOffer()] }), iowa()])
    const plan = await realParts().solve(problem, { gap: 0, timeLimitSeconds: 5 })
    const { agents, leftOut } = await explain(problem, { ...realParts(), now: clockThatEnds() }, { timeLimitSeconds: 1, plan })
    expect(agents[0].places).toMatchObject([{ why: { kind: 'not computed' } }])
    expect(leftOut).toContain('1 places were not looked at')
  })
})

/** A clock on which the second look is an hour later. */
function clockThatEnds(): () => number {
  let looks = 0
  return () => 3600 * looks++
}

it('what is reserved does not make a place cheap', async () => {
  const reserved = anOffer({ capacityType: 'reserved', usdPerHour: 0, maxNodes: 0, instanceType: 'r.xlarge' })
  const place = await placeIn(
    anAgentOfWholeNodes(),
    [dublin({ offers: [anOffer()] }), iowa({ offers: [anOffer({ usdPerHour: 2 }), reserved] })],
    'iowa',
  )
  expect(place).toMatchObject({ listUsdPerReplicaHour: 2, isCheaperByList: false })
})

it('an agent on spot is told why it is not on demand, too', async () => {
  const agent = anAgentOfWholeNodes({ spot: { maxShare: 1 } })
  const place = await placeIn(agent, [dublin({ offers: [anOffer(), aSpotOffer()] })], 'dublin', 'on-demand')
  expect(place.why).toMatchObject({ kind: 'adds', usdPerHour: { nodes: expect.closeTo(0.7, 9) } })
})
