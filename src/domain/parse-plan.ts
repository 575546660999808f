import { type Static, Type } from 'typebox'
import { NO_COST, type Plan } from './plan.ts'
import { checked } from './schema-check.ts'

const text = Type.String({ minLength: 1 })
const number = Type.Number()

/** What makes a document a plan at all. */
const ClaimSchema = Type.Object({
  schema: Type.Literal('placement-plan/v1'),
  status: Type.Union((['optimal', 'feasible', 'infeasible', 'unknown'] as const).map((status) => Type.Literal(status))),
})

const ConflictItemSchema = Type.Object({ constraint: text, detail: Type.Optional(Type.String()) })
const RefusalSchema = Type.Object({ conflict: Type.Array(ConflictItemSchema, { minItems: 1 }) })

/** Only types: whether counts are whole and names exist is for the verifier to say, as a violation. */
const DecidedSchema = Type.Object({
  usdPerHour: Type.Object({ total: number, nodes: number, egress: number, interruption: number, moves: number }),
  lowerBoundUsdPerHour: number,
  gap: number,
  placements: Type.Optional(Type.Array(Type.Object({ agent: text, cluster: text, capacityType: text, replicas: number }))),
  nodeGroups: Type.Optional(
    Type.Array(
      Type.Object({
        cluster: text,
        instanceType: text,
        capacityType: text,
        count: number,
        zone: Type.Optional(text),
        pods: Type.Optional(Type.Array(Type.Object({ agent: text, replicas: number }))),
      }),
    ),
  ),
  flows: Type.Optional(Type.Array(Type.Object({ fromAgent: text, toAgent: text, fromCluster: text, toCluster: text, gibPerHour: number }))),
})

/**
 * A value from outside as a plan, which may carry more fields than the contract names; throws InputError with every mistake of form.
 * Lists that are absent are empty, as the contract reads them. A plan that claims infeasible needs its conflict, and no costs.
 */
export function parsePlan(value: unknown, source: string): Plan {
  const { status } = checked(ClaimSchema, value, source)
  if (status === 'infeasible') checked(RefusalSchema, value, source)
  if (status === 'infeasible' || status === 'unknown') return { ...emptyPlan(), ...(value as Static<typeof ClaimSchema>) }
  const plan = checked(DecidedSchema, value, source)
  const nodeGroups = (plan.nodeGroups ?? []).map((group) => ({ ...group, pods: group.pods ?? [] }))
  return { ...emptyPlan(), ...plan, nodeGroups } as unknown as Plan
}

function emptyPlan(): Omit<Plan, 'schema' | 'status'> {
  return { usdPerHour: NO_COST, lowerBoundUsdPerHour: 0, gap: 0, placements: [], nodeGroups: [], flows: [] }
}
