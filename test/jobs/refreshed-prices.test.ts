import { expect, test } from 'vitest'
import type { FeedReport } from '../../src/domain/price-refresh.ts'
import { refreshedPrices } from '../../src/jobs/live-prices.ts'

const report = (part: Partial<FeedReport>): FeedReport => ({
  feed: 'aws-spot eu-west-1',
  ...{ source: 'aws', listing: 'aws-spot', provider: 'aws', gives: 'prices', outcome: 'read', seconds: 1 },
  ...part,
})
const newsOf = (...feeds: FeedReport[]) =>
  refreshedPrices(async () => ({
    ...{
      id: 'one',
      startedAt: '2026-07-20T02:00:00.000Z',
      endedAt: '2026-07-20T02:01:00.000Z',
      resumed: false,
      kind: 'partial',
      warnings: [],
    },
    feeds,
  }))

test('why nothing is known of a listing that answers without any price is told as that of one that fails', async () => {
  const { unread } = await newsOf(
    report({ outcome: 'empty', failure: 'it lists no price that counts' }),
    report({ listing: 'aws-pricing', outcome: 'failed', failure: 'HTTP 503' }),
    report({ listing: 'gcp-billing', provider: 'gcp' }),
  )
  expect(unread).toEqual([
    { listing: 'aws-spot', provider: 'aws', message: 'it lists no price that counts' },
    { listing: 'aws-pricing', provider: 'aws', message: 'HTTP 503' },
  ])
})
