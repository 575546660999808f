import type { Finding } from '../../../domain/finding.ts'
import type { NodeObject } from '../snapshot.ts'
import type { DescribedKubernetesCluster } from './described-cluster.ts'
import { isLocalZone, NO_ZONE, providerOf, regionOf, regionOfId } from './node-place.ts'
import { type StandingNode, subjectOf } from './standing-nodes.ts'

export interface ClusterPlace {
  readonly provider: string
  readonly region: string
}

/**
 * Where a cluster stands, as its nodes say it and its configuration does not deny. Undefined, with an error told, where nodes are of several
 * clouds or regions, where the configuration says otherwise, or where nobody says anything. Without nodes the configuration's word is taken.
 */
export function placeOf(
  described: DescribedKubernetesCluster,
  nodes: readonly NodeObject[],
  findings: Finding[],
): ClusterPlace | undefined {
  const provider = agreed('provider', described, nodes, providerOf, findings)
  const region = agreed('region', described, nodes, regionOf, findings)
  findings.push(...tornRegions(described.id, nodes))
  return provider === undefined || region === undefined ? undefined : { provider, region }
}

function agreed(
  what: 'provider' | 'region',
  described: DescribedKubernetesCluster,
  nodes: readonly NodeObject[],
  saidBy: (node: NodeObject) => string | undefined,
  findings: Finding[],
): string | undefined {
  const said = Map.groupBy(
    nodes.filter((node) => saidBy(node) !== undefined),
    (node) => saidBy(node)!,
  )
  const tell = (message: string, remedy: string) =>
    findings.push({ severity: 'error', cluster: described.id, subject: what, message, remedy })
  const [found] = said.keys()
  const given = described[what]
  if (said.size > 1) {
    const each = [...said].map(([value, own]) => `${value} (${subjectOf(own.map(({ name }) => name))})`)
    tell(`its nodes are of several ${what}s: ${each.join('; ')}`, `let a cluster be of one ${what}; nothing is planned with this one`)
    return undefined
  }
  if (found !== undefined && given !== undefined && found !== given) {
    tell(`the configuration says ${given}, its nodes say ${found}`, `check the context, or write \`${what}: ${found}\``)
    return undefined
  }
  if (found === undefined && given === undefined) {
    const who = nodes.length === 0 ? 'it has no nodes that could say' : 'neither labels nor providerID of its nodes say'
    tell(`${who} which ${what} it is of`, `state \`${what}\` in the configuration`)
  }
  return found ?? given
}

/** A label that was copied along with a node's manifest would put it at another region's prices. */
function tornRegions(cluster: string, nodes: readonly NodeObject[]): Finding[] {
  const torn = nodes.filter((node) => regionOfId(node) !== undefined && regionOfId(node) !== regionOf(node))
  if (torn.length === 0) return []
  const message = `labelled as of ${regionOf(torn[0]!)}, but its providerID says ${regionOfId(torn[0]!)}: the label is believed`
  const subject = subjectOf(torn.map(({ name }) => name))
  return [{ severity: 'warning', cluster, subject, message, remedy: 'mend the label topology.kubernetes.io/region' }]
}

/** Zones of the nodes, of what may be started, and of the configuration; one of an unknown name where nobody says any. */
export function zonesOf(
  { id, zones: given = [] }: DescribedKubernetesCluster,
  nodes: readonly StandingNode[],
  ofNodePools: readonly string[],
  findings: Finding[],
): string[] {
  const standing = nodes.flatMap(({ zone }) => (zone === undefined ? [] : [zone]))
  const zones = [...new Set([...given, ...standing, ...ofNodePools])].sort()
  findings.push(...localZones(id, nodes))
  if (zones.length > 1) return zones
  const message =
    zones.length === 0
      ? 'nobody says in which zones it stands: counted as one, so that nothing there outlives the loss of a zone'
      : `only zone ${zones[0]} is known of it${zones[0] === NO_ZONE ? ', which is none' : ''}: nothing there outlives the loss of a zone`
  findings.push({ severity: 'note', cluster: id, subject: 'zones', message, remedy: 'state `zones` if it may have nodes in others' })
  return zones.length === 0 ? [NO_ZONE] : zones
}

function localZones(cluster: string, nodes: readonly StandingNode[]): Finding[] {
  const local = nodes.filter(({ zone }) => zone !== undefined && isLocalZone(zone))
  if (local.length === 0) return []
  const message = `stands in a Local Zone (${local[0]!.zone}), whose prices are its own: counted at the region's`
  const subject = subjectOf(local.map(({ object }) => object.name))
  return [{ severity: 'warning', cluster, subject, message, remedy: 'give the true price in a price file of your own' }]
}
