import type { Agent, Offer } from '../../src/domain/problem.ts'
import { type Cell, type Dimension, mostReplicas } from './fleet.ts'
import { Frontier, type Label, nothing } from './node-labels.ts'

/** Pods by agent. */
export type Pods = readonly number[]

/** Pods that fit one node of an offer, and what such a node costs and uses. */
interface FullNode {
  readonly offer: Offer
  readonly pods: Pods
  readonly usdPerHour: number
  readonly used: readonly number[]
}

/** How pods stand in one cell: every multiset of nodes that may be best, found by trying each node that can hold the first pod. */
export class CellPacking {
  private readonly cell: Cell
  private readonly dimensions: readonly Dimension[]
  private readonly fullNodes: readonly FullNode[]
  private readonly known = new Map<string, readonly Label[]>()

  constructor(cell: Cell, agents: readonly Agent[], dimensions: readonly Dimension[]) {
    this.cell = cell
    this.dimensions = dimensions
    this.fullNodes = cell.offers.flatMap((offer) => fullNodes(offer, agents, dimensions))
  }

  /** No label where the pods cannot stand here. */
  labels(pods: Pods, mostOnNode: Pods): readonly Label[] {
    const key = `${pods.join()}/${pods.map((count, agent) => Math.min(count, mostOnNode[agent]!)).join()}`
    const known = this.known.get(key)
    if (known) return known
    const labels = this.tried(pods, mostOnNode)
    this.known.set(key, labels)
    return labels
  }

  private tried(pods: Pods, mostOnNode: Pods): readonly Label[] {
    const first = pods.findIndex((count) => count > 0)
    if (first < 0) return [nothing(this.dimensions)]
    const frontier = new Frontier(this.dimensions)
    for (const node of this.fullNodes) {
      if (node.pods[first] === 0 || !within(node.pods, pods) || !within(node.pods, mostOnNode)) continue
      for (const rest of this.labels(without(pods, node.pods), mostOnNode)) {
        const used = rest.used.map((amount, at) => amount + node.used[at]!)
        const standing = { cluster: this.cell.cluster.id, offer: node.offer, zone: undefined, pods: node.pods }
        frontier.offer(rest.usdPerHour + node.usdPerHour, used, () => [...rest.nodes, standing])
      }
    }
    return frontier.labels
  }
}

export const without = (pods: Pods, others: Pods): number[] => pods.map((count, agent) => count - others[agent]!)
const within = (pods: Pods, most: Pods): boolean => pods.every((count, agent) => count <= most[agent]!)

/** Every set of pods that one node may hold. */
function fullNodes(offer: Offer, agents: readonly Agent[], dimensions: readonly Dimension[]): FullNode[] {
  const used = dimensions.map(({ uses }) => uses.get(offer) ?? 0)
  const most = agents.map((agent) =>
    accepts(agent, offer) ? Math.min(mostReplicas(agent), agent.maxPerNode ?? Number.POSITIVE_INFINITY) : 0,
  )
  return upTo(most)
    .filter((pods) => fits(pods, agents, offer))
    .map((pods) => ({ offer, pods, used, usdPerHour: offer.usdPerHour + interruptionUsdPerHour(pods, agents, offer) }))
}

/** All vectors within the given one. */
export function upTo(most: Pods): number[][] {
  let vectors: number[][] = [[]]
  for (const count of most) vectors = vectors.flatMap((vector) => Array.from({ length: count + 1 }, (_, next) => [...vector, next]))
  return vectors
}

function accepts(agent: Agent, offer: Offer): boolean {
  const runsOn = agent.arch ?? ['amd64']
  const models = (agent.requests.gpu ?? 0) === 0 ? undefined : agent.gpuModels
  const tolerated = new Set(agent.tolerates)
  return (
    runsOn.includes(offer.arch) &&
    (models?.includes(offer.gpuModel) ?? true) &&
    (agent.instanceTypes?.includes(offer.instanceType) ?? true) &&
    (offer.taints ?? []).every((taint) => tolerated.has(taint))
  )
}

function fits(pods: Pods, agents: readonly Agent[], { allocatable }: Offer): boolean {
  const load = (request: (agent: Agent) => number) => pods.reduce((sum, count, agent) => sum + count * request(agents[agent]!), 0)
  const isWithin = (used: number, most: number) => used <= most + 1e-9 * Math.max(1, used)
  return (
    isWithin(
      load(({ requests }) => requests.cpu),
      allocatable.cpu,
    ) &&
    isWithin(
      load(({ requests }) => requests.memoryGiB),
      allocatable.memoryGiB,
    ) &&
    load(({ requests }) => requests.gpu ?? 0) <= allocatable.gpu &&
    load(() => 1) <= allocatable.pods
  )
}

function interruptionUsdPerHour(pods: Pods, agents: readonly Agent[], { capacityType, interruptionsPerHour = 0 }: Offer): number {
  if (capacityType !== 'spot') return 0
  return interruptionsPerHour * pods.reduce((sum, count, agent) => sum + count * (agents[agent]!.restartUsd ?? 0), 0)
}
