import type { ReadCluster } from '../../clusters/kubernetes/real-fleet/real-fleet.ts'
import { type FleetCluster, nodesToday } from '../../domain/fleet.ts'
import { spotPriceIn } from '../../domain/spot-price.ts'
import type { Nodes, UsdPerHour } from '../../domain/units.ts'
import type { Listing } from '../prices/formats.ts'
import type { FleetShown } from './fleet-shown.ts'

/** A row for each cluster of the configuration, read or not. */
export const clusterRows = (shown: FleetShown) =>
  shown.configured.map((id) => {
    const read = shown.clusters.find(({ snapshot }) => snapshot.cluster === id)
    return read ? readRow(read, shown) : { cluster: id, state: 'cannot be planned with' }
  })

function readRow({ snapshot, capacity: { cluster } }: ReadCluster, { catalogue }: FleetShown) {
  const { version, readAt, nodes, stale } = snapshot
  const planned = nodesToday(cluster).reduce<Nodes>((sum, { count }) => sum + count, 0)
  return {
    cluster: cluster.id,
    version,
    provider: cluster.provider,
    region: cluster.region,
    zones: cluster.zones.join(' '),
    nodes: nodes.length,
    readyNodes: nodes.filter(({ isReady }) => isReady).length,
    plannedNodes: planned,
    usdPerHour: costPerHour(cluster, catalogue),
    readAt,
    state: stale ? 'stale' : 'read',
    staleSince: stale?.since,
    staleBecause: stale?.because,
  }
}

/** Of the nodes that are planned with: all of them have a price, as the catalogue knows it. Absent where one is missing after all. */
function costPerHour(cluster: FleetCluster, catalogue: FleetShown['catalogue']): UsdPerHour | undefined {
  const machines = new Map(catalogue.machines(cluster.provider, cluster.region).map((machine) => [machine.instanceType, machine]))
  let sum = 0
  for (const { instanceType, capacityType, count } of nodesToday(cluster)) {
    const machine = machines.get(instanceType)
    const reserved = cluster.reserved.find((one) => one.instanceType === instanceType)
    const price = { 'on-demand': machine?.onDemand, spot: machine && spotPriceIn(cluster.zones, machine), reserved }[capacityType]
      ?.usdPerHour
    if (price === undefined) return undefined
    sum += count * price
  }
  return Number(sum.toFixed(9))
}

const HEADINGS = {
  cluster: 'cluster',
  version: 'version',
  provider: 'cloud',
  region: 'region',
  nodes: 'nodes',
  readyNodes: 'ready',
  usdPerHour: 'USD/h',
  state: 'state',
  staleSince: 'stale since',
}

export function clustersListing(shown: FleetShown): Listing {
  const columns = [
    ...['cluster', 'version', 'provider', 'region', 'zones', 'nodes', 'readyNodes', 'plannedNodes', 'usdPerHour', 'readAt', 'state'],
    ...['staleSince', 'staleBecause'],
  ]
  return { name: 'clusters', columns, headings: HEADINGS, rows: clusterRows(shown) }
}
