import { type LinearModel, type Sense, type Term, times } from '../../src/lp/model.ts'

/** A model as a part of another: its variable j is variable `offset + j` there. */
export interface Part {
  readonly offset: number
  readonly model: LinearModel
  /** Rows of the part that the whole has. */
  rows: number
  readonly name: string
}

/** Adds a model's variables and rows to the whole, its costs times `weight`. */
export function addPart(whole: LinearModel, model: LinearModel, { weight, name }: { weight: number; name: string }): Part {
  const part: Part = { offset: whole.variableCount, model, rows: 0, name }
  for (let j = 0; j < model.variableCount; j++)
    whole.variable({ lower: model.lowers[j]!, upper: model.uppers[j]!, cost: weight * model.costs[j]!, integer: model.integers[j]! })
  addNewRows(whole, part)
  return part
}

/** Adds the rows that the part's own model was given since. */
export function addNewRows(whole: LinearModel, part: Part): void {
  const { model, offset, name } = part
  for (; part.rows < model.rowCount; part.rows++) {
    const terms = termsOf(model, part.rows).map(({ variable, coefficient }) => times(coefficient, variable + offset))
    const { sense, limit } = sideOf(model, part.rows)
    whole.require(`${name}: ${model.rowNames[part.rows]}`, terms, sense, limit)
  }
}

/** What the values of the whole say of the part's own variables. */
export const valuesOf = ({ offset, model }: Part, values: Float64Array): Float64Array =>
  values.subarray(offset, offset + model.variableCount)

/** Terms over the part's variables, told in the whole's. */
export const within = ({ offset }: Part, terms: readonly Term[]): Term[] =>
  terms.map(({ variable, coefficient }) => times(coefficient, variable + offset))

function termsOf({ starts, columns, coefficients }: LinearModel, row: number): Term[] {
  const terms: Term[] = []
  for (let k = starts[row]!; k < starts[row + 1]!; k++) terms.push(times(coefficients[k]!, columns[k]!))
  return terms
}

function sideOf({ rowLowers, rowUppers }: LinearModel, row: number): { sense: Sense; limit: number } {
  const [lower, upper] = [rowLowers[row]!, rowUppers[row]!]
  if (lower === upper) return { sense: '=', limit: lower }
  return Number.isFinite(lower) ? { sense: '>=', limit: lower } : { sense: '<=', limit: upper }
}
