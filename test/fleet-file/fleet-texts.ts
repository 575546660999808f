import { stringify } from 'yaml'
import type { Fleet } from '../../src/domain/fleet.ts'
import type { AllocatableOf } from '../../src/domain/node-capacity.ts'
import { openFleetText } from '../../src/fleet-file/open-fleet-file.ts'
import { fleetOf } from '../../src/fleet-file/read-fleet.ts'
import { aCatalogue, aMachine } from '../builders.ts'
import { issuesOf } from '../issues-of.ts'

/** A node gives all of its machine. */
const allocatable: AllocatableOf = ({ shape }) => ({
  cpu: shape.vcpu,
  memoryGiB: shape.memoryGiB,
  gpu: shape.gpu,
  pods: shape.maxPods ?? 110,
})

const machines = [
  aMachine(),
  aMachine({ instanceType: 'm.2xlarge', vcpu: 8, memoryGiB: 32 }),
  aMachine({ instanceType: 'g.xlarge', gpu: 1, gpuModel: 'L4' }),
]

// biome-ignore lint/suspicious/noExplicitAny: descriptions are broken on purpose
export type Description = any

/** One agent on one node in Dublin. */
export const aDescription = (): Description => ({
  name: 'tiny',
  policies: { 'eu-only': { placement: { anyTag: ['EU'] } } },
  clusters: [
    {
      id: 'dublin',
      provider: 'aws',
      region: 'eu-west-1',
      zones: ['a', 'b'],
      growsFrom: { families: ['m'], capacityTypes: ['on-demand', 'spot'] },
      nodes: [{ instanceType: 'm.xlarge', capacityType: 'on-demand', count: 1 }],
    },
  ],
  agents: [
    {
      id: 'support',
      policies: ['eu-only'],
      replicas: 2,
      requests: { cpu: 1, memoryGiB: 4 },
      today: [{ cluster: 'dublin', capacityType: 'on-demand', replicas: 2 }],
    },
  ],
})

export function readText(text: string): Fleet {
  return fleetOf(openFleetText(text, 'fleet.yaml'), {
    catalogue: aCatalogue({ machines }),
    allocatable,
    now: new Date('2026-07-20T00:00:00Z'),
  })
}

export function read(change: (description: Description) => void = () => {}): Fleet {
  const description = aDescription()
  change(description)
  return readText(stringify(description))
}

/** Every mistake of a description, without its line: `path: message (remedy)`. */
export function mistakesIn(change: (description: Description) => void): string[] {
  return issuesOf(() => read(change)).map(({ path, message, remedy }) => {
    const where = path.replace(/ ?\(line \d+\)/, '')
    return `${where}: ${message}${remedy ? ` (${remedy})` : ''}`
  })
}
