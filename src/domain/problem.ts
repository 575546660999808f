import { type Static, Type } from 'typebox'
import type {
  GiB,
  GiBPerHour,
  Gpus,
  Hours,
  Milliseconds,
  Nodes,
  PerHour,
  Replicas,
  Share,
  Usd,
  UsdPerGiB,
  UsdPerHour,
  Vcpu,
} from './units.ts'

/**
 * The contract's first document: everything the optimiser may know. The schema is the validation and the type.
 * Units: money USD, rates USD/h, CPU in vCPU, memory in GiB, GPU in whole devices, traffic in GiB/h.
 */

const closed = { additionalProperties: false }
const text = Type.String({ minLength: 1 })
const texts = Type.Array(text)
const amount = <T extends number = number>() => Type.Unsafe<T>(Type.Number({ minimum: 0 }))
const count = <T extends number = number>() => Type.Unsafe<T>(Type.Integer({ minimum: 0 }))
const share = Type.Unsafe<Share>(Type.Number({ minimum: 0, maximum: 1 }))

export const CapacityTypeSchema = Type.Union([Type.Literal('on-demand'), Type.Literal('spot'), Type.Literal('reserved')])
/** How a node is bought. */
export type CapacityType = Static<typeof CapacityTypeSchema>

export const CapacityClassSchema = Type.Union([Type.Literal('on-demand'), Type.Literal('spot')])
/** What a replica stands on: nodes that are reserved count as on-demand. */
export type CapacityClass = Static<typeof CapacityClassSchema>
export const CAPACITY_CLASSES: readonly CapacityClass[] = ['on-demand', 'spot']
export const capacityClass = (capacityType: CapacityType): CapacityClass => (capacityType === 'spot' ? 'spot' : 'on-demand')

export const ArchSchema = Type.Union([Type.Literal('amd64'), Type.Literal('arm64')])
export type Arch = Static<typeof ArchSchema>

export const LossSchema = Type.Unsafe<Loss>(
  Type.Union((['node', 'zone', 'cluster', 'region', 'cloud', 'spot'] satisfies Loss[]).map((kind) => Type.Literal(kind))),
)
/** A kind of failure domain of which any single one may be lost. */
export type Loss = 'node' | 'zone' | 'cluster' | 'region' | 'cloud' | 'spot'

const AllocatableSchema = Type.Object({ cpu: amount<Vcpu>(), memoryGiB: amount<GiB>(), gpu: count<Gpus>(), pods: count() }, closed)
/** What one node gives to pods: after kubelet, system, DaemonSets and head-room. */
export type Allocatable = Static<typeof AllocatableSchema>

const OfferSchema = Type.Object(
  {
    instanceType: text,
    capacityType: CapacityTypeSchema,
    usdPerHour: amount<UsdPerHour>(),
    vcpu: Type.Unsafe<Vcpu>(Type.Number({ exclusiveMinimum: 0 })),
    allocatable: AllocatableSchema,
    arch: ArchSchema,
    gpuModel: Type.String(),
    taints: Type.Optional(texts),
    interruptionsPerHour: Type.Optional(amount<PerHour>()),
    maxNodes: Type.Optional(count<Nodes>()),
  },
  closed,
)
/** A machine type that a cluster can grow nodes from, at a price, in one capacity type. */
export type Offer = Static<typeof OfferSchema>

const NodesTodaySchema = Type.Object({ instanceType: text, capacityType: CapacityTypeSchema, count: count<Nodes>() }, closed)

const ClusterSchema = Type.Object(
  {
    id: Type.String({ pattern: '^(?!internet$).+$' }),
    provider: text,
    region: text,
    zones: Type.Array(text, { minItems: 1 }),
    tags: texts,
    limits: Type.Optional(
      Type.Object(
        {
          nodes: Type.Optional(count<Nodes>()),
          vcpu: Type.Optional(amount<Vcpu>()),
          spotVcpu: Type.Optional(amount<Vcpu>()),
          gpu: Type.Optional(amount<Gpus>()),
        },
        closed,
      ),
    ),
    currentNodes: Type.Optional(Type.Array(NodesTodaySchema)),
    nodeStartUsd: Type.Optional(amount<Usd>()),
    offers: Type.Array(OfferSchema),
  },
  closed,
)
export type Cluster = Static<typeof ClusterSchema>

const QuotaSchema = Type.Object(
  {
    id: text,
    clusters: Type.Optional(texts),
    instanceTypes: Type.Optional(texts),
    capacityTypes: Type.Optional(Type.Array(CapacityTypeSchema)),
    nodes: Type.Optional(count<Nodes>()),
    vcpu: Type.Optional(amount<Vcpu>()),
    gpu: Type.Optional(amount<Gpus>()),
  },
  closed,
)
/** A limit that an account shares; an offer counts when it matches all of the selectors that are given. */
export type Quota = Static<typeof QuotaSchema>

const SurviveSchema = Type.Object({ loss: LossSchema, keep: share }, closed)
/** When all of any single domain of this kind is lost, at least ⌈keep × R⌉ replicas are left. */
export type SurviveRule = Static<typeof SurviveSchema>

