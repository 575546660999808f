import { spawnSync } from 'node:child_process'
import { describe, expect, it } from 'vitest'
import type { FeedState } from '../../src/domain/known-price.ts'
import type { FeedReport } from '../../src/domain/price-refresh.ts'
import { createMetrics } from '../../src/telemetry/metrics.ts'

const NOON = new Date('2026-07-20T12:00:00.000Z')

function state(part: Partial<FeedState> = {}): FeedState {
  return {
    ...{ source: 'aws', listing: 'aws-pricing', provider: 'aws', region: 'eu-west-1', feedId: 'aws-pricing eu-west-1' },
    lastGoodAt: '2026-07-20T11:00:00.000Z',
    known: { 'on-demand': 500, spot: 0 },
    completeness: 1,
    setAside: 0,
    ...part,
  }
}

function report(part: Partial<FeedReport> = {}): FeedReport {
  const feed = { feed: 'aws-pricing eu-west-1', source: 'aws', listing: 'aws-pricing', provider: 'aws', gives: 'prices' as const }
  return { ...feed, outcome: 'read', seconds: 2, ...part }
}

/** The samples of a text by their names and labels. */
async function samples(metrics: ReturnType<typeof createMetrics>): Promise<Record<string, number>> {
  const lines = (await metrics.text()).split('\n').filter((line) => line !== '' && !line.startsWith('#'))
  return Object.fromEntries(lines.map((line) => [line.slice(0, line.lastIndexOf(' ')), Number(line.slice(line.lastIndexOf(' ') + 1))]))
}

const of = (name: string, listing = 'aws-pricing', source = 'aws') => `${name}{source="${source}",listing="${listing}"}`

const told = () => {
  const metrics = createMetrics()
  const older = state({ region: 'us-east-1', lastGoodAt: '2026-07-20T10:00:00.000Z', completeness: 0.95, setAside: 2 })
  const feeds = [
    report(),
    report({ outcome: 'failed', seconds: 3 }),
    report({ outcome: 'not asked', seconds: 0 }),
    report({ listing: 'aws-ec2-spot' }),
  ]
  metrics.refreshed({ feeds, states: [state(), older, state({ source: 'gcp', listing: 'gcp-billing' })], now: NOON })
  return metrics
}

describe('metrics of prices', () => {
  it('tell a listing of two regions by the older, the less complete, and all prices of both', async () => {
    expect(await samples(told())).toMatchObject({
      [of('ballast_price_age_seconds')]: 7200,
      [of('ballast_price_last_good_timestamp_seconds')]: Date.parse('2026-07-20T10:00:00Z') / 1000,
      [of('ballast_price_rows')]: 1000,
      [of('ballast_price_set_aside')]: 2,
      [of('ballast_price_completeness_ratio')]: 0.95,
      [of('ballast_price_age_seconds', 'gcp-billing', 'gcp')]: 3600,
    })
  })

  it('tell what reading took and how often it failed; what was not asked is no error', async () => {
    expect(await samples(told())).toMatchObject({
      [of('ballast_price_read_duration_seconds')]: 5,
      [of('ballast_price_errors_total')]: 1,
      [of('ballast_price_errors_total', 'aws-ec2-spot')]: 0,
    })
  })

  it('count errors on from one refresh to the next, and forget listings that are no more', async () => {
    const metrics = told()
    metrics.refreshed({ feeds: [report({ outcome: 'failed' })], states: [state()], now: NOON })
    const now = await samples(metrics)
    expect(now[of('ballast_price_errors_total')]).toBe(2)
    expect(now[of('ballast_price_rows', 'gcp-billing', 'gcp')]).toBeUndefined()
  })

  it('count errors on from what an earlier process told, and pass over what it cannot have told', async () => {
    const before = `${await told().text()}\nballast_price_errors_total{source="x"} 7\nnonsense`
    const metrics = createMetrics(before)
    metrics.refreshed({ feeds: [report({ outcome: 'failed' })], states: [], now: NOON })
    expect(await samples(metrics)).toMatchObject({
      [of('ballast_price_errors_total')]: 2,
      [of('ballast_price_errors_total', 'aws-ec2-spot')]: 0,
    })
  })

  it('each name ends in its unit or what it counts, and each has its help and its type', async () => {
    const lines = (await told().text()).split('\n')
    const names = lines.filter((line) => line.startsWith('# TYPE')).map((line) => line.split(' ')[2]!)
    expect(names).toHaveLength(7)
    for (const name of names) expect(name).toMatch(/^ballast_price_\w*(seconds|ratio|total|rows|set_aside)$/)
    expect(lines.filter((line) => line.startsWith('# HELP'))).toHaveLength(7)
  })

  const isThere = spawnSync('promtool', ['--version']).status === 0
  it.skipIf(!isThere)('pass the checks of Prometheus’s own tool', async () => {
    const checked = spawnSync('promtool', ['check', 'metrics'], { input: await told().text(), encoding: 'utf8' })
    expect([checked.status, checked.stdout, checked.stderr]).toEqual([0, '', ''])
  })
})
