import { describe, expect, it } from 'vitest'
import type { PriceQuery } from '../../src/cli/prices/show.ts'
import type { KnownPrice } from '../../src/domain/known-price.ts'
import type { SourceName } from '../../src/prices/source.ts'
import { known, prices } from './prices-command-line.ts'

const HEADER = 'provider,region,zone,instanceType,capacityType,usdPerHour,currency,observedAt,source'
const BUNDLED = {
  provider: 'aws',
  region: 'eu-west-1',
  zone: '',
  instanceType: 'm5.large',
  capacityType: 'on-demand' as const,
  usdPerHour: 0.11,
  observedAt: '2026-07-20T00:00:00.000Z',
  source: 'a public table',
}

const show = (all: readonly KnownPrice[], ...args: string[]) => prices(['show', ...args], { pricesAt: async () => all })
const csvOf = async (all: readonly KnownPrice[], ...args: string[]) => {
  const { out } = await show(all, '--format', 'csv', ...args)
  return out.trimEnd().split('\n').slice(1)
}

describe('prices as CSV', () => {
  it('have the nine columns, and the listing as their source', async () => {
    expect(await show([known()], '--format', 'csv')).toEqual({
      code: 0,
      out: `${HEADER}\naws,eu-west-1,,m5.large,on-demand,0.107,USD,2026-11-02T11:00:00.000Z,aws-pricing\n`,
      err: '',
    })
  })

  it.each([
    [0.096, '0.096'],
    [0.0000001234, '0.0000001234'],
    [0.1 + 0.2, '0.3'],
    [0.094926123456, '0.094926123456'],
    [32.7726, '32.7726'],
    [2, '2'],
    [1234567.5, '1234567.5'],
  ])('%s USD/h is written as %s: every digit that means something, no exponent', async (usdPerHour, text) => {
    expect(await csvOf([known({ usdPerHour })])).toEqual([expect.stringContaining(`,on-demand,${text},USD,`)])
  })

  it('stand in one order, whatever order they came in', async () => {
    const rows = [
      known({ provider: 'gcp', listing: 'gcp-billing', source: 'gcp' }),
      known({ zone: 'eu-west-1b', capacityType: 'spot', listing: 'aws-spot' }),
      known({ zone: 'eu-west-1a', capacityType: 'spot', listing: 'aws-spot' }),
      known({ instanceType: 'c5.large' }),
    ]
    const lines = await csvOf(rows)
    expect(lines.map((line) => line.split(',').slice(0, 4).join(' '))).toEqual([
      'aws eu-west-1  c5.large',
      'aws eu-west-1 eu-west-1a m5.large',
      'aws eu-west-1 eu-west-1b m5.large',
      'gcp eu-west-1  m5.large',
    ])
    expect(await csvOf(rows.toReversed())).toEqual(lines)
  })

  it('a name that a spreadsheet would take for a formula is neutralised', async () => {
    expect(await csvOf([known({ instanceType: '=cmd()' })])).toEqual([expect.stringContaining(",'=cmd(),")])
  })
})

