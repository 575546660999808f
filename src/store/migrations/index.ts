import type { Migration } from 'kysely/migration'
import * as runsPlansAudit from './0001-runs-plans-audit.ts'
import * as moves from './0002-moves.ts'
import * as priceHistory from './0003-price-history.ts'
import * as nights from './0004-nights.ts'
import * as clusterStates from './0005-cluster-states.ts'
import * as notOffered from './0006-not-offered.ts'

/** In order of their names, forward only: what has once been released is never edited, only followed by another. */
export const migrations: Readonly<Record<string, Migration>> = {
  '0001-runs-plans-audit': runsPlansAudit,
  '0002-moves': moves,
  '0003-price-history': priceHistory,
  '0004-nights': nights,
  '0005-cluster-states': clusterStates,
  '0006-not-offered': notOffered,
}
