import pLimit from 'p-limit'
import type { Finding } from '../../../domain/finding.ts'
import type { Seconds } from '../../../domain/units.ts'
import type { ClusterSnapshot, ReadList } from '../snapshot.ts'
import { ClusterError } from './cluster-error.ts'
import type { Connection } from './connection.ts'
import { discover, PATIENCE_SECONDS, type Served } from './discovery.ts'
import { keeping } from './keep-object.ts'
import { LIST_NAMES, LISTS, type ListName, listPath, resourceName } from './lists.ts'
import { type ListAsRead, readList } from './read-list.ts'
import { missingRight, rightsLacking } from './rights.ts'

export interface SnapshotReading {
  readonly now: () => Date
  /** Ends the reading; with a TimeoutError for a reason where time ran out. */
  readonly signal: AbortSignal
  /** Objects a page; default 500. */
  readonly pageSize?: number
  /** So long is waited for what other servers answer behind the API server; default 15. */
  readonly patienceSeconds?: Seconds
}

/** As many lists of one cluster at once: more only makes its API server compete with itself. */
const LISTS_AT_ONCE = 4

/**
 * A cluster as it is now. What is not served is empty; what may not be read is empty and a finding.
 * Throws ClusterError where it does not answer, or where nodes, pods, Deployments or ReplicaSets may not be read.
 */
export async function readSnapshot(connection: Connection, reading: SnapshotReading): Promise<ClusterSnapshot> {
  const readAt = reading.now().toISOString()
  const served = await discover(connection, reading.signal, reading.patienceSeconds)
  const allowed = await allowedLists(connection, served, reading.signal)
  const findings: Finding[] = [...connection.findings(), ...served.findings, ...allowed.findings]
  const limit = pLimit(LISTS_AT_ONCE)
  const read = await Promise.all(allowed.lists.map(([name, version]) => limit(() => readOne(connection, name, version, reading, findings))))
  return {
    cluster: connection.cluster,
    version: served.version,
    readAt,
    ...NO_LISTS,
    ...Object.fromEntries(read.flatMap((one) => (one ? [[one.name, one.kept]] : []))),
    lists: read.flatMap((one) => (one ? [one.list] : [])),
    findings,
  }
}

type Lists = Pick<ClusterSnapshot, ListName>

/** What is not read is empty. */
export const NO_LISTS = Object.fromEntries(LIST_NAMES.map((name) => [name, []])) as unknown as Lists

async function allowedLists(
  connection: Connection,
  served: Served,
  signal: AbortSignal,
): Promise<{ lists: [ListName, string][]; findings: Finding[] }> {
  const lacking = await rightsLacking(connection, served, signal)
  const findings = lacking.map(({ finding }) => finding)
  if (lacking.some(({ list }) => LISTS[list].isIndispensable)) throw forbidden(connection.cluster, findings)
  const refused = new Set(lacking.map(({ list }) => list))
  return { lists: [...served.lists].filter(([name]) => !refused.has(name)), findings }
}

function forbidden(cluster: string, findings: readonly Finding[]): ClusterError {
  const indispensable = findings.filter(({ severity }) => severity === 'error')
  const rights = indispensable.map(({ subject }) => subject.replace('right ', '')).join(', ')
  const remedy = 'bind the ClusterRole of deploy/rbac/reader.yaml to it'
  return new ClusterError({ cluster, failure: 'forbidden', what: `it lacks the right to ${rights}`, remedy, findings })
}

/** One list; undefined where it could not be read but the cluster can be told without it. */
async function readOne(
  connection: Connection,
  name: ListName,
  groupVersion: string,
  { signal: deadline, pageSize = 500, patienceSeconds = PATIENCE_SECONDS }: SnapshotReading,
  findings: Finding[],
): Promise<{ name: ListName; list: ReadList; kept: readonly unknown[] } | undefined> {
  const { resource, isMetadataEnough = false, isAggregated } = LISTS[name]
  const signal = isAggregated ? AbortSignal.any([deadline, AbortSignal.timeout(patienceSeconds * 1000)]) : deadline
  const path = listPath(groupVersion, resource)
  try {
    const as = await readList(
      connection,
      { path, isMetadataEnough, limit: pageSize, signal },
      keeping(connection.cluster, name, groupVersion, findings),
    )
    return { name, list: listRead(name, groupVersion, as), kept: as.kept }
  } catch (error) {
    if (deadline.aborted || !(error instanceof ClusterError) || !canDoWithout(name, error)) throw error
    findings.push(error.failure === 'forbidden' ? missingRight(connection.cluster, name) : unread(name, error))
    return undefined
  }
}

/**
 * A right may be withheld for good, and another server may be gone; but where the API server itself fails to give a list, who owns replicas
 * or how many may be away would be guessed: then the whole cluster counts as not read.
 */
function canDoWithout(name: ListName, { failure }: ClusterError): boolean {
  const { isIndispensable, isAggregated } = LISTS[name]
  return !isIndispensable && (failure === 'forbidden' || failure === 'missing' || isAggregated === true)
}

function listRead(name: ListName, groupVersion: string, { objects, resourceVersion }: ListAsRead<unknown>): ReadList {
  return { resource: resourceName(LISTS[name]), groupVersion, resourceVersion, objects }
}

function unread(name: ListName, { cluster, what, remedy }: ClusterError): Finding {
  return {
    severity: 'warning',
    cluster,
    subject: `list ${resourceName(LISTS[name])}`,
    message: `${what}: ${LISTS[name].otherwise}`,
    remedy,
  }
}