describe('of several sources that know an offer', () => {
  const retail = known({ provider: 'azure', source: 'azure', listing: 'azure-retail', usdPerHour: 0.2 })
  const rateCard = known({ provider: 'azure', source: 'azure-ratecard', listing: 'azure-ratecard', usdPerHour: 0.18 })
  const shownOf = async (sources: readonly SourceName[], rows: readonly KnownPrice[], hasPriceFile = true) => {
    const defaults = { sources, regions: [], hasPriceFile }
    const { out } = await prices(['show', '--format', 'csv'], { pricesAt: async () => rows, defaults })
    const lines = out.trimEnd().split('\n').slice(1)
    return lines.map((line) => line.split(',').at(-1))
  }
  const sourcesOf = (...rows: KnownPrice[]) => shownOf(['azure', 'azure-ratecard', 'aws'], rows)

  it('the first in the order of sources is shown, and no price of the others', async () => {
    expect(await sourcesOf(retail, rateCard)).toEqual(['azure-ratecard'])
    expect(await sourcesOf(rateCard, retail)).toEqual(['azure-ratecard'])
  })

  it('one that no plan is made with gives way, and is shown where nobody else knows', async () => {
    expect(await shownOf(['aws', 'azure'], [rateCard, retail])).toEqual(['azure-retail'])
    expect(await shownOf(['aws', 'azure'], [rateCard])).toEqual(['azure-ratecard'])
  })

  it('a price file that the settings no longer name gives way to what plans are made with', async () => {
    const mine = known({ provider: 'azure', source: 'file', listing: 'file:mine.csv', usdPerHour: 0.1 })
    expect(await shownOf(['azure'], [mine, retail])).toEqual(['file:mine.csv'])
    expect(await shownOf(['azure'], [mine, retail], false)).toEqual(['azure-retail'])
  })

  it('a day that is still to come has no prices', async () => {
    const { code, err } = await prices(['show', '--at', '2030-01-01'], { pricesAt: async () => [retail] })
    expect([code, err]).toEqual([2, expect.stringContaining('is still to come (name a day that has been)')])
  })

  it('each offer counts by itself: spot is another one than on-demand', async () => {
    expect(await sourcesOf({ ...retail, capacityType: 'spot' }, rateCard)).toEqual(['azure-ratecard', 'azure-retail'])
  })

  it('a negotiated price of the whole region stands for all its zones', async () => {
    const zones = ['a', 'b'].map((letter) => known({ zone: `eu-west-1${letter}`, capacityType: 'spot', listing: 'aws-spot' }))
    expect(await sourcesOf(...zones, known({ capacityType: 'spot', source: 'file', listing: 'file' }))).toEqual(['file'])
  })

  it('a negotiated price of one zone leaves the others to the cloud, and what holds anywhere to nobody', async () => {
    const spot = (zone: string, source: string) => known({ zone, source, listing: source, capacityType: 'spot' })
    expect(await sourcesOf(spot('eu-west-1a', 'file'), spot('eu-west-1a', 'aws'), spot('eu-west-1b', 'aws'), spot('', 'bundled'))).toEqual([
      'file',
      'aws',
    ])
  })

  it('--source names another', async () => {
    let asked: PriceQuery | undefined
    await prices(['show', '--source', 'azure', '--region', 'westeurope', '--provider', 'azure'], {
      pricesAt: async (_, query) => {
        asked = query
        return [retail]
      },
    })
    expect(asked).toEqual({ sources: ['azure'], regions: ['westeurope'], providers: ['azure'] })
  })
})

describe('which prices are shown', () => {
  it('those of a machine type and a way to buy', async () => {
    const rows = [known(), known({ capacityType: 'spot', zone: 'eu-west-1a' }), known({ instanceType: 'c5.large' })]
    expect(await csvOf(rows, '--type', 'm5.large', '--capacity', 'spot')).toEqual([expect.stringMatching(/eu-west-1a,m5\.large,spot/)])
  })

  it.each([
    ['2026-11-01', '2026-11-01T23:59:59.999Z'],
    ['2026-11-01T06:00:00Z', '2026-11-01T06:00:00.000Z'],
    ['2026-11-01T06:00:00+02:00', '2026-11-01T04:00:00.000Z'],
  ])('--at %s are those known at %s', async (text, time) => {
    let asked: Date | undefined
    await prices(['show', '--at', text], {
      pricesAt: async (at) => {
        asked = at
        return []
      },
    })
    expect(asked?.toISOString()).toBe(time)
  })

  it.each(['yesterday', '2026-02-30', '2026-13-01', '2026-11-01 06:00'])('--at %s is refused', async (text) => {
    expect(await prices(['show', '--at', text])).toMatchObject({ code: 2, err: expect.stringContaining('Give a day such as 2026-11-01') })
  })

  it('a table for people, to a millionth of a dollar', async () => {
    const { out } = await show([known(), known({ instanceType: 'x1.32xlarge', usdPerHour: 13.338 })])
    expect(out).toMatch(/type.*USD\/h/)
    expect(out).toMatch(/m5\.large\s+on-demand\s+0\.107000\s+2026-11-02T11:00Z\s+aws-pricing/)
    expect(out).toMatch(/13\.338000/)
  })

  it('JSON with the same names', async () => {
    const { out } = await show([known()], '--format', 'json')
    expect(JSON.parse(out)).toEqual({
      prices: [expect.objectContaining({ instanceType: 'm5.large', usdPerHour: 0.107, currency: 'USD', source: 'aws-pricing' })],
    })
  })
})

