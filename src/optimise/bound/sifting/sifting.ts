import type { Instance, InstanceAgent, Machine } from '../../../../models/instance/instance.ts'
import { leastRestartUsd } from '../../../../models/placement/assignment.ts'
import { brokenCuts, type MachineCut } from '../../../../models/placement/cuts.ts'
import { buildRules, type RulesModel } from '../../../../models/placement/model.ts'
import { type MasterPrices, type NodeCost, PodPricing } from '../../../../models/placement/pod-prices.ts'
import { type PodPrices, type PriceBound, priceBound } from '../../../../models/placement/price-bound.ts'
import {
  indexRules,
  type MasterFacts,
  machineLoads,
  type RestrictedMaster,
  restrictedMaster,
} from '../../../../models/placement/restricted-master.ts'
import type { Share } from '../../../domain/units.ts'
import { priceOut } from '../../../lp/certificate.ts'
import type { LinearSolver, SolveOptions } from '../../../lp/solver.ts'
import { Columns } from './columns.ts'

/** New places of an agent, and new machines of a group, in one round. */
const PLACES_A_ROUND = 3
const MACHINES_A_ROUND = 3
/** Relative reduced cost from which on a column is missing. */
const TOLERANCE = 1e-4

export interface Round {
  /** No plan costs less [USD/h]. */
  readonly lowerBound: number
  /** Of the relaxation over the columns so far [USD/h]: no bound, but what the bound comes to in the end. */
  readonly objective: number
  /** Replicas that the columns so far cannot hold. */
  readonly unplaced: number
  /** Rows of this round's master. */
  readonly rows: number
  /** Cuts that the next round has more. */
  readonly cuts: number
  /** Columns that the next round has more, as a share of this round's. */
  readonly added: Share
  /** By variable of the rules, and by row. */
  readonly values: Float64Array
  readonly rowDuals: Float64Array
  readonly prices: PodPrices
  readonly nodeCosts: readonly NodeCost[]
  /** By variable of the rules, beyond what a replica is worth. */
  readonly reducedCosts: Float64Array
}

/** Sifting, round by round: solve over the columns that are known, price all pods by its duals, take in the columns that the prices show to be missing. */
export class Sifting {
  readonly rules: RulesModel
  readonly instance: Instance
  private readonly solver: LinearSolver
  private readonly facts: MasterFacts
  private readonly columns: Columns
  /** In the master from the next round on. */
  private readonly cuts: MachineCut[] = []

  constructor(instance: Instance, solver: LinearSolver) {
    this.instance = instance
    this.solver = solver
    this.rules = buildRules(instance)
    const needs = Float64Array.from(instance.shapes.flatMap(({ requests: { cpu, memoryGiB, gpu } }) => [cpu, memoryGiB, gpu, 1]))
    this.columns = new Columns(instance, needs)
    const penalty = Float64Array.from(instance.agents, (agent) => penaltyOf(agent, instance.groups.length, this.columns.unitUsd))
    const { rules } = this
    this.facts = { instance, rules, index: indexRules(instance, rules), needs, restartUsd: leastRestartUsd(instance), penalty }
  }

  /** Makes it dearer to leave a replica out. */
  raisePenalty(factor: number): void {
    for (const agent of this.facts.penalty.keys()) this.facts.penalty[agent] *= factor
  }

