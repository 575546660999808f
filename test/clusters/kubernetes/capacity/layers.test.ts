import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Block, type Layer, layersOf } from '../../../../src/clusters/kubernetes/capacity/layers.ts'

const amount = fc.integer({ min: 0, max: 5 })
const blocks = fc.array(fc.record({ cpu: amount, memoryGiB: amount, gpu: fc.integer({ min: 0, max: 2 }) }), { minLength: 1, maxLength: 8 })

const sumOn = (layers: readonly Layer[], at: number): Block => {
  const own = layers.filter(({ on }) => on.includes(at)).map(({ requests }) => requests)
  const sum = (resource: keyof Block) => own.reduce((total, one) => total + one[resource], 0)
  return { cpu: sum('cpu'), memoryGiB: sum('memoryGiB'), gpu: sum('gpu') }
}

describe('layers of blocks', () => {
  it('add up to each block, and the first lies under all of them', () => {
    fc.assert(
      fc.property(blocks, (given) => {
        const layers = layersOf(given, Number.POSITIVE_INFINITY)!
        expect(given.map((_, at) => sumOn(layers, at))).toEqual(given)
        expect(layers[0]!.on).toHaveLength(given.length)
      }),
    )
  })

  it('are one where all blocks are alike, though they are nothing', () => {
    expect(
      layersOf(
        [
          { cpu: 0, memoryGiB: 0, gpu: 0 },
          { cpu: 0, memoryGiB: 0, gpu: 0 },
        ],
        1,
      ),
    ).toEqual([{ requests: { cpu: 0, memoryGiB: 0, gpu: 0 }, on: [0, 1] }])
  })

  it('are not told where more are needed than wanted', () => {
    expect(
      layersOf(
        [
          { cpu: 1, memoryGiB: 1, gpu: 0 },
          { cpu: 2, memoryGiB: 1, gpu: 0 },
        ],
        1,
      ),
    ).toBeUndefined()
  })
})
