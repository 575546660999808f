import { type ClusterNode, withPods } from '../domain/cluster-node.ts'
import { type Agent, type Allocatable, accepts, type Offer } from '../domain/problem.ts'
import type { Replicas } from '../domain/units.ts'

/** A node of today, with what it can give to pods. */
export interface EmptyNode extends Omit<ClusterNode, 'pods'>, Pick<Offer, 'arch' | 'gpuModel' | 'taints'> {
  readonly allocatable: Allocatable
}

/** An agent's pods that stand somewhere on these nodes. */
export interface StandingPods extends Pick<Agent, 'arch' | 'gpuModels' | 'instanceTypes' | 'tolerates' | 'maxPerNode'> {
  readonly agent: string
  readonly requests: Allocatable
  readonly replicas: Replicas
}

export interface PlacedPods {
  readonly nodes: ClusterNode[]
  /** Pods for which no node was found; empty where all stand. */
  readonly pending: { readonly agent: string; readonly replicas: Replicas }[]
}

/** How many times a pod may be put onto a node before a search gives up: well under a second. */
const MOST_TRIES = 100_000

interface Occupied {
  readonly node: EmptyNode
  readonly free: Allocatable
  pods: ClusterNode
}

/**
 * Puts today's pods onto today's nodes: the largest first, spread out as a scheduler does, then as tight as they go.
 * Each of the two searches goes back on its choices until all stand or its tries are used up; what is then left is pending.
 */
export function placePods(nodes: readonly EmptyNode[], standing: readonly StandingPods[]): PlacedPods {
  const pods = standing.toSorted((a, b) => sizeOf(b) - sizeOf(a)).flatMap((each) => Array.from({ length: each.replicas }, () => each))
  for (const preference of [spreadOut, tight]) {
    const occupied = nodes.map(emptied)
    if (search(occupied, pods, preference)) return { nodes: occupied.map((one) => one.pods), pending: [] }
  }
  return firstFit(nodes.map(emptied), pods)
}

type Preference = (pod: StandingPods) => (one: Occupied, other: Occupied) => number

const spreadOut: Preference = (pod) => (one, other) => countOf(one, pod) - countOf(other, pod) || leastFree(other) - leastFree(one)
const tight: Preference = () => (one, other) => leastFree(one) - leastFree(other)

/** Depth first over the pods, by a stack of its own, since there may be more pods than calls can nest; nodes that look alike are tried once. */
function search(occupied: readonly Occupied[], pods: readonly StandingPods[], preference: Preference): boolean {
  const places = (pod: StandingPods) =>
    unlike(occupied.filter((one) => hasRoom(one, pod)))
      .sort(preference(pod))
      .reverse()
  /** By pod: where it stands, and before that the places still to be tried, the best last. */
  const choices: Occupied[][] = []
  for (let tries = 0; choices.length < pods.length; tries++) {
    if (tries > MOST_TRIES) return false
    choices.push(places(pods[choices.length]))
    while (choices.at(-1)?.length === 0) {
      choices.pop()
      const last = choices.at(-1)?.pop()
      if (!last) return false
      put(last, pods[choices.length - 1], -1)
    }
    put(choices.at(-1)!.at(-1)!, pods[choices.length - 1], 1)
  }
  return true
}

function firstFit(occupied: readonly Occupied[], pods: readonly StandingPods[]): PlacedPods {
  const pending = new Map<string, Replicas>()
  for (const pod of pods) {
    const place = occupied.find((one) => hasRoom(one, pod))
    if (place) put(place, pod, 1)
    else pending.set(pod.agent, (pending.get(pod.agent) ?? 0) + 1)
  }
  return { nodes: occupied.map((one) => one.pods), pending: [...pending].map(([agent, replicas]) => ({ agent, replicas })) }
}

const RESOURCES = ['cpu', 'memoryGiB', 'gpu', 'pods'] as const

function emptied(node: EmptyNode): Occupied {
  const { arch: _arch, gpuModel: _gpuModel, taints: _taints, allocatable, ...kind } = node
  return { node, free: { ...allocatable }, pods: { ...kind, pods: new Map() } }
}

function put(place: Occupied, pod: StandingPods, replicas: 1 | -1): void {
  for (const resource of RESOURCES) place.free[resource] -= replicas * pod.requests[resource]
  place.pods = withPods(place.pods, pod.agent, replicas)
}

/** With the contract's tolerance, so that ten pods of 0.1 fill one vCPU. */
function hasRoom(place: Occupied, pod: StandingPods): boolean {
  if (!accepts(pod, place.node) || countOf(place, pod) >= (pod.maxPerNode ?? Number.POSITIVE_INFINITY)) return false
  return RESOURCES.every(
    (resource) => pod.requests[resource] <= place.free[resource] + 1e-9 * Math.max(1, place.node.allocatable[resource]),
  )
}

const countOf = (place: Occupied, pod: StandingPods): Replicas => place.pods.pods.get(pod.agent) ?? 0

const leastFree = ({ node, free }: Occupied): number =>
  Math.min(free.cpu / (node.allocatable.cpu || 1), free.memoryGiB / (node.allocatable.memoryGiB || 1))

/** GPUs are scarce, so pods that need them come first. */
const sizeOf = ({ requests }: StandingPods): number => requests.gpu * 1000 + requests.cpu + requests.memoryGiB / 4

/** One of each kind of node with the same pods on it. */
function unlike(places: readonly Occupied[]): Occupied[] {
  const kinds = new Map<string, Occupied>()
  for (const place of places) {
    const { instanceType, capacityType } = place.node
    const key = `${instanceType}|${capacityType}|${[...place.pods.pods].toSorted().join(';')}`
    if (!kinds.has(key)) kinds.set(key, place)
  }
  return [...kinds.values()]
}
