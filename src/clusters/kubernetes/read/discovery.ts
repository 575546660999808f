import type { Finding } from '../../../domain/finding.ts'
import type { Seconds } from '../../../domain/units.ts'
import { ClusterError } from './cluster-error.ts'
import type { Connection } from './connection.ts'
import { groupVersionOf, LIST_NAMES, LISTS, type ListName, listPath } from './lists.ts'

/** What a cluster serves of what Ballast reads. */
export interface Served {
  /** `v1.33.1` */
  readonly version: string
  /** The group and version that each list is read in; a list that is not served is not here. */
  readonly lists: ReadonlyMap<ListName, string>
  readonly findings: readonly Finding[]
}

/** So long is waited for a server behind the API server, so that it does not make the cluster look dead. */
export const PATIENCE_SECONDS: Seconds = 15

/** Asks a cluster which versions it serves. What it does not serve is no mistake; throws ClusterError where it serves no Deployments. */
export async function discover(connection: Connection, signal: AbortSignal, patienceSeconds = PATIENCE_SECONDS): Promise<Served> {
  const { gitVersion = '' } = (await connection.ask({ path: '/version', signal })) as { gitVersion?: string }
  const served = await servedGroupVersions(connection, signal)
  const findings: Finding[] = []
  const resourcesOf = resourcesOnce(connection, (groupVersion) => patience(groupVersion, signal, patienceSeconds), findings)
  const found = await Promise.all(LIST_NAMES.map(async (name) => [name, await versionOf(name, served, resourcesOf)] as const))
  const lists = new Map(found.flatMap(([name, version]) => (version === undefined ? [] : [[name, version] as const])))
  requireIndispensable(connection.cluster, lists)
  return { version: gitVersion, lists, findings }
}

interface GroupList {
  readonly groups?: readonly { readonly name: string; readonly versions?: readonly { readonly groupVersion: string }[] }[] | null
}

async function servedGroupVersions(connection: Connection, signal: AbortSignal): Promise<ReadonlySet<string>> {
  const { groups } = (await connection.ask({ path: '/apis', signal })) as GroupList
  return new Set((groups ?? []).flatMap(({ versions = [] }) => versions.map(({ groupVersion }) => groupVersion)))
}

/** The first version that Ballast understands in which the list is served. The core is there in every cluster. */
async function versionOf(
  name: ListName,
  served: ReadonlySet<string>,
  resourcesOf: (groupVersion: string) => Promise<ReadonlySet<string>>,
): Promise<string | undefined> {
  const { group, versions, resource } = LISTS[name]
  const candidates = versions.map((version) => groupVersionOf(group, version))
  if (group === '') return candidates[0]
  for (const candidate of candidates) if (served.has(candidate) && (await resourcesOf(candidate)).has(resource)) return candidate
  return undefined
}

interface ResourceList {
  readonly resources?: readonly { readonly name: string; readonly verbs?: readonly string[] | null }[] | null
}

/** Groups that other servers may stand behind get less time than the cluster as a whole. */
function patience(groupVersion: string, signal: AbortSignal, seconds: Seconds): AbortSignal {
  return groupVersion.startsWith('apps/') ? signal : AbortSignal.any([signal, AbortSignal.timeout(seconds * 1000)])
}

/** What can be listed in a group and version, asked once each. One that does not answer (an aggregated API that is down) holds nothing. */
function resourcesOnce(
  connection: Connection,
  signalFor: (groupVersion: string) => AbortSignal,
  findings: Finding[],
): (groupVersion: string) => Promise<ReadonlySet<string>> {
  const known = new Map<string, Promise<ReadonlySet<string>>>()
  const ask = async (groupVersion: string): Promise<ReadonlySet<string>> => {
    try {
      const { resources } = (await connection.ask({ path: `/apis/${groupVersion}`, signal: signalFor(groupVersion) })) as ResourceList
      return new Set((resources ?? []).filter(({ verbs }) => verbs?.includes('list')).map(({ name }) => name))
    } catch (error) {
      if (!(error instanceof ClusterError) || !['overloaded', 'missing', 'forbidden', 'silent'].includes(error.failure)) throw error
      findings.push(silentApi(connection.cluster, groupVersion, error))
      return new Set()
    }
  }
  return (groupVersion) => known.get(groupVersion) ?? known.set(groupVersion, ask(groupVersion)).get(groupVersion)!
}

function silentApi(cluster: string, groupVersion: string, { what }: ClusterError): Finding {
  const remedy = `see \`kubectl get apiservices\`: the service behind ${groupVersion} must be up`
  return { severity: 'warning', cluster, subject: `API ${groupVersion}`, message: `it is named but does not answer: ${what}`, remedy }
}

function requireIndispensable(cluster: string, lists: ReadonlyMap<ListName, string>): void {
  for (const name of LIST_NAMES) {
    const { group, versions, resource, isIndispensable } = LISTS[name]
    if (!isIndispensable || lists.has(name)) continue
    const path = listPath(groupVersionOf(group, versions[0]!), resource)
    const remedy = 'see whether the server is a Kubernetes API server of 1.16 or later'
    throw new ClusterError({ cluster, failure: 'missing', what: `${path} is not served`, remedy })
  }
}
