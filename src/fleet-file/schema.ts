import { type Static, type TSchema, Type } from 'typebox'
import { PlacesSchema, PolicySchema } from '../domain/policies/policy-schema.ts'
import { ArchSchema, CapacityClassSchema, CapacityTypeSchema } from '../domain/problem.ts'

/**
 * The fleet description that a person writes (YAML). Same words and units as the contract: USD, USD/h, vCPU, GiB, GiB/h, hours.
 * What a schema cannot see (names that mean nothing, pods that do not fit) is checked in sense.ts and place-pods.ts.
 */

const closed = { additionalProperties: false }
const optional = <Schema extends TSchema>(schema: Schema) => Type.Optional(schema)
const text = Type.String({ minLength: 1 })
const texts = Type.Array(text)
const amount = Type.Number({ minimum: 0 })
const positive = Type.Number({ exclusiveMinimum: 0 })
const count = Type.Integer({ minimum: 0 })
const latitude = Type.Number({ minimum: -90, maximum: 90 })
const longitude = Type.Number({ minimum: -180, maximum: 180 })

/** As Kubernetes names things; and never `internet`, which is a place of its own. */
export const NameSchema = Type.String({
  pattern: '^(?!internet$)[a-z0-9]([-a-z0-9.]*[a-z0-9])?$',
  mustBe: 'use small letters, digits, dots and dashes, and not "internet"',
})

const OperatorSchema = Type.Object(
  {
    provider: NameSchema,
    jurisdiction: text,
    regions: Type.Array(Type.Object({ region: text, country: text, latitude, longitude, tags: texts }, closed), { minItems: 1 }),
  },
  closed,
)

export const ClusterLimitsSchema = Type.Object(
  { nodes: optional(count), vcpu: optional(amount), spotVcpu: optional(amount), gpu: optional(amount) },
  closed,
)

export const ReservedSchema = Type.Array(Type.Object({ instanceType: text, count, usdPerHour: amount }, closed))

const ClusterSchema = Type.Object(
  {
    id: NameSchema,
    provider: text,
    region: text,
    zones: Type.Array(text, { minItems: 1 }),
    tags: optional(texts),
    limits: optional(ClusterLimitsSchema),
    nodeStartUsd: optional(amount),
    growsFrom: Type.Object(
      {
        instanceTypes: optional(texts),
        families: optional(texts),
        capacityTypes: Type.Array(CapacityClassSchema),
        maxVcpu: optional(positive),
      },
      closed,
    ),
    reserved: optional(ReservedSchema),
    maxPodsPerNode: optional(Type.Integer({ minimum: 1 })),
    daemonSets: optional(Type.Object({ cpu: amount, memoryGiB: amount }, closed)),
    nodes: optional(Type.Array(Type.Object({ instanceType: text, capacityType: CapacityTypeSchema, count, zone: optional(text) }, closed))),
  },
  closed,
)

const AgentSchema = Type.Object(
  {
    id: NameSchema,
    policies: optional(Type.Union([text, texts])),
    policy: optional(PolicySchema),
    replicas: optional(count),
    demandByHour: optional(Type.Array(amount)),
    load: optional(Type.Object({ amount, perReplica: positive, unit: text, minReplicas: optional(count) }, closed)),
    requests: Type.Object({ cpu: amount, memoryGiB: amount, gpu: optional(count) }, closed),
    used: optional(
      Type.Object(
        {
          windowHours: positive,
          cpu: optional(
            Type.Object(
              { p50: optional(amount), p90: optional(amount), p95: optional(amount), p99: optional(amount), max: optional(amount) },
              closed,
            ),
          ),
          memoryMaxGiB: optional(amount),
        },
        closed,
      ),
    ),
    arch: optional(Type.Array(ArchSchema, { minItems: 1 })),
    gpuModels: optional(texts),
    instanceTypes: optional(texts),
    tolerates: optional(texts),
    traffic: optional(Type.Array(Type.Object({ to: text, gibPerHour: amount }, closed))),
    today: optional(PlacesSchema),
  },
  closed,
)

const QuotaSchema = Type.Object(
  {
    id: text,
    clusters: optional(texts),
    instanceTypes: optional(texts),
    capacityTypes: optional(Type.Array(CapacityTypeSchema)),
    nodes: optional(count),
    vcpu: optional(amount),
    gpu: optional(amount),
  },
  closed,
)

/** Prices of the user's own: a CSV beside the fleet file. */
const PriceFileSchema = Type.Object({ file: text, allowStale: optional(Type.Boolean()) }, closed)

/** What a fleet says as a whole, whether its clusters are described or read. */
export const FLEET_AS_A_WHOLE = {
  horizonHours: optional(positive),
  headroom: optional(Type.Number({ minimum: 0, exclusiveMaximum: 1 })),
  prices: optional(Type.Array(PriceFileSchema)),
  operators: optional(Type.Array(OperatorSchema)),
  policies: optional(Type.Record(Type.String(), PolicySchema)),
  quotas: optional(Type.Array(QuotaSchema)),
  egress: optional(Type.Array(Type.Object({ from: text, to: text, usdPerGiB: amount }, closed))),
  limits: optional(Type.Object({ maxMovedReplicas: optional(count), usdPerHour: optional(amount) }, closed)),
}

export const FleetFileSchema = Type.Object(
  {
    name: text,
    simulated: optional(Type.Boolean()),
    ...FLEET_AS_A_WHOLE,
    clusters: Type.Array(ClusterSchema),
    agents: Type.Array(AgentSchema),
  },
  closed,
)

/** A fleet description whose form is right; its sense may not be. */
export type FleetDescription = Static<typeof FleetFileSchema>
export type DescribedCluster = FleetDescription['clusters'][number]
export type DescribedAgent = FleetDescription['agents'][number]
export type PriceFile = Static<typeof PriceFileSchema>
