import { leastSpread } from '../../../models/instance/caps.ts'
import type { Instance, InstanceAgent } from '../../../models/instance/instance.ts'
import { domainOf, egressPrice, INTERNET } from '../../domain/problem.ts'
import type { SearchAgent, SearchEdge, SearchSpace } from './space.ts'

export function searchSpace(instance: Instance): SearchSpace {
  const { problem } = instance
  const clusterIds = problem.clusters.map((cluster) => cluster.id)
  const number = numbering()
  const edges: SearchEdge[] = []
  const agents = instance.agents.map((agent) => searchAgent(agent, instance))
  const byId = new Map(instance.agents.map((agent) => [agent.agent.id, agent.index]))
  for (const { agent, index } of instance.agents)
    for (const { to, gibPerHour } of agent.traffic ?? []) {
      const receiver = to === INTERNET ? -1 : byId.get(to)
      if (receiver === undefined || gibPerHour === 0) continue
      agents[index].edges.push(edges.length)
      if (receiver >= 0) agents[receiver].edges.push(edges.length)
      edges.push({ from: index, to: receiver, gibPerHour })
    }
  const zoned = new Set(
    agents.filter((agent) => agent.hasZoneRule).flatMap((agent) => [...agent.groups].map((g) => instance.groups[g].cluster)),
  )
  const groups = instance.groups.map((group) => ({
    index: group.index,
    cluster: clusterIds.indexOf(group.cluster.id),
    region: number('region', domainOf.region(group.cluster)),
    cloud: number('cloud', domainOf.cloud(group.cluster)),
    isSpot: group.capacity === 'spot',
    zones: Int32Array.from(
      zoned.has(group.cluster) ? group.cluster.zones.map((zone) => number('zone', `${domainOf.region(group.cluster)}/${zone}`)) : [],
    ),
    machines: Int32Array.from(group.machines, (machine) => machine.index),
  }))
  const shapeCount = instance.shapes.length
  const holds = new Uint16Array(instance.machines.length * shapeCount)
  for (const machine of instance.machines) machine.holds.writeFits(holds, machine.index * shapeCount)
  return {
    instance,
    agentCount: agents.length,
    groupCount: groups.length,
    machineCount: instance.machines.length,
    shapeCount,
    clusterCount: clusterIds.length,
    zoneCount: number.names('zone').length,
    zoneNumber: (zone) => number('zone', zone),
    zoneNames: number.names('zone').map((name) => name.slice(name.lastIndexOf('/') + 1)),
    agents,
    groups,
    machines: instance.machines.map((machine) => ({
      index: machine.index,
      group: machine.group,
      usdPerHour: machine.offer.usdPerHour,
      startUsdPerHour: machine.startUsdPerHour,
      today: machine.today,
      mostNodes: machine.mostNodes,
      cpu: machine.offer.allocatable.cpu,
      memoryGiB: machine.offer.allocatable.memoryGiB,
      gpu: machine.offer.allocatable.gpu,
      pods: machine.offer.allocatable.pods,
      interruptionsPerHour: machine.offer.capacityType === 'spot' ? (machine.offer.interruptionsPerHour ?? 0) : 0,
      uses: machine.uses,
    })),
    holds,
    limitMost: Float64Array.from(instance.limits, (limit) => limit.most),
    edges,
    usdPerGiB: egressTable(instance, clusterIds),
  }
}

function searchAgent({ agent, index, shape, groups, least, most, today, todayTotal }: InstanceAgent, instance: Instance): SearchAgent {
  const { cpu, memoryGiB, gpu = 0 } = agent.requests
  return {
    index,
    shape: shape.index,
    cpu,
    memoryGiB,
    gpu,
    restartUsd: agent.restartUsd ?? 0,
    groups: Int32Array.from(groups, (group) => group.index),
    least,
    most,
    today: byGroup(today, instance.groups.length),
    todayTotal: todayTotal ?? -1,
    usdPerMove: (agent.move?.usdPerReplica ?? 0) / instance.problem.horizonHours,
    mostMoves: todayTotal === undefined ? Number.POSITIVE_INFINITY : (agent.move?.maxReplicas ?? Number.POSITIVE_INFINITY),
    leastClusters: leastSpread(agent, 'clusters'),
    leastRegions: leastSpread(agent, 'regions'),
    leastClouds: leastSpread(agent, 'clouds'),
    hasZoneRule: agent.survive?.some((rule) => rule.loss === 'zone') ?? false,
    edges: [],
  }
}

function byGroup(replicas: ReadonlyMap<number, number>, groupCount: number): Int32Array {
  const table = new Int32Array(groupCount)
  for (const [group, count] of replicas) table[group] = count
  return table
}

function egressTable({ problem }: Instance, clusterIds: readonly string[]): Float64Array {
  const price = egressPrice(problem.egress)
  const places = [...clusterIds, INTERNET]
  return Float64Array.from(clusterIds.flatMap((from) => places.map((to) => price(from, to))))
}

/** Gives names of each kind their numbers, in the order in which they are first seen. */
function numbering() {
  const kinds = new Map<string, Map<string, number>>()
  const of = (kind: string) => kinds.get(kind) ?? kinds.set(kind, new Map()).get(kind)!
  const number = (kind: string, name: string): number => of(kind).get(name) ?? of(kind).set(name, of(kind).size).get(name)!
  return Object.assign(number, { names: (kind: string) => [...of(kind).keys()] })
}
