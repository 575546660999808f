import type { ConflictItem } from '../../domain/plan.ts'
import { type Agent, accepts, type CapacityClass, type Cluster, capacityClass, type Offer } from '../../domain/problem.ts'
import { wholeDown } from '../../domain/units.ts'
import { shareOfNode } from '../list-price.ts'

/** The rules and facts, each of which alone keeps an agent out of a place, whatever else stands there; none: it may stand there. */
export function shutOut(agent: Agent, cluster: Cluster, capacity: CapacityClass): ConflictItem[] {
  const item = ([constraint, detail]: Reason): ConflictItem => ({ constraint, agent: agent.id, cluster: cluster.id, detail })
  const offers = cluster.offers.filter(({ capacityType }) => capacityClass(capacityType) === capacity)
  return [
    ...placementReasons(agent, cluster),
    ...latencyReason(agent, cluster),
    ...(capacity === 'spot' ? spotReason(agent) : []),
    ...machineReasons(agent, offers, capacity),
  ].map(item)
}

type Reason = readonly [constraint: string, detail: string]

function placementReasons({ placement = {} }: Agent, { id, tags }: Cluster): Reason[] {
  const { anyTag, noTag, clusters } = placement
  const borne = (noTag ?? []).filter((tag) => tags.includes(tag))
  return [
    ...(anyTag && !anyTag.some((tag) => tags.includes(tag)) ? [['placement', `it bears none of ${anyTag.join(', ')}`] as const] : []),
    ...(borne.length > 0 ? [['placement', `it bears ${borne.join(', ')}`] as const] : []),
    ...(clusters && !clusters.includes(id) ? [['placement', 'it is not in the list of clusters'] as const] : []),
  ]
}

function latencyReason({ latency }: Agent, { id }: Cluster): Reason[] {
  if (!latency) return []
  const ms = latency.msByCluster[id]
  if (ms === undefined) return [['latency', `how far it is from the users is not known; at most ${latency.maxMs} ms is allowed`]]
  return ms > latency.maxMs ? [['latency', `it is ${ms} ms from the users; at most ${latency.maxMs} ms is allowed`]] : []
}

function spotReason({ spot = { maxShare: 0 }, replicas, maxReplicas = replicas }: Agent): Reason[] {
  if (spot.maxShare === 0) return [['spot', 'the agent may not stand on spot']]
  const room = Math.min(wholeDown(spot.maxShare * maxReplicas), maxReplicas - Math.min(spot.onDemandBase ?? 0, replicas))
  return room > 0 ? [] : [['spot', 'the share of spot that is allowed is less than one replica']]
}

/** Machines are told together: each is refused for at least one of the reasons. */
function machineReasons(agent: Agent, offers: readonly Offer[], capacity: CapacityClass): Reason[] {
  if (offers.length === 0) return [['offers', `nothing is offered there as ${capacity}`]]
  const refusals = offers.map((offer) => refusalsOf(agent, offer))
  if (refusals.some((refusal) => refusal.length === 0)) return []
  const counts = new Map<string, { constraint: string; count: number }>()
  for (const [constraint, detail] of refusals.flat()) counts.set(detail, { constraint, count: (counts.get(detail)?.count ?? 0) + 1 })
  const how = [...counts].map(([detail, { count }]) => `${count === offers.length ? 'all' : count} ${detail}`).join(', ')
  const kinds = [...new Set([...counts.values()].map(({ constraint }) => constraint))]
  return [
    [
      kinds.length === 1 ? kinds[0] : 'machines',
      offers.length === 1 ? `of the one machine offered there: ${how}` : `of the ${offers.length} machines offered there ${how}`,
    ],
  ]
}

function refusalsOf(agent: Agent, offer: Offer): Reason[] {
  const { arch = ['amd64'], gpuModels, instanceTypes, tolerates = [], requests } = agent
  const gpu = requests.gpu ?? 0
  const intolerable = (offer.taints ?? []).filter((taint) => !tolerates.includes(taint))
  return [
    ...(arch.includes(offer.arch) ? [] : [['arch', `of ${offer.arch}`] as const]),
    ...(gpu > 0 && offer.allocatable.gpu === 0 ? [['size', 'without a GPU'] as const] : []),
    ...(gpu > 0 && offer.allocatable.gpu > 0 && gpuModels && !gpuModels.includes(offer.gpuModel)
      ? [['gpuModels', 'with a GPU that is not in the list'] as const]
      : []),
    ...(instanceTypes && !instanceTypes.includes(offer.instanceType) ? [['instanceTypes', 'not in the list of types'] as const] : []),
    ...(intolerable.length > 0 ? [['tolerates', `with the taint ${intolerable.join(', ')}`] as const] : []),
    ...(isTooSmall(requests, offer) ? [['size', 'too small'] as const] : []),
  ]
}

/** A machine without a GPU is told as that, not as too small for lack of it. */
function isTooSmall(requests: Agent['requests'], offer: Offer): boolean {
  const asked = offer.allocatable.gpu === 0 ? { ...requests, gpu: 0 } : requests
  return !Number.isFinite(shareOfNode(asked, offer))
}

/** Machines of a place that an agent's pods accept and fit on. */
export const usableOffers = (agent: Agent, cluster: Cluster, capacity: CapacityClass): Offer[] =>
  cluster.offers.filter(
    (offer) =>
      capacityClass(offer.capacityType) === capacity && accepts(agent, offer) && Number.isFinite(shareOfNode(agent.requests, offer)),
  )
