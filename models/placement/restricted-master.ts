import { LinearModel, type Row, type Term, times, type Variable } from '../../src/lp/model.ts'
import type { Instance, Machine } from '../instance/instance.ts'
import { type Needs, RESOURCE_COUNT, RESOURCES } from '../packing/fractional-pattern.ts'
import { groupName, interruptionRate, machineName } from './assignment.ts'
import type { MachineCut, MachineLoad } from './cuts.ts'
import type { RulesModel } from './model.ts'

/** What the restricted master knows of a problem; the rest is priced, not named. Tables of 0 and 1. */
export interface Chosen {
  /** Where an agent may stand [a × groups + g]. */
  readonly places: Uint8Array
  readonly machines: Uint8Array
  /** Which shapes may stand on a chosen machine [m × shapes + s]. */
  readonly flows: Uint8Array
}

export interface RestrictedMaster {
  readonly model: LinearModel
  /** By variable and row of the rules: those here, −1 where there is none. */
  readonly variableOf: Int32Array
  readonly rowOf: Int32Array
  /** By shape and group [s × groups + g]: the row that stands its pods on machines; −1 where nobody may stand. */
  readonly standRows: Int32Array
  /** y[s,m] of each chosen machine, by its index. */
  readonly flows: ReadonlyMap<number, readonly { readonly shape: number; readonly variable: Variable }[]>
  /** The rows of a chosen machine's resources, in the order of `RESOURCES`; −1 where no pod needs any. */
  readonly resourceRows: ReadonlyMap<number, readonly Row[]>
  /** In the order of the cuts. */
  readonly cutRows: readonly Row[]
  /** By agent: replicas that the chosen places cannot hold, at a penalty; 0 in any solution that counts. */
  readonly unplaced: readonly Variable[]
}

/** Places by variable of the rules: what is left out of a restricted master unless it is chosen. */
export interface RulesIndex {
  /** a × groups + g of an x[a,g]; −1 for any other variable. */
  readonly placeOf: Int32Array
  /** The machine of an n[m]; −1 for any other variable. */
  readonly machineOf: Int32Array
  /** 1 for a new[a,g], which demand bounds whether or not it has a bound of its own. */
  readonly isAdded: Uint8Array
}

export function indexRules(instance: Instance, { model, variables }: RulesModel): RulesIndex {
  const placeOf = new Int32Array(model.variableCount).fill(-1)
  const machineOf = new Int32Array(model.variableCount).fill(-1)
  const isAdded = new Uint8Array(model.variableCount)
  for (const agent of instance.agents)
    for (const group of agent.groups) {
      for (const { variable } of variables.replicas(agent, group)) placeOf[variable] = agent.index * instance.groups.length + group.index
      for (const { variable } of variables.added(agent, group)) isAdded[variable] = 1
    }
  for (const machine of instance.machines) for (const { variable } of variables.nodes(machine)) machineOf[variable] = machine.index
  return { placeOf, machineOf, isAdded }
}

/**
 * Where demand bounds a variable anyway, its own bound is set beyond that: at a bound that binds, a solver is free to take part of the price for
 * the bound's, and what is left says little.
 */
const BEYOND = 2

/** What building needs besides what is chosen; the same in each round. */
export interface MasterFacts {
  readonly instance: Instance
  readonly rules: RulesModel
  readonly index: RulesIndex
  readonly needs: Needs
  /** By shape: the least that a restart costs any of its agents [USD]. */
  readonly restartUsd: Float64Array
  /** By agent: what leaving a replica out costs [USD/h]. */
  readonly penalty: Float64Array
}

/**
 * The linear relaxation over some of its columns: the rules with the chosen places and machines, and the assignment of pods to those
 * machines (assignment.ts) with the cuts found so far. Its optimum is no bound; its duals are prices from which priceBound makes one.
 */
export function restrictedMaster(facts: MasterFacts, chosen: Chosen, cuts: readonly MachineCut[]): RestrictedMaster {
  const model = new LinearModel()
  const variableOf = takeVariables(facts, chosen, model)
  const unplaced = facts.instance.agents.map(({ index, most }) => model.variable({ upper: most, cost: facts.penalty[index] }))
  const rowOf = takeRows(facts, model, variableOf, unplaced)
  const flows = new Map(chosenMachines(facts.instance, chosen).map((machine) => [machine.index, flowsOf(facts, chosen, machine, model)]))
  const standRows = standOnMachines(facts, chosen, model, variableOf, flows)
  const nodes = (machine: Machine) => nodesOf(facts, variableOf, machine)
  const resourceRows = new Map(
    [...flows].map(([index, here]) => [index, resourcesOf(facts, facts.instance.machines[index], here, nodes, model)] as const),
  )
  const cutRows = cuts.map((cut, i) => cutRow(cut, i, flows.get(cut.machine)!, nodes(facts.instance.machines[cut.machine]), model))
  return { model, variableOf, rowOf, standRows, flows, resourceRows, cutRows, unplaced }
}

export const chosenMachines = ({ machines }: Instance, chosen: Chosen): Machine[] =>
  machines.filter(({ index }) => chosen.machines[index] === 1)

/** What a solution of the master puts on the nodes of each chosen machine. */
export function machineLoads(
  { instance, rules }: MasterFacts,
  { flows, variableOf }: RestrictedMaster,
  values: ArrayLike<number>,
): MachineLoad[] {
  return [...flows].map(([index, here]) => {
    const machine = instance.machines[index]
    const nodes = rules.variables.nodes(machine).reduce((sum, { variable }) => sum + values[variableOf[variable]], 0)
    const pods = here.map(({ shape, variable }) => ({ shape, replicas: values[variable] })).filter(({ replicas }) => replicas > 1e-6)
    return { machine, nodes, pods }
  })
}

