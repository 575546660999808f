import pLimit from 'p-limit'
import type { Finding } from '../../../domain/finding.ts'
import type { Seconds } from '../../../domain/units.ts'
import type { ClusterSnapshot } from '../snapshot.ts'
import { ClusterError } from './cluster-error.ts'
import type { Connection } from './connection.ts'
import { NO_LISTS, readSnapshot } from './read-snapshot.ts'

/** Where the last state of each cluster is kept. */
export interface LastStates {
  save(snapshot: ClusterSnapshot): Promise<void>
  last(cluster: string): Promise<ClusterSnapshot | undefined>
}

export interface SnapshotsReading {
  /** As many clusters side by side. */
  readonly atOnce: number
  /** The longest that one cluster may take. */
  readonly deadlineSeconds: Seconds
  /** Absent: a cluster that does not answer has no state. */
  readonly lastStates?: LastStates
  readonly now: () => Date
  /** Calls everything off. */
  readonly signal?: AbortSignal
  /** As for readSnapshot. */
  readonly patienceSeconds?: Seconds
}

export interface Snapshots {
  /** In the order of the connections; those that were never read are not here. */
  readonly snapshots: readonly ClusterSnapshot[]
  /** Of the clusters without a state; the others bear their own. */
  readonly findings: readonly Finding[]
}

/**
 * All clusters side by side, none waiting for another: one that does not answer in time gives its last state, marked stale,
 * or a finding where it has none. Throws only where it was called off, or where the last states cannot be kept.
 */
export async function readSnapshots(connections: readonly Connection[], reading: SnapshotsReading): Promise<Snapshots> {
  const limit = pLimit(reading.atOnce)
  const read = await Promise.all(connections.map((connection) => limit(() => readOrLast(connection, reading))))
  return { snapshots: read.flatMap(({ snapshot }) => snapshot ?? []), findings: read.flatMap(({ findings }) => findings) }
}

interface Outcome {
  readonly snapshot?: ClusterSnapshot
  readonly findings: readonly Finding[]
}

async function readOrLast(connection: Connection, reading: SnapshotsReading): Promise<Outcome> {
  const snapshot = await readInTime(connection, reading).catch((error: unknown) => {
    if (reading.signal?.aborted) throw error
    return error instanceof ClusterError ? error : notUnderstood(connection.cluster, error)
  })
  if (snapshot instanceof ClusterError) return withoutAnswer(snapshot, await reading.lastStates?.last(connection.cluster))
  await reading.lastStates?.save(snapshot)
  return { snapshot, findings: [] }
}

async function readInTime(connection: Connection, { deadlineSeconds, signal, ...reading }: SnapshotsReading): Promise<ClusterSnapshot> {
  const deadline = new AbortController()
  const timer = setTimeout(() => deadline.abort(new DOMException('out of time', 'TimeoutError')), deadlineSeconds * 1000)
  try {
    return await readSnapshot(connection, { ...reading, signal: signal ? AbortSignal.any([signal, deadline.signal]) : deadline.signal })
  } finally {
    clearTimeout(timer)
  }
}

/** Answers of a form that nobody foresaw must not stop the reading of all other clusters. */
function notUnderstood(cluster: string, cause: unknown): ClusterError {
  const what = `its answers cannot be understood: ${(cause as Error).message}`
  return new ClusterError(
    { cluster, failure: 'broken', what, remedy: 'see whether a Kubernetes API server stands at its address' },
    { cause },
  )
}

/** A last state may have been kept by an earlier version, which knew fewer lists. */
const OLDER_FORM: Partial<ClusterSnapshot> = { ...NO_LISTS, lists: [] }

function withoutAnswer(error: ClusterError, last: ClusterSnapshot | undefined): Outcome {
  if (!last) return { findings: [notRead(error), ...error.findings] }
  const stale = { since: last.readAt, because: error.what }
  return {
    snapshot: { ...OLDER_FORM, ...last, stale, findings: [isStale(error, last), ...error.findings, ...last.findings] },
    findings: [],
  }
}

const notRead = ({ cluster, what, remedy }: ClusterError): Finding => ({
  severity: 'error',
  cluster,
  subject: `cluster ${cluster}`,
  message: `it cannot be read, and no earlier state of it is known: ${what}`,
  remedy,
})

const isStale = ({ cluster, what, remedy }: ClusterError, { readAt }: ClusterSnapshot): Finding => ({
  severity: 'warning',
  cluster,
  subject: `cluster ${cluster}`,
  message: `its state is that of ${readAt}, since it cannot be read now: ${what}`,
  remedy,
})
