import { dirname } from 'node:path'
import type { Connection } from '../clusters/kubernetes/read/connection.ts'
import type { Snapshots } from '../clusters/kubernetes/read/read-snapshots.ts'
import type { ClusterSnapshot } from '../clusters/kubernetes/snapshot.ts'
import type { Config } from '../config.ts'
import { InputError } from '../domain/input-error.ts'
import type { FleetConfig } from '../fleet-config/open-fleet-config.ts'
import type { Store } from '../store/store.ts'

/** What reading clusters needs of the world. */
export interface Reading {
  /** Keeps the last state of each. */
  readonly store: Pick<Store, 'clusterStates'>
  readonly now: () => Date
  /** The process's: kubeconfigs and sign-in commands follow it. */
  readonly environment: Readonly<Record<string, string | undefined>>
  readonly onStage: (stage: string) => void
}

/** Reads all clusters of a configuration side by side. Throws InputError, before any is called, for what cannot be reached as configured. */
export async function readClusters(config: Config, configured: FleetConfig, reading: Reading): Promise<Snapshots> {
  const connections = await connectionsTo(configured, reading)
  try {
    return await readAll(config, connections, reading)
  } finally {
    for (const connection of connections) connection.close()
  }
}

async function connectionsTo({ fleet, source, located }: FleetConfig, { environment }: Reading): Promise<Connection[]> {
  const [{ describedConnections }, { connectAll }] = await Promise.all([
    import('../fleet-config/described-connections.ts'),
    import('../clusters/kubernetes/read/connect-all.ts'),
  ])
  try {
    return connectAll(describedConnections(fleet, dirname(source)), { environment })
  } catch (error) {
    throw error instanceof InputError ? new InputError(source, located(error.issues)) : error
  }
}

/** So many that one wants to see each of them come in. */
const MANY = 5

async function readAll(
  { clustersAtOnce, clusterDeadlineSeconds }: Config,
  connections: readonly Connection[],
  { store: { clusterStates }, now, onStage }: Reading,
): Promise<Snapshots> {
  const { readSnapshots } = await import('../clusters/kubernetes/read/read-snapshots.ts')
  const count = connections.length === 1 ? 'one cluster' : `${connections.length} clusters`
  onStage(`reading ${count}`)
  let answered = 0
  const save = async (state: ClusterSnapshot) => {
    await clusterStates.save(state)
    answered += 1
    if (connections.length >= MANY) onStage(`${state.cluster} was read, ${answered} of ${connections.length}`)
  }
  return readSnapshots(connections, {
    atOnce: clustersAtOnce,
    deadlineSeconds: clusterDeadlineSeconds,
    lastStates: { save, last: (cluster) => clusterStates.last(cluster) },
    now,
  })
}