type Flow = { readonly shape: number; readonly variable: Variable }

function takeVariables({ rules, index }: MasterFacts, { places, machines }: Chosen, model: LinearModel): Int32Array {
  const { lowers, uppers, costs } = rules.model
  const { placeOf, machineOf, isAdded } = index
  return Int32Array.from(costs, (cost, j) => {
    const isLeftOut = (placeOf[j] >= 0 && places[placeOf[j]] === 0) || (machineOf[j] >= 0 && machines[machineOf[j]] === 0)
    return isLeftOut ? -1 : model.variable({ lower: lowers[j], upper: isAdded[j] === 1 ? BEYOND * uppers[j] : uppers[j], cost })
  })
}

/** The rows of the rules over the variables that are here; those that these cannot break are left out. */
function takeRows({ rules, instance }: MasterFacts, model: LinearModel, variableOf: Int32Array, unplaced: readonly Variable[]): Int32Array {
  const { rowNames, rowLowers, rowUppers, starts, columns, coefficients } = rules.model
  const rowOf = new Int32Array(rules.model.rowCount).fill(-1)
  const demand = new Map(instance.agents.map(({ index }) => [rules.demandRows[index], times(1, unplaced[index])]))
  for (let row = 0; row < rowOf.length; row++) {
    const terms: Term[] = []
    for (let k = starts[row]; k < starts[row + 1]; k++)
      if (variableOf[columns[k]] >= 0) terms.push(times(coefficients[k], variableOf[columns[k]]))
    const slack = demand.get(row)
    if (slack) terms.push(slack)
    const isWhole = terms.length === starts[row + 1] - starts[row]
    if (!isWhole && !canBreak(model, terms, rowLowers[row], rowUppers[row])) continue
    const sense = rowLowers[row] === rowUppers[row] ? '=' : Number.isFinite(rowLowers[row]) ? '>=' : '<='
    rowOf[row] = model.require(rowNames[row], terms, sense, sense === '<=' ? rowUppers[row] : rowLowers[row])
  }
  return rowOf
}

/** Whether some values within their bounds break a row. */
function canBreak({ lowers, uppers }: LinearModel, terms: readonly Term[], rowLower: number, rowUpper: number): boolean {
  let least = 0
  let most = 0
  for (const { variable, coefficient } of terms) {
    least += coefficient * (coefficient > 0 ? lowers[variable] : uppers[variable])
    most += coefficient * (coefficient > 0 ? uppers[variable] : lowers[variable])
  }
  return least < rowLower - 1e-9 || most > rowUpper + 1e-9
}

function flowsOf({ instance, restartUsd }: MasterFacts, { flows }: Chosen, machine: Machine, model: LinearModel): Flow[] {
  const here: Flow[] = []
  for (const shape of machine.holds.keys()) {
    if (flows[machine.index * instance.shapes.length + shape] === 0) continue
    const replicas = instance.shapes[shape].agents.reduce((sum, agent) => sum + instance.agents[agent].most, 0)
    const cost = interruptionRate(machine) * restartUsd[shape]
    here.push({ shape, variable: model.variable({ upper: BEYOND * replicas, cost }) })
  }
  return here
}

function standOnMachines(
  { instance, rules }: MasterFacts,
  { places }: Chosen,
  model: LinearModel,
  variableOf: Int32Array,
  flows: ReadonlyMap<number, readonly Flow[]>,
): Int32Array {
  const groupCount = instance.groups.length
  const terms = new Map<number, Term[]>()
  const termsAt = (key: number) => terms.get(key) ?? terms.set(key, []).get(key)!
  for (const agent of instance.agents)
    for (const group of agent.groups)
      if (places[agent.index * groupCount + group.index] === 1)
        for (const { variable } of rules.variables.replicas(agent, group))
          termsAt(agent.shape.index * groupCount + group.index).push(times(-1, variableOf[variable]))
  for (const [machine, here] of flows)
    for (const { shape, variable } of here) terms.get(shape * groupCount + instance.machines[machine].group)?.push(times(1, variable))
  const rows = new Int32Array(instance.shapes.length * groupCount).fill(-1)
  for (const [key, standing] of terms) {
    const group = instance.groups[key % groupCount]
    rows[key] = model.require(`stand[${Math.floor(key / groupCount)},${groupName(group)}]`, standing, '=', 0)
  }
  return rows
}

function nodesOf({ rules }: MasterFacts, variableOf: Int32Array, machine: Machine): Term[] {
  return rules.variables.nodes(machine).map(({ variable }) => times(-1, variableOf[variable]))
}

function resourcesOf(
  { needs }: MasterFacts,
  machine: Machine,
  here: readonly Flow[],
  nodes: (machine: Machine) => Term[],
  model: LinearModel,
): Row[] {
  const { allocatable } = machine.offer
  return RESOURCES.map((resource, r) => {
    const needed = here.flatMap(({ shape, variable }) => {
      const need = needs[shape * RESOURCE_COUNT + r]
      return need > 0 ? [times(need, variable)] : []
    })
    const given = nodes(machine).map(({ variable }) => times(-allocatable[resource], variable))
    return needed.length === 0 ? -1 : model.require(`${resource}[${machineName(machine)}]`, [...needed, ...given], '<=', 0)
  })
}

function cutRow({ machine, weights }: MachineCut, i: number, here: readonly Flow[], nodes: readonly Term[], model: LinearModel): Row {
  const weighed = here.flatMap(({ shape, variable }) => {
    const weight = weights.get(shape) ?? 0
    return weight > 0 ? [times(weight, variable)] : []
  })
  return model.require(`mix[${machine},${i}]`, [...weighed, ...nodes], '<=', 0)
}
