import { describe, expect, it } from 'vitest'
import { buildInstance } from '../../../models/instance/instance.ts'
import type { Agent, Cluster, Offer, Problem } from '../../../src/domain/problem.ts'
import { anAgent, anOffer, aProblem, aSpotOffer } from '../../builders.ts'
import { dublin } from '../places.ts'

const machinesOf = (offers: Offer[], { agents, ...part }: Partial<Problem & Cluster> = {}) => {
  const { quotas, ...cluster } = part
  return buildInstance(
    aProblem({ clusters: [dublin({ offers, ...cluster })], agents: agents ?? [anAgent({ replicas: 8 })], ...(quotas ? { quotas } : {}) }),
  ).machines
}
const namesOf = (...given: Parameters<typeof machinesOf>) => machinesOf(...given).map(({ offer }) => offer.instanceType)

const room = anOffer().allocatable
/** The machine that all are measured against, at 1 USD/h. */
const plain = anOffer({ instanceType: 'plain' })
const dearer = (part: Partial<Offer> = {}) => anOffer({ instanceType: 'dearer', usdPerHour: 1.5, ...part })

describe('a machine that another beats in everything is left out:', () => {
  it('one that is dearer and gives no more', () => expect(namesOf([dearer(), plain])).toEqual(['plain']))
  it('the later of two equals', () => expect(namesOf([plain, { ...plain, instanceType: 'twin' }])).toEqual(['plain']))
  it('one that costs the same and gives less', () =>
    expect(namesOf([{ ...plain, instanceType: 'less', allocatable: { ...room, cpu: 3 } }, plain])).toEqual(['plain']))
  it('each of a chain but the best', () =>
    expect(namesOf([dearer({ instanceType: 'dearest', usdPerHour: 2 }), dearer(), plain])).toEqual(['plain']))
  it('one that takes more of a limit', () => expect(namesOf([plain, dearer({ vcpu: 8 })], { limits: { vcpu: 16 } })).toEqual(['plain']))
  it('a spot machine that is dearer and interrupted as often', () => {
    const agents = [anAgent({ replicas: 8, spot: { maxShare: 1 } })]
    const spot = (instanceType: string, usdPerHour: number) => aSpotOffer({ instanceType, usdPerHour, interruptionsPerHour: 0.1 })
    expect(namesOf([spot('one', 0.3), spot('other', 0.4)], { agents })).toEqual(['one'])
  })
})

describe('a machine stays that is dearer than another and', () => {
  it.each<[string, Partial<Offer>]>([
    ['gives more CPU', { allocatable: { ...room, cpu: 5 } }],
    ['gives more memory', { allocatable: { ...room, memoryGiB: 17 } }],
    ['gives a GPU', { allocatable: { ...room, gpu: 1 }, gpuModel: 'L4' }],
    ['takes more pods', { allocatable: { ...room, pods: 110 } }],
  ])('%s', (_, part) => expect(namesOf([plain, dearer(part)])).toEqual(['plain', 'dearer']))

  it('is the only one of two that is not limited in number', () =>
    expect(namesOf([{ ...plain, maxNodes: 1 }, dearer()])).toEqual(['plain', 'dearer']))
  it('stands today', () => {
    const currentNodes = [{ instanceType: 'dearer', capacityType: 'on-demand' as const, count: 1 }]
    expect(namesOf([plain, dearer()], { currentNodes })).toEqual(['plain', 'dearer'])
  })
  it('takes less of a limit', () => expect(namesOf([plain, dearer({ vcpu: 2 })], { limits: { vcpu: 16 } })).toEqual(['plain', 'dearer']))
  it('is outside a quota that counts the other', () =>
    expect(namesOf([plain, dearer()], { quotas: [{ id: 'q', instanceTypes: ['plain'], nodes: 9 }] })).toEqual(['plain', 'dearer']))
  it('is the only one that some agent accepts', () => {
    const agents = [anAgent(), anAgent({ id: 'picky', instanceTypes: ['dearer'] })]
    expect(namesOf([plain, dearer()], { agents })).toEqual(['plain', 'dearer'])
  })
  it('is bought in another way', () => {
    const agents = [anAgent({ spot: { maxShare: 1 } })]
    expect(namesOf([plain, aSpotOffer({ instanceType: 'spot', usdPerHour: 2 })], { agents })).toEqual(['plain', 'spot'])
  })
  it('is interrupted less often', () => {
    const agents = [anAgent({ spot: { maxShare: 1 } })]
    const spot = (instanceType: string, usdPerHour: number, interruptionsPerHour: number) =>
      aSpotOffer({ instanceType, usdPerHour, interruptionsPerHour })
    expect(namesOf([spot('often', 0.3, 0.1), spot('rarely', 0.4, 0.05)], { agents })).toEqual(['often', 'rarely'])
  })
})

describe('no machine of the problem is', () => {
  const none = (offer: Partial<Offer>, agent: Partial<Agent> = {}, cluster: Partial<Cluster> = {}) =>
    expect(namesOf([anOffer(offer)], { agents: [anAgent(agent)], ...cluster })).toEqual([])
  it('one that holds no pod', () => none({}, { requests: { cpu: 5, memoryGiB: 1 } }))
  it('one that no agent accepts', () => none({ taints: ['gpu'] }))
  it('one in a place where no agent may stand', () => none({}, { placement: { noTag: ['EU'] } }))
  it('a spot machine where no agent may use spot', () => none({ capacityType: 'spot' }))
  it('one that a limit shuts out', () => none({}, {}, { limits: { vcpu: 3 } }))
  it('one of which there are no nodes', () => none({ maxNodes: 0 }))
})

it('a cluster without offers has no place for anyone', () => {
  const instance = buildInstance(aProblem({ clusters: [dublin({ offers: [] })] }))
  expect([instance.groups, instance.agents[0].groups]).toEqual([[], []])
})

it('no more nodes are thought of than there are pods, limits and offers for', () => {
  const most = (...given: Parameters<typeof machinesOf>) => machinesOf(...given)[0].mostNodes
  expect(most([plain])).toBe(8)
  expect(most([{ ...plain, maxNodes: 5 }])).toBe(5)
  expect(most([plain], { limits: { vcpu: 15 } })).toBe(3)
  expect(most([plain], { quotas: [{ id: 'q', nodes: 2 }] })).toBe(2)
  expect(
    most([plain], { agents: [anAgent({ replicas: 8, maxReplicas: 12 }), anAgent({ id: 'other', requests: { cpu: 5, memoryGiB: 1 } })] }),
  ).toBe(12)
})

it('a node that stands today starts at no cost; one more costs its start over the horizon', () => {
  const currentNodes = [{ instanceType: 'plain', capacityType: 'on-demand' as const, count: 3 }]
  const [known] = machinesOf([plain], { currentNodes, nodeStartUsd: 48 })
  const [unknown] = machinesOf([plain], { nodeStartUsd: 48 })
  expect([known.today, known.startUsdPerHour]).toEqual([3, 2])
  expect([unknown.today, unknown.startUsdPerHour]).toEqual([0, 0])
})
