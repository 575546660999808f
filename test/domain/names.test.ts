import { describe, expect, it } from 'vitest'
import { machineFamily } from '../../src/domain/machine-family.ts'
import { didYouMean, nearestName } from '../../src/domain/nearest-name.ts'

describe('a mistyped name', () => {
  it('is near the one that was meant', () => {
    expect(nearestName('us-est-1', ['us-east-1', 'eu-west-1'])).toBe('us-east-1')
    expect(nearestName('M7i.XLarge', ['m7i.xlarge', 'm7g.xlarge'])).toBe('m7i.xlarge')
  })

  it('that is near nothing names what there is, if that is little', () => {
    expect(didYouMean('frankfurt', ['eu-west-1', 'us-east-1'])).toBe('known: eu-west-1, us-east-1')
    expect(didYouMean('frankfurt', [])).toBe('there is none')
  })
})

it.each([
  ['m7i.xlarge', 'm7i'],
  ['u7i-12tb.224xlarge', 'u7i-12tb'],
  ['n2-standard-8', 'n2-standard'],
  ['a2-highgpu-1g', 'a2-highgpu'],
  ['e2-small', 'e2'],
  ['Standard_D4s_v5', 'Ds_v5'],
  ['Standard_NC24ads_A100_v4', 'NCads_A100_v4'],
  ['Standard_E16-8ds_v5', 'Eds_v5'],
])('%s is of the family %s', (instanceType, family) => {
  expect(machineFamily(instanceType)).toBe(family)
})