describe('the prices that come with Ballast', () => {
  const bundledPrices = async () => [BUNDLED]

  it('are shown as long as nothing was read, and stderr says how old they are', async () => {
    const { out, err } = await prices(['show', '--format', 'csv'], { bundledPrices })
    expect(out).toBe(`${HEADER}\naws,eu-west-1,,m5.large,on-demand,0.11,USD,2026-07-20T00:00:00.000Z,a public table\n`)
    expect(err).toMatch(/^These are the prices that come with Ballast, up to 105 days old: ballast prices refresh/)
  })

  it('are not shown once anything was read: a region that was not is empty', async () => {
    const { out, err } = await prices(['show', '--region', 'eu-west-1', '--format', 'csv'], { bundledPrices, pricesAt: async () => [] })
    expect(out).toBe(`${HEADER}\n`)
    expect(err).toMatch(/No such price is known/)
  })

  it('are not those of a past day, nor those of a cloud', async () => {
    expect((await prices(['show', '--at', '2026-10-01', '--format', 'csv'], { bundledPrices })).out).toBe(`${HEADER}\n`)
    expect((await prices(['show', '--source', 'aws', '--format', 'csv'], { bundledPrices })).out).toBe(`${HEADER}\n`)
  })

  it('are shown where they are asked for, also beside others', async () => {
    const { out } = await prices(['show', '--source', 'bundled', '--format', 'csv'], { bundledPrices, pricesAt: async () => [] })
    expect(out).toMatch(/a public table/)
  })

  it('are as old as they say, also where they were read today', async () => {
    const read = known({ source: 'bundled', listing: 'bundled', effectiveAt: '2026-07-20T00:00:00.000Z' })
    expect(await csvOf([read])).toEqual([expect.stringContaining('2026-07-20T00:00:00.000Z,bundled')])
  })
})

describe('prices that are too old', () => {
  const old = known({ capacityType: 'spot', zone: 'eu-west-1a', listing: 'aws-spot', observedAt: '2026-11-01T06:00:00.000Z' })

  it('are shown, and stderr says which they are', async () => {
    const { code, out, err } = await show([known(), old], '--format', 'csv')
    expect([code, out.trimEnd().split('\n').length]).toEqual([0, 3])
    expect(err).toMatch(/^Stale: aws-spot eu-west-1 \(30 h old\)\. ballast prices status tells why/)
  })

  it('are nothing to be told of a past day, nor of prices that bear a date', async () => {
    expect((await show([old], '--at', '2026-11-01')).err).toBe('')
    expect((await show([known({ source: 'file', listing: 'file:mine.csv', observedAt: '2026-10-01T00:00:00.000Z' })])).err).toBe('')
  })
})

describe('a name that is wrong', () => {
  it('a region that nobody knows ends with 2 and the one that was meant', async () => {
    expect(await show([], '--region', 'eu-wets-1')).toMatchObject({ code: 2, err: expect.stringContaining('did you mean "eu-west-1"?') })
  })

  it('a source that nobody knows ends with 2 and the one that was meant', async () => {
    expect(await show([], '--source', 'asure')).toMatchObject({ code: 2, err: expect.stringContaining('did you mean "azure"?') })
  })

  it('a machine type of which no price is known is told', async () => {
    const { code, err } = await show([known()], '--type', 'm5.larg')
    expect([code, err]).toEqual([0, 'No price of m5.larg is known there: did you mean "m5.large"?\n'])
  })
})
