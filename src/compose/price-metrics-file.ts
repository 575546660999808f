import { readFile } from 'node:fs/promises'
import type { RefreshFigures } from '../telemetry/metrics.ts'

/**
 * Writes what a refresh came to where node_exporter's textfile collector finds it, whole or not at all. Errors are counted on from what
 * stands there.
 */
export async function writePriceMetrics(path: string, figures: RefreshFigures): Promise<void> {
  const [{ createMetrics }, { writeWhole }] = await Promise.all([import('../telemetry/metrics.ts'), import('../reports/write-files.ts')])
  const metrics = createMetrics(await readFile(path, 'utf8').catch(() => ''))
  metrics.refreshed(figures)
  await writeWhole(path, await metrics.text())
}
