import { type ClusterNode, groupsOf, nodesOf, poolKey } from '../../domain/cluster-node.ts'
import type { Fleet } from '../../domain/fleet.ts'
import { nodeLimits } from '../../domain/node-limits.ts'
import { roomFor } from '../../domain/node-room.ts'
import type { Agent, Problem } from '../../domain/problem.ts'
import type { LayoutHint, NodePool, ReplicaSet } from '../../domain/step.ts'
import type { Nodes, Replicas } from '../../domain/units.ts'
import type { FleetReader } from '../port.ts'
import { type Faults, noFaults } from './faults.ts'
import { addPods, removePods, replicasOn } from './scheduler.ts'
import { ClusterRefusal, NotReadyError } from './simulation-error.ts'

type Requests = Agent['requests']

/** What a simulated cluster can be asked: to be read, and every write that applying knows. */
export interface SimulatedCluster extends FleetReader {
  nodes(pool: NodePool): Promise<Nodes>
  resizeNodes(pool: NodePool, count: Nodes): Promise<void>
  replicas(set: ReplicaSet): Promise<Replicas>
  scale(set: ReplicaSet, replicas: Replicas, layout?: readonly LayoutHint[]): Promise<void>
  waitUntilReady(set: ReplicaSet, replicas: Replicas): Promise<void>
  requests(agent: string): Promise<Requests>
  setRequests(agent: string, requests: Requests): Promise<void>
}

/**
 * All clusters of a fleet, simulated: starts from the fleet as it stands and changes a copy. Machines and limits are those of the problem.
 * Pods without room stay pending and never become ready until room comes. Nodes beyond a limit, nodes with pods on them that shall stop,
 * and agents, clusters and machines that it does not know are refused. Throws ClusterRefusal for a real fleet: what is only simulated
 * must not pass for done.
 */
export function simulatedCluster(fleet: Fleet, problem: Problem, faults: Faults = noFaults): SimulatedCluster {
  if (!fleet.simulated) throw new ClusterRefusal(`${fleet.name} is a real fleet: there is no way to act on it yet; run without --apply`)
  return new Simulation(fleet, problem, faults)
}

class Simulation implements SimulatedCluster {
  readonly #fleet: Fleet
  readonly #faults: Faults
  readonly #limitsAgainst: ReturnType<typeof nodeLimits>
  readonly #room: ReturnType<typeof roomFor>
  readonly #requests: Map<string, Requests>
  readonly #pending = new Map<string, { readonly set: ReplicaSet; readonly replicas: Replicas }>()
  #nodes: readonly ClusterNode[]
  #operations = 0

  constructor(fleet: Fleet, problem: Problem, faults: Faults) {
    this.#fleet = fleet
    this.#faults = faults
    this.#limitsAgainst = nodeLimits(problem)
    this.#requests = new Map(fleet.agents.map(({ id, requests }) => [id, requests]))
    this.#room = roomFor(problem, this.#requests)
    this.#nodes = nodesOf(fleet.clusters.flatMap(({ nodes }) => nodes))
  }

