import { describe, expect, it } from 'vitest'
import type { RefreshOptions } from '../../src/cli/prices/refresh.ts'
import { type PriceProgress, priceProgress } from '../../src/cli/prices/refresh-progress.ts'
import type { FeedReport, RefreshOutcome } from '../../src/domain/price-refresh.ts'
import { prices } from './prices-command-line.ts'

const IRELAND: FeedReport = {
  feed: 'aws-pricing eu-west-1',
  source: 'aws',
  listing: 'aws-pricing',
  provider: 'aws',
  gives: 'prices',
  outcome: 'read',
  seconds: 2.06,
  rows: 400,
  kept: { rows: 400, added: 3, changed: 5, withdrawn: 1, setAside: 2, completeness: 0.985 },
  leftOut: { Windows: 900, 'not shared': 20 },
}
const { rows: _, kept: __, leftOut: ___, ...WITHOUT_ANSWER } = IRELAND
const FAILED: FeedReport = {
  ...WITHOUT_ANSWER,
  feed: 'aws-spot eu-west-1',
  listing: 'aws-spot',
  outcome: 'failed',
  seconds: 15,
  failure: 'POST ec2: connection refused (ECONNREFUSED); check the address and the network',
  lastGood: { prices: 1, at: '2026-11-02T07:00:00.000Z' },
}
const NOT_ASKED: FeedReport = { ...FAILED, feed: 'aws-spot us-east-1', outcome: 'not asked', seconds: 0 }

const outcome = (feeds: readonly FeedReport[], facts: Partial<RefreshOutcome> = {}): RefreshOutcome => ({
  id: '1',
  startedAt: '2026-11-02T12:00:00.000Z',
  endedAt: '2026-11-02T12:00:34.000Z',
  resumed: false,
  kind: 'complete',
  feeds,
  warnings: [],
  ...facts,
})

const refresh = (result: RefreshOutcome, ...args: string[]) => prices(['refresh', ...args], { refresh: async () => result })

describe('what is asked for', () => {
  const asked = async (...args: string[]) => {
    let told: RefreshOptions | undefined
    const said = await prices(['refresh', ...args], {
      refresh: async (options) => {
        told = options
        return outcome([])
      },
    })
    return { ...said, told }
  }

  it('is what the settings name, where the command line does not', async () => {
    expect((await asked()).told).toMatchObject({ sources: ['aws', 'azure', 'gcp'], regions: [], anew: false, acceptIncomplete: false })
  })

  it('is named with commas or again and again, each name once', async () => {
    const args = ['--source', 'aws,gcp', '--source', 'bundled', '--region', 'eu-west-1, us-east-1', '--region', 'eu-west-1']
    expect((await asked(...args, '--anew', '--accept-incomplete')).told).toMatchObject({
      sources: ['aws', 'gcp', 'bundled'],
      regions: ['eu-west-1', 'us-east-1'],
      anew: true,
      acceptIncomplete: true,
    })
  })

  it.each([
    [['--source', 'asw'], 'did you mean "aws"?'],
    [['--source', 'oracle'], 'known: file, azure-ratecard, aws, azure, gcp, bundled'],
    [['--source', ''], 'at least one name'],
    [['--region', ','], 'at least one name'],
    [['--everything'], "unknown option '--everything'"],
  ])('%s ends with 2 and the remedy', async (args, remedy) => {
    const { code, err, told } = await asked(...args)
    expect([code, told]).toEqual([2, undefined])
    expect(err).toContain(remedy)
  })

  it.each(['refresh', 'show', 'diff', 'status'])('help of %s has examples, fits 100 columns and ends with 0', async (verb) => {
    const { code, out } = await prices([verb, '--help'])
    expect([code, out]).toEqual([0, expect.stringMatching(/Examples:\n {2}ballast prices/)])
    expect(Math.max(...out.split('\n').map((line) => line.length))).toBeLessThanOrEqual(100)
  })

  it('help tells the exit codes', async () => {
    expect((await asked('--help')).out).toMatch(/Exit codes:\n {2}0 {2}every price listing was read/)
  })
})

