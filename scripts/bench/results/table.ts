import { textTable } from '../../../src/reports/text-table.ts'
import { type Comparison, shareAboveBound } from './comparison.ts'
import { gapOf, type Measurement } from './measurement.ts'

const HEADINGS = {
  instance: 'fleet',
  side: 'side',
  outcome: 'outcome',
  usdPerHour: 'USD/h',
  lowerBoundUsdPerHour: 'its bound USD/h',
  gapPercent: 'its gap %',
  abovePercent: 'above best bound %',
  seconds: 'time s',
  peakMemoryMiB: 'memory MiB',
  verified: 'verified',
}

/** All that was measured, for a terminal of so many columns. */
export function resultsTable(comparisons: readonly Comparison[], width: number): string {
  const rows = comparisons.flatMap((comparison) => [...comparison.sides.values()].map((measurement) => rowOf(measurement, comparison)))
  return textTable({ name: 'bench', columns: Object.keys(HEADINGS), rows, pricesAsOf: '' }, HEADINGS, width)
}

function rowOf(measurement: Measurement, { lowerBoundUsdPerHour: best }: Comparison) {
  const { instance, side, outcome, usdPerHour, lowerBoundUsdPerHour, seconds, peakMemoryGiB, verified } = measurement
  const hasBoth = usdPerHour !== undefined && lowerBoundUsdPerHour !== undefined
  const above = shareAboveBound(measurement, best)
  return {
    instance,
    side,
    outcome,
    usdPerHour,
    lowerBoundUsdPerHour,
    gapPercent: hasBoth ? 100 * gapOf(usdPerHour, lowerBoundUsdPerHour) : undefined,
    abovePercent: above === undefined ? undefined : 100 * above,
    seconds,
    peakMemoryMiB: peakMemoryGiB === undefined ? undefined : Math.round(1024 * peakMemoryGiB),
    verified,
  }
}
