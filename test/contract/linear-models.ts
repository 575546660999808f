import fc from 'fast-check'
import { LinearModel, type Sense, times, type VariableSpec } from '../../src/lp/model.ts'

/** A model as one reads it: variables in order, and rows of one coefficient for each of them. */
export interface ModelText {
  readonly variables: readonly VariableSpec[]
  readonly rows: readonly (readonly [coefficients: readonly number[], sense: Sense, limit: number])[]
}

export function linearModel({ variables, rows }: ModelText): LinearModel {
  const model = new LinearModel()
  const columns = variables.map((variable) => model.variable(variable))
  for (const [index, [coefficients, sense, limit]] of rows.entries()) {
    const terms = columns.map((column, j) => times(coefficients[j] ?? 0, column))
    model.require(`row ${index}`, terms, sense, limit)
  }
  return model
}

/**
 * Agents in clusters of several machine types, all integer, agents × clusters + clusters × machines of them: the relaxation uses parts of
 * machines. From 52 integers on javascript-lp-solver's own integer mode runs for ever, or gives what is not optimal or not whole.
 */
export function placementTrap(agents: number, clusters: number, machines: number): LinearModel {
  const model = new LinearModel()
  const clusterIds = [...Array(clusters).keys()]
  const agentIds = [...Array(agents).keys()]
  const replicas = agentIds.map(() => clusterIds.map(() => model.variable({ upper: 9, integer: true })))
  const nodes = clusterIds.map((cluster) =>
    [...Array(machines).keys()].map((type) =>
      model.variable({ upper: 9, integer: true, cost: (type + 1) * (10 + ((cluster * 3 + type * 5) % 7)) }),
    ),
  )
  for (const agent of agentIds) {
    const everywhere = replicas[agent].map((variable) => times(1, variable))
    model.require(`demand[${agent}]`, everywhere, '=', 4 + (agent % 3))
  }
  for (const [resource, perReplica] of [5, 3].entries()) {
    for (const cluster of clusterIds) {
      const used = agentIds.map((agent) => times(-(3 + ((agent * perReplica) % 7)), replicas[agent][cluster]))
      const given = nodes[cluster].map((variable, type) => times((8 - resource) * (type + 1) + 3 * resource, variable))
      model.require(`capacity[${cluster},${resource}]`, [...used, ...given], '>=', 0)
    }
  }
  return model
}

/** Up to six variables between −4 and 12 and up to five rows, all numbers small and whole, about half of them feasible. */
export function randomModel({ integers }: { readonly integers: boolean }): fc.Arbitrary<LinearModel> {
  const variable = fc
    .record({ cost: fc.integer({ min: -9, max: 9 }), lower: fc.integer({ min: -4, max: 2 }), width: fc.nat(10), integer: fc.boolean() })
    .map(({ cost, lower, width, integer }) => ({ cost, lower, upper: lower + width, integer: integers && integer }))
  const row = fc.tuple(
    fc.array(fc.integer({ min: -5, max: 7 }), { minLength: 6, maxLength: 6 }),
    fc.constantFrom<Sense>('<=', '>=', '='),
    fc.integer({ min: -9, max: 15 }),
  )
  return fc
    .record({ variables: fc.array(variable, { minLength: 1, maxLength: 6 }), rows: fc.array(row, { maxLength: 5 }) })
    .map(linearModel)
}
