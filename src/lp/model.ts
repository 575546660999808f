/**
 * A linear or mixed-integer program to be minimised, as the models state it: variables with bounds and costs, and named rows.
 * Nothing here knows a solver; nothing here knows what is placed where.
 */
export type Variable = number & { readonly __variable?: never }
export type Row = number & { readonly __row?: never }
export type Sense = '<=' | '>=' | '='

export interface Term {
  readonly variable: Variable
  readonly coefficient: number
}

export interface VariableSpec {
  /** Default 0. */
  readonly lower?: number
  /** Finite, so that any vector of duals proves a bound (see certificate.ts). */
  readonly upper: number
  /** Objective coefficient; default 0. */
  readonly cost?: number
  readonly integer?: boolean
}

export class LinearModel {
  readonly costs: number[] = []
  readonly lowers: number[] = []
  readonly uppers: number[] = []
  readonly integers: boolean[] = []
  readonly rowNames: string[] = []
  readonly rowLowers: number[] = []
  readonly rowUppers: number[] = []
  /** Row-wise, compressed: the terms of row i stand from starts[i] to starts[i + 1]. */
  readonly starts: number[] = [0]
  readonly columns: number[] = []
  readonly coefficients: number[] = []

  get variableCount(): number {
    return this.costs.length
  }

  get rowCount(): number {
    return this.rowNames.length
  }

  variable({ lower = 0, upper, cost = 0, integer = false }: VariableSpec): Variable {
    if (!Number.isFinite(upper) || !Number.isFinite(lower)) throw new RangeError(`a variable needs finite bounds, not ${lower} to ${upper}`)
    this.costs.push(cost)
    this.lowers.push(lower)
    this.uppers.push(upper)
    this.integers.push(integer)
    return this.costs.length - 1
  }

  /** Adds a row; a variable that stands twice in it counts with the sum of its coefficients. The name is told to people. */
  require(name: string, terms: Iterable<Term>, sense: Sense, rhs: number): Row {
    if (!Number.isFinite(rhs)) throw new RangeError(`${name}: the right-hand side is ${rhs}`)
    const merged = new Map<number, number>()
    for (const { variable, coefficient } of terms) {
      if (variable < 0 || variable >= this.variableCount) throw new RangeError(`${name}: no variable ${variable}`)
      if (!Number.isFinite(coefficient)) throw new RangeError(`${name}: a coefficient is ${coefficient}`)
      merged.set(variable, (merged.get(variable) ?? 0) + coefficient)
    }
    for (const [variable, coefficient] of merged) {
      if (coefficient === 0) continue
      this.columns.push(variable)
      this.coefficients.push(coefficient)
    }
    this.starts.push(this.columns.length)
    this.rowNames.push(name)
    this.rowLowers.push(sense === '<=' ? Number.NEGATIVE_INFINITY : rhs)
    this.rowUppers.push(sense === '>=' ? Number.POSITIVE_INFINITY : rhs)
    return this.rowNames.length - 1
  }

  /** Adds to a variable's objective coefficient. */
  charge(variable: Variable, cost: number): void {
    this.costs[variable] += cost
  }

  /** Adds a constant to the objective: a variable fixed at 1. */
  chargeConstant(cost: number): void {
    if (cost !== 0) this.variable({ lower: 1, upper: 1, cost })
  }

  /** The objective of a vector of values, recomputed: a solver's own word is not taken. */
  objective(values: ArrayLike<number>): number {
    let total = 0
    for (let i = 0; i < this.costs.length; i++) total += this.costs[i] * values[i]
    return total
  }

  rowActivity(row: Row, values: ArrayLike<number>): number {
    let activity = 0
    for (let k = this.starts[row]; k < this.starts[row + 1]; k++) activity += this.coefficients[k] * values[this.columns[k]]
    return activity
  }

  get integerCount(): number {
    return this.integers.reduce((count, integer) => count + (integer ? 1 : 0), 0)
  }
}

/** The same model without integrality: it shares rows and costs with the model, so that a row added to one is in both. */
export const relaxationOf = (model: LinearModel): LinearModel => withIntegers(model, new Set())

/** The same model with only these of its variables whole; rows and costs are shared. */
export function withIntegers(model: LinearModel, whole: ReadonlySet<Variable>): LinearModel {
  return Object.assign(new LinearModel(), model, { integers: model.integers.map((integer, variable) => integer && whole.has(variable)) })
}

/** The same model with other bounds; rows and costs are shared. */
export function withBounds(model: LinearModel, { lowers, uppers }: { readonly lowers: number[]; readonly uppers: number[] }): LinearModel {
  return Object.assign(new LinearModel(), model, { lowers, uppers })
}

/** Σ over items of the terms that each gives. */
export function sum<T>(items: Iterable<T>, terms: (item: T) => Term | readonly Term[] | undefined): Term[] {
  const all: Term[] = []
  for (const item of items) {
    const given = terms(item)
    if (given === undefined) continue
    if (Array.isArray(given)) all.push(...(given as readonly Term[]))
    else all.push(given as Term)
  }
  return all
}

export const times = (coefficient: number, variable: Variable): Term => ({ variable, coefficient })
