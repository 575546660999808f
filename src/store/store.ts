import type { Kysely } from 'kysely'
import { type Audit, auditIn } from './audit.ts'
import { type ClusterStates, clusterStatesIn } from './cluster-states.ts'
import type { Connection } from './connection.ts'
import { connectEmbedded } from './embedded.ts'
import { parseLocation, type StoreLocation } from './location.ts'
import { migrate } from './migrate.ts'
import { type Moves, movesIn } from './moves.ts'
import { type Nights, nightsIn } from './nights.ts'
import { type Plans, plansIn } from './plans.ts'
import { type Bands, bandsIn } from './prices/bands.ts'
import { type PriceHistory, priceHistoryIn } from './prices/price-history.ts'
import { type Shapes, shapesIn } from './prices/shapes.ts'
import { type SpotEvents, spotEventsIn } from './prices/spot-events.ts'
import { type Problems, problemsIn } from './problems.ts'
import { failInterruptedRuns, type Runs, runsIn } from './runs.ts'
import { type Database, SCHEMA } from './schema.ts'
import { connectServer } from './server.ts'
import { type SimulatedFleets, simulatedFleetsIn } from './simulated-fleets.ts'
import { type Steps, stepsIn } from './steps.ts'

export interface Repositories {
  readonly runs: Runs
  readonly problems: Problems
  readonly plans: Plans
  readonly nights: Nights
  readonly steps: Steps
  readonly audit: Audit
  readonly moves: Moves
  readonly simulatedFleets: SimulatedFleets
  readonly clusterStates: ClusterStates
  readonly prices: PriceHistory
  readonly shapes: Shapes
  readonly bands: Bands
  readonly spotEvents: SpotEvents
}

export interface Store extends Repositories {
  /** All or nothing. Inside, use what is handed in: the store itself waits until the transaction has ended. */
  transaction<Result>(work: (repositories: Repositories) => Promise<Result>): Promise<Result>
  close(): Promise<void>
}

/**
 * Opens the store in a folder (embedded, one process at a time) or at a postgres:// URL, up to date and without orphaned runs.
 * Throws InputError for an unusable location, StoreLockedError where another process has the folder, StoreError where it cannot be opened.
 */
export async function openStore(location: string, { now }: { now: () => Date }): Promise<Store> {
  const place = parseLocation(location)
  const connection = await connect(place, now)
  try {
    await migrate(connection.db, place.shown)
    const db = connection.db.withSchema(SCHEMA)
    await failInterruptedRuns(db, now)
    return storeOn(db, connection, now)
  } catch (error) {
    await connection.close()
    throw error
  }
}

function connect(place: StoreLocation, now: () => Date): Promise<Connection> {
  return place.kind === 'folder' ? connectEmbedded(place.path, now) : connectServer(place.url, place.shown)
}

function storeOn(db: Kysely<Database>, { owner, close }: Connection, now: () => Date): Store {
  const repositories = (within: Kysely<Database>): Repositories => ({
    runs: runsIn(within, owner, now),
    problems: problemsIn(within),
    plans: plansIn(within),
    nights: nightsIn(within),
    steps: stepsIn(within, now),
    audit: auditIn(within, now),
    moves: movesIn(within, now),
    simulatedFleets: simulatedFleetsIn(within, now),
    clusterStates: clusterStatesIn(within),
    prices: priceHistoryIn(within, now),
    shapes: shapesIn(within, now),
    bands: bandsIn(within, now),
    spotEvents: spotEventsIn(within, now),
  })
  let closed: Promise<void> | undefined
  return {
    ...repositories(db),
    transaction: (work) => db.transaction().execute((transaction) => work(repositories(transaction))),
    close() {
      closed ??= close()
      return closed
    },
  }
}
