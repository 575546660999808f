import type { Machine } from '../../../domain/catalogue.ts'
import type { Finding } from '../../../domain/finding.ts'
import type { GrowsFrom } from '../../../domain/fleet.ts'
import { machineFamily } from '../../../domain/machine-family.ts'
import { CAPACITY_CLASSES, type CapacityClass } from '../../../domain/problem.ts'
import { counted } from '../../../domain/rules/rule.ts'
import type { NodePoolObject } from '../snapshot.ts'
import type { DescribedGrowth } from './described-cluster.ts'
import { namesInWords } from './names-in-words.ts'
import { isOfRegion, mayStart, untold } from './node-pool-requirements.ts'
import type { StandingNode } from './standing-nodes.ts'

/** Machine types by how they may be bought. */
export type Bought = Readonly<Record<CapacityClass, ReadonlySet<string>>>

export interface PoolGrowth {
  readonly pool: NodePoolObject
  readonly bought: Bought
}

export interface Growth {
  readonly growsFrom: GrowsFrom
  readonly bought: Bought
  /** What each NodePool may start; empty where there are none. */
  readonly pools: readonly PoolGrowth[]
}

interface GrowthSources {
  readonly cluster: string
  readonly region: string
  /** Those that can be planned with: known, and with a price. */
  readonly machines: readonly Machine[]
  readonly nodes: readonly StandingNode[]
  readonly nodePools: readonly NodePoolObject[]
  readonly described: DescribedGrowth | undefined
}

/**
 * What a cluster may have new nodes of. Karpenter's NodePools say it where there are any, and the configuration can only narrow that. Else its
 * node groups are what stands there, and the configuration may narrow that, or name groups that have no nodes now: then its word is
 * taken, and told. An empty cluster without NodePools grows from what the configuration says, or from nothing.
 */
export function growthOf(sources: GrowthSources, findings: Finding[]): Growth {
  const { cluster, machines, nodes, nodePools, region, described } = sources
  const pools = nodePools
    .filter((pool) => isOfRegion(pool, region))
    .map((pool) => ({ pool, bought: boughtOf(machines, (machine, capacity) => mayStart(pool, machine, capacity)) }))
  findings.push(...pools.flatMap((one) => poolFindings(cluster, one, machines)))
  if (pools.length > 0) return { ...narrowed(sources, joined(pools.map(({ bought }) => bought)), findings), pools }
  const standing = new Set(nodes.map(({ instanceType, capacityType }) => `${instanceType}|${capacityType}`))
  const groups = boughtOf(machines, ({ instanceType }, capacity) => standing.has(`${instanceType}|${capacity}`))
  return { ...fromGroups(sources, groups, described, findings), pools: [] }
}

const boughtOf = (machines: readonly Machine[], may: (machine: Machine, capacity: CapacityClass) => boolean): Bought => {
  const types = (capacity: CapacityClass) => machines.filter((machine) => isPriced(machine, capacity) && may(machine, capacity))
  const names = (capacity: CapacityClass) => new Set(types(capacity).map(({ instanceType }) => instanceType))
  return { 'on-demand': names('on-demand'), spot: names('spot') }
}

const isPriced = ({ onDemand, spot }: Machine, capacity: CapacityClass): boolean => (capacity === 'spot' ? spot : onDemand) !== undefined

const joined = (all: readonly Bought[]): Bought => ({
  'on-demand': new Set(all.flatMap((one) => [...one['on-demand']])),
  spot: new Set(all.flatMap((one) => [...one.spot])),
})

function poolFindings(cluster: string, { pool, bought }: PoolGrowth, machines: readonly Machine[]): Finding[] {
  const subject = `NodePool ${pool.name}`
  const findings: Finding[] = []
  const unknown = untold(pool, machines)
  if (unknown.length > 0) {
    const message = `which machines meet its requirement on ${unknown.join(', ')} is not known here: taken to hold for all`
    findings.push({ severity: 'note', cluster, subject, message, remedy: 'narrow `growsFrom` in the configuration if that matters' })
  }
  if (bought.spot.size + bought['on-demand'].size === 0) {
    const message = 'no machine whose price is known in its region meets its requirements: nothing new is planned from it'
    findings.push({ severity: 'warning', cluster, subject, message, remedy: 'check its requirements' })
  }
  return findings
}

