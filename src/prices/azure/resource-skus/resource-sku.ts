import { type Static, Type } from 'typebox'
import { maybe, maybeText } from '../expected-answer.ts'

/** What Azure Resource Manager tells of one thing that a subscription can have in a region: the fields that are read. */
const ResourceSkuSchema = Type.Object({
  resourceType: maybeText,
  name: maybeText,
  locations: maybe(Type.Array(Type.String())),
  /** Numbers come as text. */
  capabilities: maybe(Type.Array(Type.Object({ name: maybeText, value: maybeText }))),
  restrictions: maybe(Type.Array(Type.Object({ type: maybeText, values: maybe(Type.Array(Type.String())), reasonCode: maybeText }))),
})
export type ResourceSku = Static<typeof ResourceSkuSchema>

export const ResourceSkusPageSchema = Type.Object({ value: Type.Array(ResourceSkuSchema), nextLink: maybeText })