  async readFleet(): Promise<Fleet> {
    const standing = (id: string) => groupsOf(this.#nodes.filter(({ cluster }) => cluster === id))
    const clusters = this.#fleet.clusters.map((cluster) => ({ ...cluster, nodes: standing(cluster.id) }))
    const agents = this.#fleet.agents.map((agent) => ({ ...agent, requests: { gpu: 0, ...this.#requests.get(agent.id)! } }))
    return { ...this.#fleet, clusters, agents }
  }

  async nodes(pool: NodePool): Promise<Nodes> {
    return this.#inPool(pool).length
  }

  async resizeNodes(pool: NodePool, count: Nodes): Promise<void> {
    this.#begin('resizeNodes')
    this.#refuseUnknownCluster(pool.cluster)
    const now = this.#inPool(pool)
    if (count < now.length) this.#stop(pool, now, now.length - count)
    else this.#start(pool, count - now.length)
  }

  async replicas(set: ReplicaSet): Promise<Replicas> {
    return this.#ready(set) + this.#waiting(set)
  }

  async scale(set: ReplicaSet, replicas: Replicas, layout: readonly LayoutHint[] = []): Promise<void> {
    this.#begin('scale')
    this.#refuseUnknownAgent(set.agent)
    this.#refuseUnknownCluster(set.cluster)
    const more = replicas - (await this.replicas(set))
    if (more > 0) this.#grow(set, more, layout)
    else if (more < 0) this.#shrink(set, -more, layout)
  }

  async waitUntilReady(set: ReplicaSet, replicas: Replicas): Promise<void> {
    this.#begin('waitUntilReady')
    const ready = this.#ready(set)
    if (ready >= replicas) return
    const where = `${set.agent} in ${set.cluster} on ${set.capacityType} nodes`
    throw new NotReadyError(
      `${ready} of ${replicas} replicas of ${where} are ready, ${this.#waiting(set)} find no node with room: add nodes`,
    )
  }

  async requests(agent: string): Promise<Requests> {
    this.#refuseUnknownAgent(agent)
    return this.#requests.get(agent)!
  }

  async setRequests(agent: string, requests: Requests): Promise<void> {
    this.#begin('setRequests')
    this.#refuseUnknownAgent(agent)
    this.#requests.set(agent, requests)
    this.#schedulePending()
  }

  #begin(name: string): void {
    this.#operations += 1
    if (this.#faults({ number: this.#operations, name }))
      throw new ClusterRefusal(`${name}: operation ${this.#operations} was made to fail`)
  }

  #start(pool: NodePool, count: Nodes): void {
    const nodes = [...this.#nodes]
    const [one] = nodesOf([{ ...pool, count: 1, pods: [] }])
    for (let started = 0; started < count; started++) {
      const limits = this.#limitsAgainst(nodes, one)
      if (limits.length > 0) throw new ClusterRefusal(`no more nodes of ${pool.instanceType} in ${pool.cluster}: ${limits.join('; ')}`)
      nodes.push({ ...one })
    }
    this.#nodes = nodes
    this.#schedulePending()
  }

  #stop(pool: NodePool, now: readonly ClusterNode[], count: Nodes): void {
    const stopped = new Set(now.filter(({ pods }) => pods.size === 0).slice(0, count))
    if (stopped.size < count)
      throw new ClusterRefusal(
        `${count} nodes of ${pool.instanceType} in ${pool.cluster} shall stop, but ${stopped.size} are empty: move the pods first`,
      )
    this.#nodes = this.#nodes.filter((node) => !stopped.has(node))
  }

  #grow(set: ReplicaSet, more: Replicas, layout: readonly LayoutHint[]): void {
    const { nodes, left } = addPods(this.#nodes, set, more, layout, this.#room)
    this.#nodes = nodes
    this.#pending.set(setKey(set), { set, replicas: this.#waiting(set) + left })
  }

  /** As Kubernetes does, pods that run nowhere yet go first. */
  #shrink(set: ReplicaSet, fewer: Replicas, layout: readonly LayoutHint[]): void {
    const dropped = Math.min(fewer, this.#waiting(set))
    this.#pending.set(setKey(set), { set, replicas: this.#waiting(set) - dropped })
    this.#nodes = removePods(this.#nodes, set, fewer - dropped, layout)
    this.#schedulePending()
  }

  #schedulePending(): void {
    for (const { set, replicas } of [...this.#pending.values()]) {
      const { nodes, left } = addPods(this.#nodes, set, replicas, [], this.#room)
      this.#nodes = nodes
      this.#pending.set(setKey(set), { set, replicas: left })
    }
  }

  #ready(set: ReplicaSet): Replicas {
    return this.#nodes.reduce((sum, node) => sum + replicasOn(node, set), 0)
  }

  #waiting(set: ReplicaSet): Replicas {
    return this.#pending.get(setKey(set))?.replicas ?? 0
  }

  #inPool(pool: NodePool): ClusterNode[] {
    return this.#nodes.filter((node) => poolKey(node) === poolKey(pool))
  }

  #refuseUnknownAgent(agent: string): void {
    if (!this.#requests.has(agent)) throw new ClusterRefusal(`no agent ${agent} is deployed: check its name`)
  }

  #refuseUnknownCluster(cluster: string): void {
    if (!this.#fleet.clusters.some(({ id }) => id === cluster)) throw new ClusterRefusal(`there is no cluster ${cluster}: check its name`)
  }
}

const setKey = ({ agent, cluster, capacityType }: ReplicaSet): string => `${agent}|${cluster}|${capacityType}`
