import fc from 'fast-check'
import { expect, it } from 'vitest'
import { decideDemand } from '../../src/demand/decide-demand.ts'
import { aFleet, aFleetAgent } from '../builders.ts'

const amount = fc.double({ min: 0.001, max: 64, noNaN: true })
const share = fc.double({ min: 0, max: 2, noNaN: true })
const maybe = <Value>(value: fc.Arbitrary<Value>) => fc.option(value, { nil: undefined })

it('requests are never below what was used, whatever was used and whatever the rules, and GPUs never change', () => {
  const use = fc.record({ p95: amount, memory: amount, start: maybe(amount), killedAt: maybe(amount) })
  const rules = fc.record({ headroom: share, floor: maybe(amount), ceiling: maybe(amount) })
  fc.assert(
    fc.property(
      use,
      rules,
      amount,
      amount,
      fc.nat(8),
      ({ p95, memory, start, killedAt }, { headroom, floor, ceiling }, cpu, memoryGiB, gpu) => {
        const agent = aFleetAgent({
          requests: { cpu, memoryGiB, gpu },
          utilisation: {
            windowHours: 168,
            cpu: { p95 },
            memoryMaxGiB: memory,
            ...(start !== undefined && { cpuAtStart: start }),
            ...(killedAt !== undefined && { outOfMemory: { kills: 1, memoryGiB: killedAt } }),
          },
          policy: {
            rightSizing: {
              cpu: { percentile: 'p95', headroom, ...(floor !== undefined && { floor }), ...(ceiling !== undefined && { ceiling }) },
              memory: { headroom, ...(floor !== undefined && { floorGiB: floor }), ...(ceiling !== undefined && { ceilingGiB: ceiling }) },
            },
          },
        })
        const { requests } = decideDemand(aFleet({ agents: [agent] }))[0]!
        const near = 1e-6 // a request is rounded up to a whole step, but for what is no more than a rounding error of one
        expect(requests.cpu).toBeGreaterThanOrEqual(Math.max(p95, start ?? 0) - near)
        expect(requests.memoryGiB).toBeGreaterThanOrEqual(memory - near)
        if (killedAt !== undefined) expect(requests.memoryGiB).toBeGreaterThanOrEqual(Math.max(memoryGiB, killedAt * 1.2) - near)
        expect(requests.gpu).toBe(gpu)
      },
    ),
  )
})