  /** undefined where the solver found no optimum in the time, or may not be asked. `cuts`: whether broken ones are looked for. */
  round(options: SolveOptions, { cuts }: { cuts: boolean }): Round | undefined {
    const master = restrictedMaster(this.facts, this.columns, this.cuts)
    if (this.solver.refuses(master.model) !== undefined) return undefined
    const solution = this.solver.solve(master.model, options)
    if (!solution.values || !solution.rowDuals) return undefined
    const { values, rowDuals } = solution
    const duals = Float64Array.from(master.rowOf, (row) => (row >= 0 ? rowDuals[row] : 0))
    const nodeCosts = this.nodeCosts(duals, master, values)
    const prices = new PodPricing(this.facts, this.columns, master, this.cuts, rowDuals, nodeCosts).prices()
    const bound = priceBound(this.instance, this.rules, prices, duals)
    const broken = cuts ? brokenCuts(this.instance, machineLoads(this.facts, master, values), this.solver) : []
    this.cuts.push(...broken)
    return {
      lowerBound: bound.lowerBound,
      objective: solution.objective!,
      unplaced: master.unplaced.reduce((sum, variable) => sum + values[variable], 0),
      rows: master.model.rowCount,
      cuts: broken.length,
      added: (this.addPlaces(bound, prices, duals) + this.addMachines(prices) + this.addFlows(prices)) / master.model.variableCount,
      values: Float64Array.from(master.variableOf, (variable) => (variable >= 0 ? values[variable] : 0)),
      rowDuals: duals,
      prices,
      nodeCosts,
      reducedCosts: bound.reducedCosts,
    }
  }

  private nodeCosts(duals: Float64Array, { variableOf }: RestrictedMaster, values: Float64Array): NodeCost[] {
    const { reducedCosts } = priceOut(this.rules.model, duals)
    const isFull = (variable: number) =>
      variableOf[variable] >= 0 && values[variableOf[variable]] >= this.rules.model.uppers[variable] - 1e-7
    return this.instance.machines.map((machine) => this.nodeCost(machine, reducedCosts, isFull))
  }

  private nodeCost(machine: Machine, reducedCosts: Float64Array, isFull: (variable: number) => boolean): NodeCost {
    let cheapest = Number.POSITIVE_INFINITY
    let next = Number.POSITIVE_INFINITY
    for (const { variable } of this.rules.variables.nodes(machine)) {
      cheapest = Math.min(cheapest, reducedCosts[variable])
      if (!isFull(variable)) next = Math.min(next, reducedCosts[variable])
    }
    return { cheapest, next }
  }

  /** Where an agent would stand for less than the master pays for it. */
  private addPlaces({ reducedCosts, worth }: PriceBound, { cheapest }: MasterPrices, duals: Float64Array): number {
    const groupCount = this.instance.groups.length
    let added = 0
    for (const agent of this.instance.agents) {
      const beyond = worth[agent.index] - duals[this.rules.demandRows[agent.index]]
      const missing = agent.groups
        .filter((group) => this.columns.places[agent.index * groupCount + group.index] === 0)
        .map((group) => ({
          group,
          cost: beyond + Math.min(...this.rules.variables.replicas(agent, group).map(({ variable }) => reducedCosts[variable])),
        }))
        .filter(({ cost }) => cost < -TOLERANCE * Math.abs(worth[agent.index]) - 1e-9)
        .sort((a, b) => a.cost - b.cost)
        .slice(0, PLACES_A_ROUND)
      for (const { group } of missing) this.addPlace(agent, group.index, cheapest[agent.shape.index * groupCount + group.index])
      added += missing.length
    }
    return added
  }

  private addPlace({ index, shape }: InstanceAgent, group: number, cheapest: number): void {
    if (cheapest >= 0) this.columns.addMachine(cheapest, [shape.index])
    this.columns.addPlace(index, group)
  }

  private addMachines({ machines }: MasterPrices): number {
    const byGroup = Map.groupBy(machines, ({ machine }) => this.instance.machines[machine].group)
    const missing = [...byGroup.values()].flatMap((some) => some.toSorted((a, b) => a.ratio - b.ratio).slice(0, MACHINES_A_ROUND))
    for (const { machine, shapes } of missing) this.columns.addMachine(machine, shapes)
    return missing.length
  }

  private addFlows({ flows }: MasterPrices): number {
    for (const { machine, shape } of flows) this.columns.addFlow(machine, shape)
    return flows.length
  }
}

/** More than a replica costs in its dearest place, on a node of its own [USD/h]. */
function penaltyOf({ shape, groups }: InstanceAgent, groupCount: number, unitUsd: Float64Array): number {
  return groups.reduce((most, group) => Math.max(most, 10 * unitUsd[shape.index * groupCount + group.index]), 1)
}
