import { type Static, type TSchema, Type } from 'typebox'
import { CapacityClassSchema } from '../domain/problem.ts'
import { ClusterLimitsSchema, FLEET_AS_A_WHOLE, NameSchema, ReservedSchema } from '../fleet-file/schema.ts'

/**
 * What a person writes under `fleet:` of clusters that are read: how each is reached, and what it cannot say of itself.
 * Words and units are those of a fleet file.
 */

const closed = { additionalProperties: false }
const optional = <Schema extends TSchema>(schema: Schema) => Type.Optional(schema)
const text = Type.String({ minLength: 1 })
const texts = Type.Array(text)
const positive = Type.Number({ exclusiveMinimum: 0 })

const KubeconfigSecretSchema = Type.Object({ cluster: text, namespace: text, name: text, key: optional(text) }, closed)

const GrowsFromSchema = Type.Object(
  {
    instanceTypes: optional(texts),
    families: optional(texts),
    capacityTypes: optional(Type.Array(CapacityClassSchema)),
    maxVcpu: optional(positive),
  },
  closed,
)

const PrometheusSchema = Type.Object(
  { url: text, bearerTokenFile: optional(text), labels: optional(Type.Record(Type.String(), Type.String())) },
  closed,
)

const ClusterSchema = Type.Object(
  {
    id: NameSchema,
    context: optional(text),
    kubeconfig: optional(text),
    inCluster: optional(Type.Boolean()),
    kubeconfigSecret: optional(KubeconfigSecretSchema),
    provider: optional(text),
    region: optional(text),
    zones: optional(Type.Array(text, { minItems: 1 })),
    tags: optional(texts),
    limits: optional(ClusterLimitsSchema),
    growsFrom: optional(GrowsFromSchema),
    reserved: optional(ReservedSchema),
    nodeStartUsd: optional(Type.Number({ minimum: 0 })),
    maxPodsPerNode: optional(Type.Integer({ minimum: 1 })),
    prometheus: optional(PrometheusSchema),
  },
  closed,
)

export const FleetConfigSchema = Type.Object(
  {
    name: optional(text),
    ...FLEET_AS_A_WHOLE,
    defaultPolicies: optional(Type.Record(Type.String(), Type.Union([text, texts]))),
    clusters: Type.Array(ClusterSchema, { minItems: 1 }),
  },
  closed,
)

/** The part of ballast.yaml that is about the fleet, when its form is right. */
export type ConfiguredFleet = Static<typeof FleetConfigSchema>
export type ConfiguredCluster = ConfiguredFleet['clusters'][number]
