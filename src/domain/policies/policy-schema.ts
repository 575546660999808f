import { type TSchema, Type } from 'typebox'
import { CapacityClassSchema, LossSchema } from '../problem.ts'

const closed = { additionalProperties: false }
const optional = <Schema extends TSchema>(schema: Schema) => Type.Optional(schema)
const text = Type.String({ minLength: 1 })
const texts = Type.Array(text)
const amount = Type.Number({ minimum: 0 })
const positive = Type.Number({ exclusiveMinimum: 0 })
const count = Type.Integer({ minimum: 0 })
const share = Type.Number({ minimum: 0, maximum: 1 })
const latitude = Type.Number({ minimum: -90, maximum: 90 })
const longitude = Type.Number({ minimum: -180, maximum: 180 })

const PlacementSchema = Type.Object({ anyTag: optional(texts), noTag: optional(texts), clusters: optional(texts) }, closed)

const LatencySchema = Type.Object({ maxMs: positive, from: Type.Object({ name: text, latitude, longitude }, closed) }, closed)

const RightSizingSchema = Type.Object(
  {
    cpu: optional(
      Type.Object(
        {
          percentile: Type.Union((['p50', 'p90', 'p95', 'p99', 'max'] as const).map((percentile) => Type.Literal(percentile))),
          headroom: amount,
          floor: optional(amount),
          ceiling: optional(positive),
        },
        closed,
      ),
    ),
    memory: optional(Type.Object({ headroom: amount, floorGiB: optional(amount), ceilingGiB: optional(positive) }, closed)),
    mode: optional(Type.Union([Type.Literal('recommend'), Type.Literal('apply')])),
    leastHours: optional(positive),
    leastCoverage: optional(share),
  },
  closed,
)

const DemandSchema = Type.Object(
  {
    load: optional(Type.Object({ query: text, perReplica: positive, unit: text, minReplicas: optional(count) }, closed)),
    fromHistory: optional(Type.Boolean()),
    percentile: optional(Type.Number({ minimum: 0.5, exclusiveMaximum: 1 })),
  },
  closed,
)

/** How many replicas of an agent stand where. */
export const PlacesSchema = Type.Array(Type.Object({ cluster: text, capacityType: CapacityClassSchema, replicas: count }, closed))

/** `today`, or how many replicas stand where. */
const PinSchema = Type.Union([Type.Literal('today'), PlacesSchema])

/** What an agent's owner writes of its rules, in a file or in an annotation. */
export const PolicySchema = Type.Object(
  {
    placement: optional(PlacementSchema),
    latency: optional(LatencySchema),
    survive: optional(Type.Array(Type.Object({ loss: LossSchema, keep: share }, closed))),
    spread: optional(Type.Object({ clusters: optional(count), regions: optional(count), clouds: optional(count) }, closed)),
    spot: optional(Type.Object({ maxShare: share, onDemandBase: optional(count) }, closed)),
    restartUsd: optional(amount),
    move: optional(Type.Object({ usdPerReplica: optional(amount), maxReplicas: optional(count) }, closed)),
    extraReplicas: optional(count),
    maxPerNode: optional(Type.Integer({ minimum: 1 })),
    rightSizing: optional(RightSizingSchema),
    demand: optional(DemandSchema),
    pin: optional(PinSchema),
    minimumDwellHours: optional(amount),
    minimumSavingPerDisruption: optional(amount),
  },
  closed,
)
