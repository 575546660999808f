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

/** Equality knapsacks with odd remainders, whose relaxations are fractional: as many integers as asked for. */
export function fractionalTrap(integers: number): LinearModel {
  const variables = Array.from({ length: integers }, (_, j) => ({ cost: 7 + ((j * 5) % 11), upper: 3, integer: true }))
  const rows = [0, 1, 2].map((row) => {
    const coefficients = variables.map((_, j) => 3 + ((j * (row + 3)) % 13))
    return [coefficients, '>=', 101 + 30 * row] as const
  })
  return linearModel({ variables, rows })
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
