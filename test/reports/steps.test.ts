import { describe, expect, it } from 'vitest'
import { stepsReport } from '../../src/reports/steps.ts'
import { aNight } from './a-night.ts'

describe('the report of the steps', () => {
  it('gives what a replica asks for before and after in figures, not in the sentence alone', () => {
    const step = {
      kind: 'right-size' as const,
      agent: 'support',
      from: { cpu: 2, memoryGiB: 6, gpu: 0 },
      to: { cpu: 0.9, memoryGiB: 3.125, gpu: 0 },
    }
    const [row] = stepsReport.rows({ ...aNight(), steps: [{ step, text: 'Set it.' }] })
    expect(row).toEqual({
      step: 1,
      action: 'right-size',
      agent: 'support',
      vcpuFrom: 2,
      vcpuTo: 0.9,
      memoryGiBFrom: 6,
      memoryGiBTo: 3.125,
      text: 'Set it.',
    })
  })
})