type Narrowed = Omit<Growth, 'pools'>

function narrowed({ cluster, machines, described }: GrowthSources, found: Bought, findings: Finding[]): Narrowed {
  if (!described) return grown(found)
  const allowed = boughtOf(machines, (machine, capacity) => isDescribed(described, machine, capacity))
  const beyond = namesMachines(described) ? beyondOf(allowed, found) : []
  if (beyond.length > 0) {
    const message = `names machines that no NodePool may start, so they are not counted with: ${namesInWords(beyond)}`
    findings.push({ severity: 'warning', cluster, subject: 'growsFrom', message, remedy: 'widen a NodePool, or leave them out' })
  }
  return grown(meeting(found, allowed))
}

function fromGroups(sources: GrowthSources, groups: Bought, described: DescribedGrowth | undefined, findings: Finding[]): Narrowed {
  const { cluster, machines, nodes } = sources
  if (!described || !namesMachines(described)) {
    if (nodes.length === 0) findings.push(fromNothing(cluster))
    if (!described) return grown(groups)
    return grown(
      meeting(
        groups,
        boughtOf(machines, (machine, capacity) => isDescribed(described, machine, capacity)),
      ),
    )
  }
  const allowed = boughtOf(machines, (machine, capacity) => isDescribed(described, machine, capacity))
  const beyond = beyondOf(allowed, groups)
  if (nodes.length > 0 && beyond.length > 0) {
    const message = `names ${counted(beyond.length, 'machine')} of which no node stands there now (${namesInWords(beyond)}): its word is taken that a node group can start them`
    findings.push({ severity: 'note', cluster, subject: 'growsFrom', message })
  }
  return grown(allowed)
}

function fromNothing(cluster: string): Finding {
  const message = 'it has neither nodes nor NodePools, and the configuration does not say what it may grow from: nothing is planned onto it'
  return { severity: 'warning', cluster, subject: 'growsFrom', message, remedy: 'state `growsFrom`' }
}

const namesMachines = ({ instanceTypes, families }: DescribedGrowth): boolean => instanceTypes !== undefined || families !== undefined

function isDescribed(described: DescribedGrowth, { instanceType, vcpu }: Machine, capacity: CapacityClass): boolean {
  const { instanceTypes = [], families = [], capacityTypes = CAPACITY_CLASSES, maxVcpu = Number.POSITIVE_INFINITY } = described
  if (!capacityTypes.includes(capacity)) return false
  if (instanceTypes.includes(instanceType)) return true
  return vcpu <= maxVcpu && (!namesMachines(described) || families.includes(machineFamily(instanceType)))
}

const meeting = (one: Bought, other: Bought): Bought => ({
  'on-demand': inBoth(one['on-demand'], other['on-demand']),
  spot: inBoth(one.spot, other.spot),
})

const inBoth = (one: ReadonlySet<string>, other: ReadonlySet<string>) => new Set([...one].filter((type) => other.has(type)))

/** By type alone: a machine that may be had one way only is no surprise. */
function beyondOf(allowed: Bought, found: Bought): string[] {
  const known = joined([found])
  const all = new Set([...known['on-demand'], ...known.spot])
  return [...new Set([...allowed['on-demand'], ...allowed.spot])].filter((type) => !all.has(type)).sort()
}

function grown(bought: Bought): Narrowed {
  const instanceTypes = [...new Set([...bought['on-demand'], ...bought.spot])].sort()
  const capacityTypes = CAPACITY_CLASSES.filter((capacity) => bought[capacity].size > 0)
  const isSameBothWays = capacityTypes.every((capacity) => bought[capacity].size === instanceTypes.length)
  const boughtAs = { 'on-demand': [...bought['on-demand']].sort(), spot: [...bought.spot].sort() }
  return { bought, growsFrom: { instanceTypes, families: [], capacityTypes, ...(isSameBothWays ? {} : { boughtAs }) } }
}
