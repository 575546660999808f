import { describe, expect, it } from 'vitest'
import {
  leastLeft,
  leastOnDemand,
  leastSpread,
  mostOnSpot,
  mostPerDomain,
  mostPerNode,
  mostReplicas,
  mostThatFit,
} from '../../../models/instance/caps.ts'
import { anAgent, anOffer } from '../../builders.ts'

const ofTen = (part = {}) => anAgent({ replicas: 10, ...part })

describe('an agent of ten replicas', () => {
  it('runs ten, or as many as it may, and none where none is wanted', () => {
    expect([ofTen(), ofTen({ maxReplicas: 14 }), anAgent({ replicas: 0, maxReplicas: 5 })].map(mostReplicas)).toEqual([10, 14, 0])
  })

  it('keeps what the strictest of its rules says, rounded up', () => {
    const agent = ofTen({
      survive: [
        { loss: 'zone', keep: 0.31 },
        { loss: 'zone', keep: 0.3 },
        { loss: 'cloud', keep: 0.9 },
      ],
    })
    expect(leastLeft(agent, 'zone')).toBe(4)
    expect(leastLeft(agent, 'node')).toBe(0)
  })

  it('counts 30 % of ten as three, though 0.1 × 3 × 10 is more in floating point', () => {
    expect(leastLeft(ofTen({ survive: [{ loss: 'zone', keep: 0.1 * 3 }] }), 'zone')).toBe(3)
  })

  it('may have in one domain what the rest can spare, and any number without a rule', () => {
    const agent = ofTen({ survive: [{ loss: 'cloud', keep: 0.5 }] })
    expect([mostPerDomain(agent, 'cloud', 10), mostPerDomain(agent, 'cloud', 14)]).toEqual([5, 9])
    expect(mostPerDomain(agent, 'cluster', 10)).toBe(Number.POSITIVE_INFINITY)
  })

  it('may have on one node what the tightest of its domains may hold', () => {
    const rules = (...losses: ['node' | 'zone' | 'spot', number][]) => ofTen({ survive: losses.map(([loss, keep]) => ({ loss, keep })) })
    expect(mostPerNode(ofTen(), 10)).toBe(10)
    expect(mostPerNode(ofTen({ maxPerNode: 3 }), 10)).toBe(3)
    expect(mostPerNode(rules(['zone', 0.2]), 10)).toBe(8)
    expect(mostPerNode(rules(['zone', 0.2], ['node', 0.6]), 10)).toBe(4)
    expect(mostPerNode(rules(['spot', 0.9]), 10)).toBe(10)
    expect(mostPerNode(rules(['node', 1]), 10)).toBe(0)
  })

  it('may have its share on spot, rounded down, less its base', () => {
    const onSpot = (maxShare: number, onDemandBase?: number) =>
      mostOnSpot(ofTen({ spot: { maxShare, ...(onDemandBase === undefined ? {} : { onDemandBase }) } }), 10)
    expect(mostOnSpot(ofTen(), 10)).toBe(0)
    expect([onSpot(0.59), onSpot(1), onSpot(0.1 * 3), onSpot(1, 4), onSpot(0.5, 4), onSpot(1, 12)]).toEqual([5, 10, 3, 6, 5, 0])
  })

  it('is never asked for more on demand, nor for more places, than it has replicas', () => {
    expect(leastOnDemand(ofTen({ spot: { maxShare: 1, onDemandBase: 12 } }))).toBe(10)
    expect(leastOnDemand(ofTen())).toBe(0)
    expect(leastSpread(ofTen({ spread: { clusters: 12, clouds: 2 } }), 'clusters')).toBe(10)
    expect(leastSpread(ofTen({ spread: { clusters: 12, clouds: 2 } }), 'clouds')).toBe(2)
    expect(leastSpread(ofTen(), 'regions')).toBe(0)
  })
})

describe('on a node of 4 vCPU and 16 GiB for at most 100 pods', () => {
  it.each([
    ['four of 1 vCPU fit', { cpu: 1, memoryGiB: 1 }, 4],
    ['three of 1.3 vCPU fit', { cpu: 1.3, memoryGiB: 1 }, 3],
    ['two of 8 GiB fit', { cpu: 1, memoryGiB: 8 }, 2],
    ['forty of 0.1 vCPU fit', { cpu: 0.1, memoryGiB: 0 }, 40],
    ['a hundred fit that ask for nothing', { cpu: 0, memoryGiB: 0 }, 100],
    ['none fits that asks for a GPU', { cpu: 1, memoryGiB: 1, gpu: 1 }, 0],
    ['one fits that is too big by less than the contract minds', { cpu: 4 + 3e-9, memoryGiB: 1 }, 1],
    ['none fits that is too big by more', { cpu: 4 + 5e-9, memoryGiB: 1 }, 0],
  ])('%s', (_, requests, most) => expect(mostThatFit(requests, anOffer())).toBe(most))
})
