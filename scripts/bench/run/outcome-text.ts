import { percentText, usdPerHourText } from '../../../src/reports/figures.ts'
import { gapOf, type Measurement } from '../results/measurement.ts'

/** A measurement in a line: what it found, how far from the optimum at most, in which time and memory. */
export function outcomeText(measurement: Measurement): string {
  const { side, outcome, usdPerHour, lowerBoundUsdPerHour, seconds, peakMemoryGiB, remark } = measurement
  const words = [
    ...(usdPerHour === undefined ? [outcome] : [`${usdPerHourText(usdPerHour)} USD/h`]),
    ...(lowerBoundUsdPerHour === undefined ? [] : [`bound ${usdPerHourText(lowerBoundUsdPerHour)}`]),
    ...(usdPerHour === undefined || lowerBoundUsdPerHour === undefined
      ? []
      : [`gap ${percentText(gapOf(usdPerHour, lowerBoundUsdPerHour))}`]),
    ...(seconds === undefined ? [] : [`${seconds.toFixed(1)} s`]),
    ...(peakMemoryGiB === undefined ? [] : [`${peakMemoryGiB.toFixed(2)} GiB`]),
    ...(measurement.verified === 'no' ? ['NOT VERIFIED'] : []),
    ...(remark === undefined ? [] : [remark]),
  ]
  return `${side}: ${words.join(', ')}`
}
