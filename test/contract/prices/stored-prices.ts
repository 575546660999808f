import type { EmptyDatabase } from '../store.ts'
import { beliefContract } from './belief.ts'
import { machineFactsContract } from './facts.ts'
import { historyContract } from './history.ts'
import { refreshesContract } from './refreshes.ts'

/** What every store must do with prices and with what is known of machines. */
export function storedPricesContract(kind: string, emptyDatabase: () => Promise<EmptyDatabase>): void {
  historyContract(kind, emptyDatabase)
  beliefContract(kind, emptyDatabase)
  refreshesContract(kind, emptyDatabase)
  machineFactsContract(kind, emptyDatabase)
}
