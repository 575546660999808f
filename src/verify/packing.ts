import type { Agent, CapacityClass, Offer } from '../domain/problem.ts'
import type { Replicas } from '../domain/units.ts'
import { type KnownGroup, NOWHERE, type Reading } from './reading.ts'
import type { Violation } from './verdict.ts'

/** Relative to the load, or to 1 where the load is less. */
const TOLERANCE = 1e-9

/** Packing: every node holds only pods that accept it, within what it can give, and all pods together are the placed replicas. */
export function* packing(reading: Reading): Iterable<Violation> {
  for (const group of reading.groups) {
    yield* overfull(group)
    for (const [agent, replicas] of group.pods) yield* unacceptable(group, agent, replicas)
  }
  for (const agent of reading.problem.agents) yield* unpacked(reading, agent.id)
}

function* overfull({ name, cluster, offer, pods }: KnownGroup): Iterable<Violation> {
  const load = { cpu: 0, memoryGiB: 0, gpu: 0, pods: 0 }
  for (const [{ requests }, replicas] of pods) {
    load.cpu += requests.cpu * replicas
    load.memoryGiB += requests.memoryGiB * replicas
    load.gpu += (requests.gpu ?? 0) * replicas
    load.pods += replicas
  }
  for (const what of ['cpu', 'memoryGiB', 'gpu', 'pods'] as const) {
    const most = offer.allocatable[what]
    if (load[what] <= most + TOLERANCE * Math.max(1, load[what])) continue
    yield { constraint: 'packing', cluster: cluster.id, detail: `each of ${name} would hold ${load[what]} ${what} and can give ${most}` }
  }
}

function* unacceptable({ name, cluster, offer }: KnownGroup, agent: Agent, replicas: Replicas): Iterable<Violation> {
  const at = { constraint: 'packing', agent: agent.id, cluster: cluster.id } as const
  for (const reason of objections(agent, offer)) yield { ...at, detail: `${agent.id} does not accept ${name}: ${reason}` }
  if (agent.maxPerNode !== undefined && replicas > agent.maxPerNode) {
    yield { ...at, detail: `each of ${name} holds ${replicas} pods of ${agent.id} and at most ${agent.maxPerNode} may share a node` }
  }
}

function* objections({ arch = ['amd64'], requests, gpuModels, instanceTypes, tolerates = [] }: Agent, offer: Offer): Iterable<string> {
  const { taints = [] } = offer
  const intolerable = taints.filter((taint) => !tolerates.includes(taint))
  if (!arch.includes(offer.arch)) yield `it runs on ${arch.join(' or ')}, not on ${offer.arch}`
  if (requests.gpu && gpuModels && !gpuModels.includes(offer.gpuModel))
    yield `its GPU is ${offer.gpuModel || 'none'}, not ${gpuModels.join(' or ')}`
  if (instanceTypes && !instanceTypes.includes(offer.instanceType)) yield `it runs on ${instanceTypes.join(' or ')} only`
  if (intolerable.length > 0) yield `it does not tolerate the taint ${intolerable.join(', ')}`
}

function* unpacked({ placed, packed }: Reading, agent: string): Iterable<Violation> {
  const said = placed.get(agent) ?? NOWHERE
  const stands = packed.get(agent) ?? NOWHERE
  for (const cluster of new Set([...said.keys(), ...stands.keys()])) {
    for (const kind of ['on-demand', 'spot'] satisfies CapacityClass[]) {
      const wanted = said.get(cluster)?.[kind] ?? 0
      const found = stands.get(cluster)?.[kind] ?? 0
      if (wanted === found) continue
      yield {
        constraint: 'packing',
        agent,
        cluster,
        detail: `${agent} is placed ${wanted} times on ${kind} in ${cluster}, but its nodes there hold ${found} of its pods`,
      }
    }
  }
}
