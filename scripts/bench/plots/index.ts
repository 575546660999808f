import { join } from 'node:path'
import { writeFiles } from '../../../src/reports/write-files.ts'
import type { Comparison } from '../results/comparison.ts'
import type { CurvePoint } from '../results/measurement.ts'
import { costAgainstTime } from './cost-against-time.ts'
import { gapPerSize } from './gap-per-size.ts'
import { svgOf } from './svg.ts'
import { timeAgainstSize } from './time-against-size.ts'

/** Writes each plot for which something was measured; says which. */
export async function writePlots(folder: string, comparisons: readonly Comparison[], curves: readonly CurvePoint[]): Promise<string[]> {
  const plots = {
    'cost-against-time.svg': costAgainstTime(comparisons, curves),
    'time-against-size.svg': timeAgainstSize(comparisons),
    'gap-per-size.svg': gapPerSize(comparisons),
  }
  const files = new Map<string, string>()
  for (const [name, plot] of Object.entries(plots)) if (plot) files.set(name, `${await svgOf(plot)}\n`)
  await writeFiles(folder, files)
  return [...files.keys()].map((name) => join(folder, name))
}
