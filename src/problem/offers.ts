import type { Catalogue, Machine } from '../domain/catalogue.ts'
import { type FleetCluster, GPU_TAINT, nodesToday } from '../domain/fleet.ts'
import { machineFamily } from '../domain/machine-family.ts'
import { didYouMean } from '../domain/nearest-name.ts'
import { type Allocatable, type CapacityClass, type CapacityType, capacityClass, type Offer } from '../domain/problem.ts'
import { spotPriceIn } from '../domain/spot-price.ts'
import type { Nodes } from '../domain/units.ts'
import type { Remarks } from './remarks.ts'

/** What a machine as a node of this cluster gives to pods. */
export type AllocatableOn = (machine: Machine) => Allocatable

/** Everything a cluster can have nodes of: what it may grow from, what it has today, and what is reserved. */
export function offersOf(
  cluster: FleetCluster,
  path: string,
  catalogue: Catalogue,
  allocatableOn: AllocatableOn,
  remarks: Remarks,
): Offer[] {
  const machines = catalogue.machines(cluster.provider, cluster.region)
  const today = nodesToday(cluster)
  remarks.issues.push(...unpricedToday(cluster, path, machines))
  noteMissingSpot(cluster, machines, remarks)
  return machines.flatMap((machine) =>
    (['on-demand', 'spot', 'reserved'] as const).flatMap((capacityType) => {
      const has = today.find((nodes) => nodes.instanceType === machine.instanceType && nodes.capacityType === capacityType)?.count ?? 0
      return offerOf(cluster, machine, capacityType, has, allocatableOn)
    }),
  )
}

/** None where the cluster neither has nor may have it. What it has but may not grow from is offered up to what it has. */
function offerOf(cluster: FleetCluster, machine: Machine, capacityType: CapacityType, has: Nodes, allocatableOn: AllocatableOn): Offer[] {
  const price = priceOf(cluster, machine, capacityType)
  const most = mostNodes(cluster, machine, capacityType, has)
  if (price === undefined || most === 0) return []
  const taints = taintsOf(cluster, machine, capacityType)
  const offer: Offer = {
    instanceType: machine.instanceType,
    capacityType,
    usdPerHour: price,
    vcpu: machine.vcpu,
    allocatable: allocatableOn(machine),
    arch: machine.arch,
    gpuModel: machine.gpuModel,
    ...(taints.length > 0 ? { taints } : {}),
    ...(capacityType === 'spot' && machine.spot ? { interruptionsPerHour: machine.spot.interruption.perHour } : {}),
    ...(most === Number.POSITIVE_INFINITY ? {} : { maxNodes: most }),
  }
  return [offer]
}

function priceOf(cluster: FleetCluster, machine: Machine, capacityType: CapacityType): number | undefined {
  if (capacityType === 'reserved') return reservationOf(cluster, machine)?.usdPerHour
  return capacityType === 'spot' ? spotPriceIn(cluster.zones, machine)?.usdPerHour : machine.onDemand?.usdPerHour
}

function mostNodes(cluster: FleetCluster, machine: Machine, capacityType: CapacityType, has: Nodes): Nodes {
  if (capacityType === 'reserved') return reservationOf(cluster, machine)?.count ?? 0
  return mayBuy(cluster, machine, capacityType) ? Number.POSITIVE_INFINITY : has
}

/** GPU nodes bear theirs everywhere. */
function taintsOf({ taints = [] }: FleetCluster, { instanceType, gpu }: Machine, capacityType: CapacityType): string[] {
  const own = taints.find((one) => one.instanceType === instanceType && one.capacityType === capacityClass(capacityType))?.taints ?? []
  return [...new Set([...(gpu > 0 ? [GPU_TAINT] : []), ...own])]
}

/** Whether new nodes may be of this machine, bought in this way. */
function mayBuy(cluster: FleetCluster, machine: Machine, capacityType: CapacityClass): boolean {
  const { capacityTypes, boughtAs } = cluster.growsFrom
  if (machine.isNotOffered || machine.isUnlisted) return false
  if (!capacityTypes.includes(capacityType) || !mayGrowFrom(cluster, machine)) return false
  return boughtAs?.[capacityType].includes(machine.instanceType) ?? true
}

const reservationOf = (cluster: FleetCluster, { instanceType }: Machine) =>
  cluster.reserved.find((reservation) => reservation.instanceType === instanceType)

/** Whether new nodes of a cluster may be of this machine: it is listed, or of a listed family and not too large. */
function mayGrowFrom({ growsFrom }: FleetCluster, { instanceType, vcpu }: Machine): boolean {
  if (growsFrom.instanceTypes.includes(instanceType)) return true
  return growsFrom.families.includes(machineFamily(instanceType)) && vcpu <= (growsFrom.maxVcpu ?? Number.POSITIVE_INFINITY)
}

/** Nodes that run today but have no price: without one, today would cost nothing and tonight's saving would be false. */
function unpricedToday(cluster: FleetCluster, path: string, machines: readonly Machine[]) {
  const wanted = [...nodesToday(cluster), ...cluster.reserved.map((reservation) => ({ ...reservation, capacityType: 'reserved' as const }))]
  return wanted.flatMap(({ instanceType, capacityType }) => {
    const machine = machines.find((one) => one.instanceType === instanceType)
    if (machine && priceOf(cluster, machine, capacityType) !== undefined) return []
    const message = machine
      ? `no ${capacityType} price of ${instanceType} in ${cluster.region} is known`
      : `nothing is known of the machine type "${instanceType}" in ${cluster.region}`
    const names = machines.map((one) => one.instanceType)
    return [{ path: `${path}.nodes`, message, remedy: machine ? remedyFor(capacityType) : didYouMean(instanceType, names) }]
  })
}

const remedyFor = (capacityType: CapacityType): string =>
  capacityType === 'reserved' ? 'state it under `reserved`' : 'give it in a price file of your own'

function noteMissingSpot(cluster: FleetCluster, machines: readonly Machine[], { notes }: Remarks): void {
  if (!cluster.growsFrom.capacityTypes.includes('spot')) return
  const wanted = machines.filter((machine) => mayBuy(cluster, machine, 'spot'))
  const missing = wanted.filter((machine) => priceOf(cluster, machine, 'spot') === undefined)
  if (missing.length === 0) return
  const which = missing.length === wanted.length ? 'any machine' : `${missing.length} of ${wanted.length} machines`
  notes.push(`${cluster.id}: no spot price of ${which} that it may grow from is known, so no spot is offered there for them.`)
}
