import type { ClusterNode } from './cluster-node.ts'
import { findOffer } from './find-offer.ts'
import { type Agent, type Allocatable, accepts, type Problem } from './problem.ts'
import type { Replicas } from './units.ts'

type Requests = Agent['requests']

/**
 * How many more replicas of an agent a node can take: by its allocatable, by `maxPerNode`, and 0 where the agent does not accept the machine.
 * A node that holds more than it can give takes none. `requests` of agents may differ from the problem's: what is deployed.
 */
export function roomFor(problem: Problem, requests?: ReadonlyMap<string, Requests>): (node: ClusterNode, agentId: string) => Replicas {
  const offerOf = findOffer(problem)
  const agents = new Map(problem.agents.map((agent) => [agent.id, agent]))
  const requestsOf = (id: string): Requests => requests?.get(id) ?? agents.get(id)!.requests
  return (node, agentId) => {
    const agent = agents.get(agentId)!
    const offer = offerOf(node)
    if (!accepts(agent, offer)) return 0
    const free = freeOn(node, offer.allocatable, requestsOf)
    const upToMost = (agent.maxPerNode ?? Number.POSITIVE_INFINITY) - (node.pods.get(agentId) ?? 0)
    return Math.max(0, Math.min(upToMost, howOften(asked(requestsOf(agentId)), free)))
  }
}

const RESOURCES = ['cpu', 'memoryGiB', 'gpu', 'pods'] as const

/** With the contract's tolerance, so that ten pods of 0.1 fill one vCPU. */
function freeOn(node: ClusterNode, allocatable: Allocatable, requestsOf: (id: string) => Requests): Allocatable {
  const free = { ...allocatable }
  for (const resource of RESOURCES) free[resource] += 1e-9 * Math.max(1, allocatable[resource])
  for (const [id, replicas] of node.pods) {
    const each = asked(requestsOf(id))
    for (const resource of RESOURCES) free[resource] -= replicas * each[resource]
  }
  return free
}

const asked = ({ cpu, memoryGiB, gpu = 0 }: Requests): Allocatable => ({ cpu, memoryGiB, gpu, pods: 1 })

function howOften(each: Allocatable, free: Allocatable): number {
  const times = RESOURCES.filter((resource) => each[resource] > 0).map((resource) => Math.floor(free[resource] / each[resource]))
  return Math.min(...times)
}
