import { describe, expect, it } from 'vitest'
import type { ChangedOffer, PriceChanges } from '../../src/reports/findings.ts'
import { priceChangesReport, priceChangesText } from '../../src/reports/price-changes.ts'
import { aNight } from './a-night.ts'

const SINCE = { runId: '1', at: '2026-07-19T02:00:00.000Z' }

const anOffer = (part: Partial<ChangedOffer> = {}): ChangedOffer => ({
  ...{ cluster: 'dublin', instanceType: 'm.xlarge', capacityType: 'on-demand' },
  ...{ oldUsdPerHour: 1, newUsdPerHour: 1.25, nodes: 4, todayNodes: 2, lastPlanNodes: 1 },
  ...part,
})
const changes = (
  offers: ChangedOffer[],
  lastPlan: PriceChanges['lastPlan'] = { thenUsdPerHour: 10, nowUsdPerHour: 10.25 },
): PriceChanges => ({
  since: SINCE,
  offers,
  lastPlan,
})
const { oldUsdPerHour: _, ...NEW } = anOffer({ instanceType: 'm.new', newUsdPerHour: 3 })

describe('the report of price changes', () => {
  it('tells each change times its nodes, their sum, and the last plan at both days’ prices', () => {
    const offers = [anOffer(), anOffer({ instanceType: 'm.2xlarge', newUsdPerHour: 0.5, nodes: 1, todayNodes: 0, lastPlanNodes: 0 })]
    const rows = priceChangesReport.rows(aNight({ priceChanges: changes(offers) }))
    expect(rows).toMatchObject([
      { instanceType: 'm.xlarge', changePercent: 25, effectUsdPerHour: 1, effectUsdPerMonth: 730, todayEffectUsdPerHour: 0.5 },
      { instanceType: 'm.2xlarge', changePercent: -50, effectUsdPerHour: -0.5, todayEffectUsdPerHour: 0 },
      { cluster: '(all of these)', nodes: 5, effectUsdPerHour: 0.5, effectUsdPerMonth: 365, todayNodes: 2, todayEffectUsdPerHour: 0.5 },
      { cluster: '(nodes of the last plan)', oldUsdPerHour: 10, newUsdPerHour: 10.25, changePercent: 2.5, lastPlanEffectUsdPerHour: 0.25 },
    ])
    expect(rows.every(({ since }) => since === SINCE.at)).toBe(true)
  })

  it('leaves empty what nobody can say: the change of a price that was not known, the last plan at prices that are gone', () => {
    const [offer, , last] = priceChangesReport.rows(aNight({ priceChanges: changes([NEW], { thenUsdPerHour: 10 }) }))
    expect([offer?.effectUsdPerHour, offer?.changePercent, offer?.newUsdPerHour]).toEqual([undefined, undefined, 3])
    expect([last?.newUsdPerHour, last?.changePercent]).toEqual([undefined, undefined])
  })

  it('is empty on the first night', () => {
    expect(priceChangesReport.rows(aNight())).toEqual([])
  })
})

describe('price changes in a sentence', () => {
  it('say what they do to today’s nodes, to the plan’s, and to the last plan', () => {
    expect(priceChangesText(changes([anOffer(), anOffer({ instanceType: 'm.2xlarge', newUsdPerHour: 0.5 })]))).toBe(
      'Since the last night (2026-07-19 02:00 UTC) the prices of 2 machines in use changed: -0.500 USD/h for today’s nodes, -1.000 USD/h for this plan’s. The nodes of the last plan cost 10.000 USD/h then and 10.250 USD/h at today’s prices.',
    )
    expect(priceChangesText(changes([NEW], { thenUsdPerHour: 10 }))).toMatch(
      /10\.000 USD\/h then; what they cost at today’s prices is not known, for one of them is no longer sold\.$/,
    )
    expect(priceChangesText(changes([]))).toBe('Since the last night (2026-07-19 02:00 UTC) no price of a machine in use changed.')
  })
})
