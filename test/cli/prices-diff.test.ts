import { describe, expect, it } from 'vitest'
import type { PriceQuery } from '../../src/cli/prices/show.ts'
import type { PriceChange } from '../../src/domain/known-price.ts'
import { NOW, prices } from './prices-command-line.ts'

const change = (
  instanceType: string,
  oldUsdPerHour: number | undefined,
  newUsdPerHour: number | undefined,
  at = '2026-11-02T03:00:00.000Z',
): PriceChange => ({
  provider: 'aws',
  region: 'eu-west-1',
  zone: '',
  instanceType,
  capacityType: 'on-demand',
  source: 'aws',
  listing: 'aws-pricing',
  at,
  ...(oldUsdPerHour !== undefined && { oldUsdPerHour }),
  ...(newUsdPerHour !== undefined && { newUsdPerHour }),
})

async function diff(changes: readonly PriceChange[], ...args: string[]) {
  const { code, out, err } = await prices(['diff', '--since', '2026-11-01', '--format', 'csv', ...args], { changes: async () => changes })
  const [, ...lines] = out.trimEnd().split('\n')
  return { code, err, rows: lines.map((line) => line.split(',').slice(3).join(',')) }
}

describe('what changed', () => {
  it('is told with old, new, change in % and kind, the largest change first, what came or went last', async () => {
    const { rows, err } = await diff([
      change('slightly', 1, 1.01),
      change('gone', 4, undefined),
      change('halved', 2, 1),
      change('fresh', undefined, 3),
      change('trebled', 1, 3),
    ])
    expect(rows).toEqual([
      'trebled,on-demand,dearer,1,3,200,2026-11-02T03:00:00.000Z,aws-pricing',
      'halved,on-demand,cheaper,2,1,-50,2026-11-02T03:00:00.000Z,aws-pricing',
      'slightly,on-demand,dearer,1,1.01,1,2026-11-02T03:00:00.000Z,aws-pricing',
      'gone,on-demand,withdrawn,4,,,2026-11-02T03:00:00.000Z,aws-pricing',
      'fresh,on-demand,new,,3,,2026-11-02T03:00:00.000Z,aws-pricing',
    ])
    expect(err).toBe('5 prices changed: 2 dearer, 1 cheaper, 1 new, 1 withdrawn.\n')
  })

  it('counts once for an offer, from the first price to the last', async () => {
    const { rows } = await diff([
      change('m5.large', 2, 4, '2026-11-02T03:00:00.000Z'),
      change('m5.large', 1, 2, '2026-11-01T03:00:00.000Z'),
    ])
    expect(rows).toEqual(['m5.large,on-demand,dearer,1,4,300,2026-11-02T03:00:00.000Z,aws-pricing'])
  })

  it('is nothing where a price came back to what it was, or an offer came and went', async () => {
    const { rows, err } = await diff([
      change('back', 1, 2, '2026-11-01T03:00:00.000Z'),
      change('back', 2, 1),
      change('brief', undefined, 2, '2026-11-01T03:00:00.000Z'),
      change('brief', 2, undefined),
    ])
    expect([rows, err]).toEqual([[], 'No price changed.\n'])
  })

  it('is a table for people', async () => {
    const { out } = await prices(['diff', '--since', '2026-11-01'], { changes: async () => [change('m5.large', 0.1, 0.107)] })
    expect(out).toMatch(/old USD\/h +new USD\/h/)
    expect(out).toMatch(/m5\.large\s+on-demand\s+dearer\s+0\.100000\s+0\.107000\s+7\.0\s/)
  })
})

describe('the span of time', () => {
  const asked = async (...args: string[]) => {
    let told: readonly [Date, Date, PriceQuery] | undefined
    const changes = async (...span: [Date, Date, PriceQuery]) => {
      told = span
      return []
    }
    const { code } = await prices(['diff', ...args], { changes })
    return [code, ...(told ?? [])]
  }

  it('of days goes from the start of the first to the end of the last', async () => {
    expect(await asked('--since', '2026-11-01', '--until', '2026-11-01')).toEqual([
      0,
      new Date('2026-11-01T00:00:00Z'),
      new Date('2026-11-01T23:59:59.999Z'),
      {},
    ])
  })

  it('ends now where nothing is said, and filters are passed on', async () => {
    expect(await asked('--since', '2026-11-01T03:00:00Z', '--provider', 'aws', '--region', 'eu-west-1', '--source', 'aws')).toEqual([
      0,
      new Date('2026-11-01T03:00:00Z'),
      NOW,
      { providers: ['aws'], regions: ['eu-west-1'], sources: ['aws'] },
    ])
  })

  it('must have a beginning', async () => {
    expect(await asked()).toEqual([2])
  })
})

it('between a later and an earlier time is no difference, but a mistake', async () => {
  const { code, err } = await prices(['diff', '--since', '2026-06-02', '--until', '2026-06-01'])
  expect([code, err]).toEqual([2, expect.stringContaining('give the earlier time first')])
})
