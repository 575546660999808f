import type { Finding } from '../../../domain/finding.ts'
import { ClusterError } from './cluster-error.ts'
import type { Connection } from './connection.ts'
import { discover, type Served } from './discovery.ts'
import { LISTS, type ListName, resourceName } from './lists.ts'

/** A list that may not be read. */
export interface MissingRight {
  readonly list: ListName
  readonly finding: Finding
}

/** The rights that reading a cluster needs and has not: each with the rule of a ClusterRole that grants it. Throws ClusterError. */
export async function missingRights(connection: Connection, signal: AbortSignal): Promise<Finding[]> {
  return (await rightsLacking(connection, await discover(connection, signal), signal)).map(({ finding }) => finding)
}

/** Of what a cluster serves, the lists that may not be read, as its own authorizer says (SelfSubjectAccessReview). */
export async function rightsLacking(connection: Connection, { lists }: Served, signal: AbortSignal): Promise<MissingRight[]> {
  const answers = await Promise.all([...lists.keys()].map(async (list) => ((await mayList(connection, list, signal)) ? [] : [list])))
  return answers.flat().map((list) => ({ list, finding: missingRight(connection.cluster, list) }))
}

/** Where even the review is refused, the list itself will tell. */
async function mayList(connection: Connection, list: ListName, signal: AbortSignal): Promise<boolean> {
  const { group, resource } = LISTS[list]
  const body = {
    apiVersion: 'authorization.k8s.io/v1',
    kind: 'SelfSubjectAccessReview',
    spec: { resourceAttributes: { verb: 'list', group, resource } },
  }
  try {
    const review = await connection.ask({ path: '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews', body, signal })
    return (review as { status?: { allowed?: boolean } }).status?.allowed ?? true
  } catch (error) {
    if (error instanceof ClusterError && ['forbidden', 'missing'].includes(error.failure)) return true
    throw error
  }
}

export function missingRight(cluster: string, list: ListName): Finding {
  const { group, resource, otherwise, isIndispensable } = LISTS[list]
  const rule = `{apiGroups: ["${group}"], resources: [${resource}], verbs: [list]}`
  return {
    severity: isIndispensable ? 'error' : 'warning',
    cluster,
    subject: `right list ${resourceName(LISTS[list])}`,
    message: `it may not list ${resource}${group ? ` of ${group}` : ''} in all namespaces: ${otherwise}`,
    remedy: `add to its ClusterRole the rule ${rule}, or bind that of deploy/rbac/reader.yaml`,
  }
}
