import { allocatable } from '../../../src/catalogue/allocatable.ts'
import type { Catalogue, Machine, Region } from '../../../src/domain/catalogue.ts'
import { GPU_TAINT } from '../../../src/domain/fleet.ts'
import type { Cluster, Offer } from '../../../src/domain/problem.ts'
import type { FleetSize } from '../sizes.ts'
import type { Draw } from './draw.ts'
import { chosenRegions, continentOf } from './regions.ts'

export interface Site {
  readonly cluster: Cluster
  readonly region: Region
}

/** What DaemonSets take of every node. */
const DAEMON_SETS = { cpu: 0.3, memoryGiB: 0.5 }
/** AKS gives 30 pods a node unless told otherwise; a cluster of many small agents is told. */
const MOST_PODS_ON_AKS = 110
const GPU_SHARE_OF_TYPES = 0.15
const RESERVATIONS_PER_CLUSTER = 0.6

/** The clusters of a fleet, at list prices, with the machine types that chance gives each: all that a region sells where those are fewer. */
export function drawSites(catalogue: Catalogue, size: FleetSize, draw: Draw): Site[] {
  const regions = chosenRegions(catalogue, size.clusters, draw)
  return regions.map((region, nth) => {
    const before = regions.slice(0, nth).filter((other) => other === region).length
    const id = `${region.provider}-${region.region}${before === 0 ? '' : `-${before + 1}`}`
    return { region, cluster: drawCluster(id, region, { catalogue, size, draw, isFirst: nth === 0 }) }
  })
}

interface Drawing {
  readonly catalogue: Catalogue
  readonly size: FleetSize
  readonly draw: Draw
  readonly isFirst: boolean
}

/** The first cluster stands in Europe and is run by an operator of the EU, for agents that no other law may reach. */
function drawCluster(id: string, region: Region, { catalogue, size, draw, isFirst }: Drawing): Cluster {
  const operator = isFirst && size.clusters >= 4 ? 'EU' : (catalogue.operatorJurisdiction(region.provider) ?? 'US')
  const machines = drawMachines(catalogue.machines(region.provider, region.region), size.types, draw)
  return {
    id,
    provider: region.provider,
    region: region.region,
    zones: ['a', 'b', 'c'].map((zone) => `${region.region}${zone}`),
    tags: [...region.tags, continentOf(region), `operator:${operator}`],
    limits: { nodes: 2_000, vcpu: Math.max(768, Math.round((70 * size.agents) / size.clusters)) },
    offers: machines.flatMap((machine) => drawOffers(machine, size.types, draw)),
  }
}

function drawMachines(machines: readonly Machine[], types: number, draw: Draw): Machine[] {
  const usual = machines.filter(({ onDemand, vcpu, memoryGiB }) => onDemand && vcpu >= 2 && vcpu <= 96 && memoryGiB >= 4)
  const withGpus = draw.shuffled(usual.filter(({ gpu }) => gpu > 0)).slice(0, Math.ceil(GPU_SHARE_OF_TYPES * types))
  const without = draw.shuffled(usual.filter(({ gpu }) => gpu === 0)).slice(0, types - withGpus.length)
  return [...without, ...withGpus]
}

function drawOffers(machine: Machine, types: number, draw: Draw): Offer[] {
  const { onDemand, spot, gpu } = machine
  const node = nodeOf(machine)
  const offers: Offer[] = [{ ...node, capacityType: 'on-demand', usdPerHour: onDemand!.usdPerHour }]
  if (spot) {
    const { usdPerHour, interruption } = spot
    offers.push({ ...node, capacityType: 'spot', usdPerHour, interruptionsPerHour: interruption.perHour, maxNodes: draw.whole(5, 64) })
  }
  if (gpu === 0 && draw.chance(RESERVATIONS_PER_CLUSTER / types))
    offers.push({ ...node, capacityType: 'reserved', usdPerHour: 0, maxNodes: draw.whole(1, 4) })
  return offers
}

function nodeOf(machine: Machine): Omit<Offer, 'capacityType' | 'usdPerHour'> {
  const { provider, instanceType, vcpu, arch, gpu, gpuModel } = machine
  const settings = { provider, shape: machine, daemonSets: DAEMON_SETS, headroom: 0 }
  return {
    instanceType,
    vcpu,
    allocatable: allocatable(provider === 'azure' ? { ...settings, maxPodsPerNode: MOST_PODS_ON_AKS } : settings),
    arch,
    gpuModel,
    ...(gpu > 0 ? { taints: [GPU_TAINT] } : {}),
  }
}
