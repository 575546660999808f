import { describe, expect, it } from 'vitest'
import type { NightlyOptions } from '../../src/cli/nightly.ts'
import type { PlanStatus } from '../../src/domain/plan.ts'
import type { NightOutcome } from '../../src/reports/night.ts'
import { aNight, asPlan, TOGETHER } from '../reports/a-night.ts'
import { command } from './command-line.ts'

const night = { ...aNight(), runId: '7', at: '2026-07-20T02:00:00.000Z', fleet: { name: 'tiny', simulated: true }, notes: [] }
const saving = { todayUsdPerHour: 2.9, afterUsdPerHour: 2, savingUsdPerHour: 0.9, savingUsdPerMonth: 657, savingShare: 0.31 }
const PLANNED: NightOutcome = {
  kind: 'planned',
  night: { ...night, applied: false, decision: { kind: 'move', sentences: ['Move.'], why: [], ...saving } },
}
const without = (status: PlanStatus): NightOutcome => ({ kind: 'no plan', night: { ...night, plan: { ...asPlan(TOGETHER), status } } })

describe('ballast nightly', () => {
  it('a night with a plan ends with 0, its result on stdout and its progress on stderr', async () => {
    const { code, out, err } = await command(['nightly'], {
      nightly: async ({ onProgress }) => {
        onProgress({ stage: 'solving' })
        return PLANNED
      },
    })
    expect([code, err]).toEqual([0, '· solving\n\n'])
    expect(out).toMatch(/^Saves 0\.900 USD\/h/)
  })

  it('an infeasible fleet ends with 3, and no plan in time with 1', async () => {
    expect((await command(['nightly'], { nightly: async () => without('infeasible') })).code).toBe(3)
    expect((await command(['nightly'], { nightly: async () => without('unknown') })).code).toBe(1)
  })

  it('how old the prices are stands beside the first figure', async () => {
    const { out } = await command(['nightly'], { nightly: async () => PLANNED })
    expect(out.split('\n').slice(0, 4).join('\n')).toContain(night.prices.sentence)
  })

  it('no plan in time names the setting that allows more, since this verb has no such flag', async () => {
    const { out } = await command(['nightly'], { nightly: async () => without('unknown') })
    expect(out).toMatch(/BALLAST_TIME_LIMIT_SECONDS/)
  })

  it.each([
    [import.meta.filename, /--out: is a file, not a folder/],
    [`${import.meta.filename}/a/b`, /--out: lies below .*nightly\.test\.ts, which is a file/],
  ])('a file in the way of --out is refused before any work is done: %s', async (out, message) => {
    const { code, err } = await command(['nightly', '--apply', '--out', out])
    expect([code, err]).toEqual([2, expect.stringMatching(message)])
  })

  it('does nothing to the fleet unless it is told to apply', async () => {
    const asked: Omit<NightlyOptions, 'onProgress'>[] = []
    const nightly = async ({ onProgress: _, ...options }: NightlyOptions) => {
      asked.push(options)
      return PLANNED
    }
    await command(['nightly'], { nightly })
    await command(['nightly', '--apply', '--fleet', 'mine.yaml', '--out', 'mine', '--allow-stale-prices', '--no-refresh'], { nightly })
    expect(asked).toEqual([
      { fleet: { kind: 'described', file: 'demo.yaml' }, out: 'out', apply: false, allowStalePrices: false, refresh: true },
      { fleet: { kind: 'described', file: 'mine.yaml' }, out: 'mine', apply: true, allowStalePrices: true, refresh: false },
    ])
  })

  it('names the commands that come next for this fleet and this folder', async () => {
    const { out } = await command(['nightly', '--fleet', "it's mine.yaml", '--out', 'mine'], { nightly: async () => PLANNED })
    expect(out).toContain("./scripts/nightly --apply --fleet 'it'\\''s mine.yaml' --out mine\n")
    expect(out).toContain('npx ballast report strategies --from mine\n')
  })
})
