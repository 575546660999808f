import type { EmptyDatabase } from '../store.ts'
import { anyHistoryContract } from './any-history.ts'
import { beliefContract } from './belief.ts'
import { compactionContract } from './compaction.ts'
import { machineFactsContract } from './facts.ts'
import { historyContract } from './history.ts'
import { refreshesContract } from './refreshes.ts'

/** What every store must do with prices and with what is known of machines. */
export function storedPricesContract(kind: string, emptyDatabase: () => Promise<EmptyDatabase>): void {
  historyContract(kind, emptyDatabase)
  beliefContract(kind, emptyDatabase)
  refreshesContract(kind, emptyDatabase)
  compactionContract(kind, emptyDatabase)
  machineFactsContract(kind, emptyDatabase)
  anyHistoryContract(kind, emptyDatabase)
}
