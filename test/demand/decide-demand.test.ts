import { describe, expect, it } from 'vitest'
import { decideDemand } from '../../src/demand/decide-demand.ts'
import type { DemandDecision } from '../../src/demand/demand-decision.ts'
import type { FleetAgent } from '../../src/domain/fleet.ts'
import { aFleet, aFleetAgent } from '../builders.ts'

const rightSizing = { cpu: { percentile: 'p95' as const, headroom: 0.2 }, memory: { headroom: 0.25 } }
const utilisation = { windowHours: 168, cpu: { p50: 0.1, p95: 0.5, max: 1.9 }, memoryMaxGiB: 2 }
const deployed = { cpu: 2, memoryGiB: 8, gpu: 0 }

const demandOf = (part: Partial<FleetAgent>): DemandDecision => decideDemand(aFleet({ agents: [aFleetAgent(part)] }))[0]!

describe('requests', () => {
  it('follow p95 of CPU and the most memory used, each with its head-room', () => {
    const { requests } = demandOf({ requests: deployed, utilisation, policy: { rightSizing } })
    expect(requests).toEqual({ cpu: 0.6, memoryGiB: 2.5, gpu: 0 })
  })

  it('are raised where an agent used more than it asked for', () => {
    const { requests } = demandOf({ requests: { cpu: 0.1, memoryGiB: 1, gpu: 0 }, utilisation, policy: { rightSizing } })
    expect(requests).toEqual({ cpu: 0.6, memoryGiB: 2.5, gpu: 0 })
  })

  it('stay as deployed where no policy asks to right-size', () => {
    expect(demandOf({ requests: deployed, utilisation }).requests).toEqual(deployed)
  })

  it('keep memory where the policy right-sizes CPU alone', () => {
    const { requests } = demandOf({ requests: deployed, utilisation, policy: { rightSizing: { cpu: rightSizing.cpu } } })
    expect(requests).toEqual({ cpu: 0.6, memoryGiB: 8, gpu: 0 })
  })

  it('stay as deployed where less than a day was seen, and say so', () => {
    const { requests, findings } = demandOf({
      requests: deployed,
      utilisation: { ...utilisation, windowHours: 6 },
      policy: { rightSizing },
    })
    expect(requests).toEqual(deployed)
    expect(findings.find(({ of }) => of === 'cpu')?.because).toBe('6 h of utilisation are too few: at least 24 h show the busy ones')
  })

  it('stay as deployed where the percentile is unknown: unknown is not zero', () => {
    const { requests } = demandOf({ requests: deployed, utilisation: { windowHours: 168 }, policy: { rightSizing } })
    expect(requests).toEqual(deployed)
  })

  it('never fall below the floor', () => {
    const idle = { windowHours: 168, cpu: { p95: 0 }, memoryMaxGiB: 0 }
    const floors = { cpu: { ...rightSizing.cpu, floor: 0.05 }, memory: { ...rightSizing.memory, floorGiB: 0.125 } }
    expect(demandOf({ requests: deployed, utilisation: idle, policy: { rightSizing: floors } }).requests).toEqual({
      cpu: 0.05,
      memoryGiB: 0.125,
      gpu: 0,
    })
  })

  it('never change a GPU', () => {
    const { requests } = demandOf({ requests: { ...deployed, gpu: 1 }, utilisation, policy: { rightSizing } })
    expect(requests.gpu).toBe(1)
  })

  it('are rounded up, never below what was used', () => {
    const { requests } = demandOf({
      requests: deployed,
      utilisation: { windowHours: 24, cpu: { p95: 0.333 }, memoryMaxGiB: 1.001 },
      policy: { rightSizing: { cpu: { percentile: 'p95', headroom: 0 }, memory: { headroom: 0 } } },
    })
    expect(requests).toEqual({ cpu: 0.34, memoryGiB: 1.015625, gpu: 0 })
  })
})

describe('replicas', () => {
  const load = { load: 205, perReplica: 20, unit: 'requests/s' }

  it('are enough for the load: 205 requests a second at 20 each take 11', () => {
    expect(demandOf({ demand: load }).replicas).toBe(11)
  })

  it('do not grow by a rounding error: 3 at 0.1 each are 30', () => {
    expect(demandOf({ demand: { load: 3, perReplica: 0.1, unit: 'documents/s' } }).replicas).toBe(30)
  })

  it('are never fewer than the least wanted', () => {
    expect(demandOf({ demand: { ...load, load: 0, minReplicas: 2 } }).replicas).toBe(2)
    expect(demandOf({ demand: { ...load, load: 0 } }).replicas).toBe(0)
  })

  it('that are asked for are taken as they are', () => {
    expect(demandOf({ demand: { replicas: 7 } })).toMatchObject({ agent: 'support', replicas: 7 })
  })
})