describe('a refresh that went well', () => {
  it('ends with 0 and tells of each feed what it came to', async () => {
    const { code, out } = await refresh(outcome([IRELAND]))
    expect(code).toBe(0)
    expect(out).toMatch(
      /^1 price feed read in 34\.0 s: 400 prices, 3 new, 5 changed, 1 withdrawn, 2 set aside until they are seen again\.\n/,
    )
    expect(out).toMatch(/aws-pricing eu-west-1\s+read\s+400\s+3\s+5\s+1\s+2\s+98\.5\s+2\.1/)
    expect(out).toMatch(/Left out, by reason\n {2}aws-pricing: 900 Windows, 20 not shared\n/)
    expect(out).not.toMatch(/Warnings|Not read/)
  })

  it('is none the less so where only machine shapes could not be read: a warning', async () => {
    const shapes: FeedReport = { ...FAILED, feed: 'aws-types eu-west-1', gives: 'shapes' }
    const { code, out } = await refresh(outcome([IRELAND, shapes], { warnings: ['gcp is not asked'] }))
    expect(code).toBe(0)
    expect(out).toMatch(/Warnings\n {2}gcp is not asked\n {2}POST ec2: connection refused.*\n {4}aws-types eu-west-1\n/)
  })
})

describe('a refresh of which something failed', () => {
  it('ends with 1 and says of each what stays known and how old it is, each reason once', async () => {
    const { code, out } = await refresh(outcome([IRELAND, FAILED, NOT_ASKED], { kind: 'partial' }))
    expect(code).toBe(1)
    expect(out).toMatch(/^1 of 3 price feeds read/)
    expect(out).toContain(`Not read: what was known before stays
  POST ec2: connection refused (ECONNREFUSED); check the address and the network
    aws-spot eu-west-1: 1 price of 2026-11-02T07:00:00.000Z, 5 h ago
    aws-spot us-east-1: 1 price of 2026-11-02T07:00:00.000Z, 5 h ago
`)
  })

  it('says where nothing is known of it at all', async () => {
    const { lastGood: _known, ...unknown } = FAILED
    expect((await refresh(outcome([unknown], { kind: 'failed' }))).out).toContain('aws-spot eu-west-1: nothing is known of it')
  })

  it.each([
    ['called off', 'It was called off: run it again, it goes on.'],
    ['out of time', 'It was cut short by its deadline: run it again, it goes on.'],
  ] as const)('says that it was %s', async (cutShort, text) => {
    const { code, out } = await refresh(outcome([IRELAND, FAILED], { kind: 'partial', cutShort }))
    expect([code, out]).toEqual([1, expect.stringContaining(text)])
  })
})

describe('progress of a refresh', () => {
  const shown = (isInteractive: boolean, ...progress: PriceProgress[]) => {
    let text = ''
    const err = (more: string) => {
      text += more
    }
    const lines = priceProgress({ err, isInteractive, width: 80 })
    for (const each of progress) lines.show(each)
    lines.end()
    return text
  }
  const planned: PriceProgress = { kind: 'planned', feeds: 2, resumed: false, warnings: [] }
  const feed = { id: 'aws-pricing eu-west-1' }

  it('is a line for each feed that begins and ends, where nobody watches', () => {
    const text = shown(
      false,
      { ...planned, warnings: ['gcp is not asked'] },
      { kind: 'begun', feed },
      { kind: 'page', feed, rows: 100 },
      { kind: 'ended', report: IRELAND },
      { kind: 'ended', report: FAILED },
      { kind: 'ended', report: NOT_ASKED },
    )
    expect(text).toBe(`Warning: gcp is not asked
· aws-pricing eu-west-1
  aws-pricing eu-west-1: 400 rows, 3 new, 5 changed (2.1 s)
  aws-spot eu-west-1: failed after 15.0 s: POST ec2: connection refused (ECONNREFUSED); check the address and the network
  aws-spot us-east-1: not asked
`)
  })

  it('is drawn over where a person watches; what failed stays', () => {
    const text = shown(true, planned, { kind: 'begun', feed }, { kind: 'page', feed, rows: 100 }, { kind: 'ended', report: FAILED })
    expect(text).toMatch(/\r {2}0 of 2 feeds; reading aws-pricing eu-west-1 \(100 rows\)/)
    expect(text).toMatch(/\n\r {2}1 of 2 feeds/)
    expect(text).toMatch(/failed after 15\.0 s.*\n/)
    expect(text.endsWith('\r')).toBe(true)
  })

  it('says that it goes on with what is left', () => {
    expect(shown(false, { ...planned, resumed: true })).toMatch(/^Going on with the refresh that was cut short: 2 feeds are left/)
  })
})
