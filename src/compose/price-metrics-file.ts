import { readFile } from 'node:fs/promises'
import type { RefreshOutcome } from '../domain/price-refresh.ts'
import type { Store } from '../store/store.ts'

/**
 * Writes what a refresh came to where node_exporter's textfile collector finds it, whole or not at all; errors are counted on from what
 * stands there. No path: nowhere. A file that cannot be written is a warning, for the prices themselves were read.
 */
export async function withMetrics(path: string, outcome: RefreshOutcome, { prices }: Pick<Store, 'prices'>): Promise<RefreshOutcome> {
  if (path === '') return outcome
  const [{ createMetrics }, { writeWhole }] = await Promise.all([import('../telemetry/metrics.ts'), import('../reports/write-files.ts')])
  try {
    const metrics = createMetrics(await readFile(path, 'utf8').catch(() => ''))
    metrics.refreshed({ feeds: outcome.feeds, states: await prices.feedStates(), now: new Date() })
    await writeWhole(path, await metrics.text())
    return outcome
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    return { ...outcome, warnings: [...outcome.warnings, `metrics could not be written to ${path}: ${why}`] }
  }
}
