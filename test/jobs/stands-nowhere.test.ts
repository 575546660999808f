import { describe, expect, it } from 'vitest'
import type { Agent } from '../../src/domain/problem.ts'
import { standsNowhere } from '../../src/jobs/stands-nowhere.ts'
import { onlyCloud } from '../../src/jobs/strategy-problems.ts'
import { aCluster, anAgent, anOffer, aProblem } from '../builders.ts'

const BOTH = aProblem({
  clusters: [aCluster(), aCluster({ id: 'berlin', provider: 'gcp', region: 'europe-west10', offers: [anOffer()] })],
})
const AWS = onlyCloud(BOTH, 'aws')
const nowhere = (problem: typeof BOTH, rules: Partial<Agent>) => standsNowhere(problem, anAgent({ replicas: 2, ...rules }))

describe('an agent that cannot be placed at a glance', () => {
  it('must survive the loss of a cloud where there is one only', () => {
    expect(nowhere(AWS, { survive: [{ loss: 'cloud', keep: 0.5 }] })).toBe(true)
    expect(nowhere(BOTH, { survive: [{ loss: 'cloud', keep: 0.5 }] })).toBe(false)
    expect(nowhere(AWS, { survive: [{ loss: 'cloud', keep: 0 }] })).toBe(false)
  })

  it('must be spread over more clusters than it may stand in, but never over more than it has replicas', () => {
    expect(nowhere(AWS, { spread: { clusters: 2 } })).toBe(true)
    expect(nowhere(BOTH, { spread: { clusters: 2 } })).toBe(false)
    expect(nowhere(AWS, { replicas: 1, spread: { clusters: 2 } })).toBe(false)
  })

  it('finds no machine that one replica fits on', () => {
    expect(nowhere(BOTH, { requests: { cpu: 4, memoryGiB: 1 } })).toBe(false)
    expect(nowhere(BOTH, { requests: { cpu: 4.1, memoryGiB: 1 } })).toBe(true)
    expect(nowhere(BOTH, { requests: { cpu: 1, memoryGiB: 1, gpu: 1 } })).toBe(true)
    expect(nowhere(BOTH, { arch: ['arm64'] })).toBe(true)
  })

  it('may stand in no cluster that sells anything', () => {
    expect(nowhere(AWS, { placement: { clusters: ['berlin'] } })).toBe(true)
    expect(nowhere(BOTH, { placement: { clusters: ['berlin'] } })).toBe(false)
  })

  it('is wanted: of none, none is missing', () => {
    expect(nowhere(AWS, { replicas: 0, placement: { clusters: ['berlin'] } })).toBe(false)
  })
})
