import { expect, it } from 'vitest'
import { decideDemand } from '../../src/demand/decide-demand.ts'
import { rightSizingFindings } from '../../src/demand/right-sizing-findings.ts'
import type { FleetAgent } from '../../src/domain/fleet.ts'
import { aFleet, aFleetAgent } from '../builders.ts'

const used = { windowHours: 168, cpu: { p95: 0.5 }, memoryMaxGiB: 2 }
const told = (part: Partial<FleetAgent>) =>
  rightSizingFindings(
    decideDemand(aFleet({ agents: [aFleetAgent({ requests: { cpu: 2, memoryGiB: 2.5, gpu: 0 }, utilisation: used, ...part })] })),
  )

it('a request that does not fit is told with what it should be, why, and what to do', () => {
  expect(told({})).toEqual([
    {
      severity: 'note',
      subject: 'agent support',
      message:
        'its CPU request of 2 vCPU should be 0.6: its policy leaves CPU as deployed: p95 over 168 h was 0.5 vCPU, and 20 % head-room by default',
      remedy: 'write it so in its Deployments, or let its policy apply it: rightSizing',
    },
  ])
})

it('one that the policy applies is told as planned, and a limit below it is a warning', () => {
  const policy = { rightSizing: { cpu: { percentile: 'p95' as const, headroom: 0 }, memory: { headroom: 1 } } }
  expect(told({ policy, limits: { memoryGiB: 3 } }).map(({ severity, message }) => [severity, message.split(':')[0]])).toEqual([
    ['note', 'its CPU request of 2 vCPU is planned as 0.5'],
    ['note', 'its memory request of 2.5 GiB is planned as 4'],
    ['warning', 'its memory limit of 3 GiB is below a request of 4, which no API server takes'],
  ])
})

it('requests that fit, or of which nothing is known, are not spoken of', () => {
  expect(told({ requests: { cpu: 0.6, memoryGiB: 2.5, gpu: 0 } })).toEqual([])
  const unknown = aFleetAgent({ requests: { cpu: 2, memoryGiB: 8, gpu: 0 } })
  expect(rightSizingFindings(decideDemand(aFleet({ agents: [unknown] })))).toEqual([])
})
