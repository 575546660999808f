import fc from 'fast-check'
import { expect, it } from 'vitest'
import { InputError } from '../../src/domain/input-error.ts'
import { type Description, read } from './fleet-texts.ts'

const rich = (d: Description): void => {
  Object.assign(d, {
    prices: [{ file: 'own.csv' }],
    operators: [
      { provider: 'nordlys', jurisdiction: 'EU', regions: [{ region: 'fra', country: 'DE', latitude: 50, longitude: 8, tags: ['EU'] }] },
    ],
    quotas: [{ id: 'q', clusters: ['dublin'], capacityTypes: ['spot'], nodes: 3 }],
    egress: [{ from: '*', to: 'internet', usdPerGiB: 0.05 }],
    limits: { usdPerHour: 10 },
  })
  Object.assign(d.policies, { batch: { spot: { maxShare: 1 }, survive: [{ loss: 'node', keep: 0.5 }], spread: { clusters: 1 } } })
  Object.assign(d.clusters[0], { reserved: [{ instanceType: 'm.xlarge', count: 1, usdPerHour: 0 }], limits: { nodes: 5 } })
  Object.assign(d.agents[0], {
    policies: ['eu-only', 'batch'],
    policy: { latency: { maxMs: 50, from: { name: 'Cork', latitude: 51.9, longitude: -8.5 } } },
    used: { windowHours: 48, cpu: { p95: 0.5 }, memoryMaxGiB: 2 },
    traffic: [{ to: 'internet', gibPerHour: 1 }],
  })
}

/** Every place in a document: the object that holds it, and the key. */
function places(value: unknown): { holder: Record<string, unknown>; key: string }[] {
  if (value === null || typeof value !== 'object') return []
  const holder = value as Record<string, unknown>
  return Object.keys(holder).flatMap((key) => [{ holder, key }, ...places(holder[key])])
}

const strange = fc.constantFrom<unknown>(
  null,
  -1,
  0,
  1.5,
  Number.POSITIVE_INFINITY,
  Number.NaN,
  '',
  'x',
  true,
  [],
  {},
  [null],
  ['x'],
  { x: 1 },
  undefined,
)

it('a description with anything anywhere is either read or refused as input, never a crash', () => {
  expect(() => read(rich)).not.toThrow()
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.nat(), strange), { minLength: 1, maxLength: 3 }), (changes) => {
      try {
        read((d) => {
          rich(d)
          for (const [at, value] of changes) {
            const all = places(d)
            const { holder, key } = all[at % all.length]!
            holder[key] = structuredClone(value)
          }
        })
      } catch (error) {
        expect(error).toBeInstanceOf(InputError)
      }
    }),
    { numRuns: 400 },
  )
})