const AgentSchema = Type.Object(
  {
    id: Type.String({ pattern: '^(?!internet$).+$' }),
    replicas: count<Replicas>(),
    maxReplicas: Type.Optional(count<Replicas>()),
    requests: Type.Object({ cpu: amount<Vcpu>(), memoryGiB: amount<GiB>(), gpu: Type.Optional(count<Gpus>()) }, closed),
    arch: Type.Optional(Type.Array(text)),
    gpuModels: Type.Optional(texts),
    instanceTypes: Type.Optional(texts),
    tolerates: Type.Optional(texts),
    maxPerNode: Type.Optional(Type.Unsafe<Replicas>(Type.Integer({ minimum: 1 }))),
    placement: Type.Optional(
      Type.Object({ anyTag: Type.Optional(texts), noTag: Type.Optional(texts), clusters: Type.Optional(texts) }, closed),
    ),
    latency: Type.Optional(
      Type.Object({ maxMs: amount<Milliseconds>(), msByCluster: Type.Record(Type.String(), amount<Milliseconds>()) }, closed),
    ),
    survive: Type.Optional(Type.Array(SurviveSchema)),
    spread: Type.Optional(
      Type.Object({ clusters: Type.Optional(count()), regions: Type.Optional(count()), clouds: Type.Optional(count()) }, closed),
    ),
    spot: Type.Optional(Type.Object({ maxShare: share, onDemandBase: Type.Optional(count<Replicas>()) }, closed)),
    restartUsd: Type.Optional(amount<Usd>()),
    move: Type.Optional(
      Type.Object({ usdPerReplica: Type.Optional(amount<Usd>()), maxReplicas: Type.Optional(count<Replicas>()) }, closed),
    ),
    traffic: Type.Optional(Type.Array(Type.Object({ to: text, gibPerHour: amount<GiBPerHour>() }, closed))),
    current: Type.Optional(
      Type.Array(Type.Object({ cluster: text, capacityType: CapacityClassSchema, replicas: count<Replicas>() }, closed)),
    ),
  },
  closed,
)
export type Agent = Static<typeof AgentSchema>

const EgressSchema = Type.Object(
  {
    defaultUsdPerGiB: amount<UsdPerGiB>(),
    pairs: Type.Optional(Type.Array(Type.Object({ from: text, to: text, usdPerGiB: amount<UsdPerGiB>() }, closed))),
  },
  closed,
)
export type Egress = Static<typeof EgressSchema>

export const ProblemSchema = Type.Object(
  {
    schema: Type.Literal('placement-problem/v1'),
    asOf: text,
    horizonHours: Type.Unsafe<Hours>(Type.Number({ exclusiveMinimum: 0 })),
    clusters: Type.Array(ClusterSchema),
    quotas: Type.Optional(Type.Array(QuotaSchema)),
    egress: Type.Optional(EgressSchema),
    agents: Type.Array(AgentSchema),
    limits: Type.Optional(
      Type.Object({ maxMovedReplicas: Type.Optional(count<Replicas>()), usdPerHour: Type.Optional(amount<UsdPerHour>()) }, closed),
    ),
  },
  closed,
)
export type Problem = Static<typeof ProblemSchema>

/** The place that traffic to users goes to; no cluster and no agent bears this name. */
export const INTERNET = 'internet'

/** The failure domain of a kind that a cluster belongs to; `spot` is lost a (provider, region) at a time. */
export const domainOf = {
  cloud: (cluster: Cluster): string => cluster.provider,
  region: (cluster: Cluster): string => `${cluster.provider}/${cluster.region}`,
  cluster: (cluster: Cluster): string => cluster.id,
  spot: (cluster: Cluster): string => `${cluster.provider}/${cluster.region}`,
} as const

/** Price of traffic from a cluster to another or to the internet [USD/GiB]; within a cluster always 0. */
export function egressPrice(egress: Egress | undefined): (from: string, to: string) => UsdPerGiB {
  const pairsFrom = Map.groupBy(egress?.pairs ?? [], ({ from }) => from)
  const byPair = new Map([...pairsFrom].map(([from, pairs]) => [from, new Map(pairs.map(({ to, usdPerGiB }) => [to, usdPerGiB]))]))
  return (from, to) => (from === to ? 0 : (byPair.get(from)?.get(to) ?? egress?.defaultUsdPerGiB ?? 0))
}

/** Whether an agent's jurisdiction, cluster list and latency limit allow a cluster. */
export function mayStandIn(agent: Agent, cluster: Cluster): boolean {
  const { anyTag, noTag, clusters } = agent.placement ?? {}
  if (anyTag && !anyTag.some((tag) => cluster.tags.includes(tag))) return false
  if (noTag?.some((tag) => cluster.tags.includes(tag))) return false
  if (clusters && !clusters.includes(cluster.id)) return false
  if (!agent.latency) return true
  const ms = agent.latency.msByCluster[cluster.id]
  return ms !== undefined && ms <= agent.latency.maxMs
}

/** Whether an agent's pods accept a machine: architecture, GPU model, type and taints; not whether they fit. */
export function accepts(
  agent: Pick<Agent, 'arch' | 'requests' | 'gpuModels' | 'instanceTypes' | 'tolerates'>,
  offer: Pick<Offer, 'arch' | 'gpuModel' | 'instanceType' | 'taints'>,
): boolean {
  if (!(agent.arch ?? ['amd64']).includes(offer.arch)) return false
  if ((agent.requests.gpu ?? 0) > 0 && agent.gpuModels && !agent.gpuModels.includes(offer.gpuModel)) return false
  if (agent.instanceTypes && !agent.instanceTypes.includes(offer.instanceType)) return false
  return (offer.taints ?? []).every((taint) => (agent.tolerates ?? []).includes(taint))
}
