import type { Group, Machine } from '../instance/instance.ts'
import { fractionalPattern, needed, RESOURCES } from '../packing/fractional-pattern.ts'
import { interruptionRate } from './assignment.ts'
import type { MachineCut } from './cuts.ts'
import type { PodPrices } from './price-bound.ts'
import type { Chosen, MasterFacts, RestrictedMaster } from './restricted-master.ts'

/** Prices on pods that a solution of the restricted master gives, completed to all places and machines, and what they show to be missing. */
export interface MasterPrices extends PodPrices {
  /** Machines that hold more than they cost, with the pods that make them so. */
  readonly machines: readonly MissingMachine[]
  /** Chosen machines that would be cheaper for a shape than those it may stand on. */
  readonly flows: readonly { readonly machine: number; readonly shape: number }[]
  /** By shape and group where the shape has no price of the master: the machine that makes it cheapest; −1 elsewhere. */
  readonly cheapest: Int32Array
}

export interface MissingMachine {
  readonly machine: number
  /** What it costs over what it holds: below 1. */
  readonly ratio: number
  readonly shapes: readonly number[]
}

/** What a node of one machine is worth: K[m] = Σ_r unit_r·allocatable_r + Σ cuts, and no pod is worth more than it takes of that. */
interface NodeWorth {
  readonly value: number
  readonly unitValues: readonly number[]
  /** What its cuts take for a pod of a shape [USD/h]. */
  readonly byCuts: ReadonlyMap<number, number>
  readonly mix: readonly number[]
}

/** What a node of one machine costs after its share of the limits [USD/h]. */
export interface NodeCost {
  readonly cheapest: number
  /** Of one node more than the solution has; Infinity where there can be no more, so that it may be worth more than it costs. */
  readonly next: number
}

/** Relative excess from which on a column is missing. */
const TOLERANCE = 1e-4
/** Machines that are added for a shape of a group at a time. */
const FLOWS_OF_A_SHAPE = 3
const NO_CUTS: ReadonlyMap<number, number> = new Map()
/** How an idle node's cost is split over CPU, memory, GPUs and pods, where no pod says. */
const IDLE_SPLIT = [0.5, 0.5, 0, 0]
const IDLE_GPU_SPLIT = [0.1, 0.1, 0.8, 0]

/**
 * v[s,g] is the dual of the row that stands shape s on the machines of group g; where the restricted master has no such row, the least that any
 * machine of the group asks for such a pod. K[m] comes from the duals of the machine's rows where these cover every pod, else from
 * `fractionalPattern`. A machine of which the pods would be worth more than a node costs lowers the prices of those pods.
 */
export class PodPricing {
  private readonly facts: MasterFacts
  private readonly master: RestrictedMaster
  private readonly chosen: Chosen
  private readonly rowDuals: Float64Array
  /** By machine. */
  private readonly nodeCosts: readonly NodeCost[]
  private readonly groupCount: number
  private readonly pod: Float64Array
  private readonly byCuts: ReadonlyMap<number, ReadonlyMap<number, number>>

  constructor(
    facts: MasterFacts,
    chosen: Chosen,
    master: RestrictedMaster,
    cuts: readonly MachineCut[],
    rowDuals: Float64Array,
    nodeCosts: readonly NodeCost[],
  ) {
    this.facts = facts
    this.chosen = chosen
    this.master = master
    this.rowDuals = rowDuals
    this.nodeCosts = nodeCosts
    this.groupCount = facts.instance.groups.length
    this.pod = Float64Array.from(master.standRows, (row) => (row >= 0 ? Math.max(0, rowDuals[row]) : 0))
    this.byCuts = cutPrices(cuts, master, rowDuals)
  }

  prices(): MasterPrices {
    const { instance } = this.facts
    const flows = instance.groups.flatMap((group) => this.missingFlows(group))
    const worths = instance.machines.map((machine) => this.worthOf(machine))
    const machines = instance.machines.flatMap((machine) => this.missingMachine(machine, worths[machine.index]))
    const node = new Float64Array(instance.machines.length)
    const cheapest = new Int32Array(this.pod.length).fill(-1)
    for (const group of instance.groups) this.settle(group, worths, node, cheapest)
    return { pod: this.pod, node, machines, flows, cheapest }
  }

  private key(shape: number, group: number): number {
    return shape * this.groupCount + group
  }

  private restart(machine: Machine, shape: number): number {
    return interruptionRate(machine) * this.facts.restartUsd[shape]
  }

  /** Shapes that have a price of the master on a machine, with what they are worth there beyond their interruptions. */
  private priced(machine: Machine): { shapes: number[]; values: number[] } {
    const shapes: number[] = []
    const values: number[] = []
    for (const shape of machine.holds.keys()) {
      const key = this.key(shape, machine.group)
      if (this.master.standRows[key] < 0) continue
      const value = this.pod[key] - this.restart(machine, shape)
      if (value <= 1e-12) continue
      shapes.push(shape)
      values.push(value)
    }
    return { shapes, values }
  }

  private worthOf(machine: Machine): NodeWorth {
    const { shapes, values } = this.priced(machine)
    const byRows = this.worthByRows(machine, shapes, values)
    if (byRows && byRows.value <= this.nodeCosts[machine.index].next * (1 + TOLERANCE)) return byRows
    const fractional = fractionalPattern(shapes, values, this.facts.needs, machine.offer.allocatable)
    const worth = { value: fractional.value, unitValues: fractional.unitValues, byCuts: NO_CUTS, mix: fractional.mix }
    return byRows && byRows.value < worth.value ? { ...byRows, mix: worth.mix } : worth
  }

  /** The duals of a chosen machine's rows, raised until they cover each pod. */
  private worthByRows(machine: Machine, shapes: readonly number[], values: readonly number[]): NodeWorth | undefined {
    const unitValues = this.rowValues(machine)
    if (!unitValues) return undefined
    const byCuts = this.byCuts.get(machine.index) ?? NO_CUTS
    let factor = 1
    for (const [i, shape] of shapes.entries())
      factor = Math.max(factor, values[i] / (needed(this.facts.needs, shape, unitValues) + (byCuts.get(shape) ?? 0)))
    if (!Number.isFinite(factor)) return undefined
    const raised = unitValues.map((unit) => unit * factor)
    const ofCuts = this.cutValue(machine.index) * factor
    return {
      value: nodeValue(machine, raised) + ofCuts,
      unitValues: raised,
      byCuts: new Map([...byCuts].map(([shape, value]) => [shape, value * factor])),
      mix: [],
    }
  }

  private rowValues(machine: Machine): number[] | undefined {
    return this.master.resourceRows.get(machine.index)?.map((row) => (row < 0 ? 0 : Math.max(0, -this.rowDuals[row])))
  }

  private cutValue(machine: number): number {
    return this.byCuts.get(machine)?.get(ALL) ?? 0
  }

  private missingMachine(machine: Machine, { value, mix }: NodeWorth): MissingMachine[] {
    const cost = this.nodeCosts[machine.index].next
    if (this.chosen.machines[machine.index] === 1 || value <= cost * (1 + TOLERANCE) + 1e-9) return []
    return [{ machine: machine.index, ratio: cost / value, shapes: mix }]
  }

  /** Of each priced shape, the few chosen machines that ask least for it, where that is less than its price. */
  private missingFlows(group: Group): { machine: number; shape: number }[] {
    const found: { machine: number; shape: number; ratio: number }[] = []
    for (const machine of group.machines) {
      const unitValues = this.rowValues(machine)
      if (!unitValues) continue
      const byCuts = this.byCuts.get(machine.index) ?? NO_CUTS
      const { shapes, values } = this.priced(machine)
      for (const [i, shape] of shapes.entries()) {
        if (this.chosen.flows[machine.index * this.facts.instance.shapes.length + shape] === 1) continue
        const ratio = (needed(this.facts.needs, shape, unitValues) + (byCuts.get(shape) ?? 0)) / values[i]
        if (ratio < 1 - TOLERANCE) found.push({ machine: machine.index, shape, ratio })
      }
    }
    return [...Map.groupBy(found, ({ shape }) => shape).values()].flatMap((same) =>
      same.toSorted((a, b) => a.ratio - b.ratio).slice(0, FLOWS_OF_A_SHAPE),
    )
  }

  /** Lets each machine undercut prices that make it worth too much, prices the shapes that have none, and writes what nodes are worth then. */
  private settle(group: Group, worths: readonly NodeWorth[], node: Float64Array, cheapest: Int32Array): void {
    for (const machine of group.machines) {
      const { value } = worths[machine.index]
      const cost = this.nodeCosts[machine.index]
      node[machine.index] = Math.max(Math.min(value, cost.next), cost.cheapest)
      this.undercut(machine, this.asking(machine, worths[machine.index]), value > cost.next, cheapest)
    }
  }

  /** What a machine asks for its resources: what a node of it costs. */
  private asking(machine: Machine, { value, unitValues, byCuts }: NodeWorth): Pick<NodeWorth, 'unitValues' | 'byCuts'> {
    const { cheapest, next } = this.nodeCosts[machine.index]
    const { allocatable } = machine.offer
    if (value <= 1e-12) {
      const split = allocatable.gpu > 0 ? IDLE_GPU_SPLIT : IDLE_SPLIT
      const asked = RESOURCES.map((resource, r) =>
        allocatable[resource] > 0 ? (Math.max(0, cheapest) * split[r]) / allocatable[resource] : 0,
      )
      return { unitValues: asked, byCuts: NO_CUTS }
    }
    const factor = Math.max(0, Math.max(Math.min(value, next), cheapest)) / value
    return { unitValues: unitValues.map((unit) => unit * factor), byCuts: byCuts.size === 0 ? NO_CUTS : scaled(byCuts, factor) }
  }

  /** Lets a machine undercut what the others ask for shapes without a price of the master, and where it must, for the others too. */
  private undercut(
    machine: Machine,
    { unitValues, byCuts }: Pick<NodeWorth, 'unitValues' | 'byCuts'>,
    must: boolean,
    cheapest: Int32Array,
  ): void {
    for (const shape of machine.holds.keys()) {
      const key = this.key(shape, machine.group)
      const isPriced = this.master.standRows[key] >= 0
      if (isPriced && !must) continue
      const asked = needed(this.facts.needs, shape, unitValues) + (byCuts.get(shape) ?? 0) + this.restart(machine, shape)
      if ((isPriced || cheapest[key] >= 0) && asked >= this.pod[key]) continue
      this.pod[key] = asked
      if (!isPriced) cheapest[key] = machine.index
    }
  }
}

/** The key under which a machine's cuts are summed for a whole node. */
const ALL = -1

/** By machine and shape: what its cuts take for a pod; under `ALL` for a node [USD/h]. */
function cutPrices(cuts: readonly MachineCut[], { cutRows }: RestrictedMaster, rowDuals: Float64Array): Map<number, Map<number, number>> {
  const prices = new Map<number, Map<number, number>>()
  for (const [i, { machine, weights }] of cuts.entries()) {
    const dual = Math.max(0, -rowDuals[cutRows[i]])
    if (dual === 0) continue
    const ofMachine = prices.get(machine) ?? prices.set(machine, new Map()).get(machine)!
    ofMachine.set(ALL, (ofMachine.get(ALL) ?? 0) + dual)
    for (const [shape, weight] of weights) ofMachine.set(shape, (ofMachine.get(shape) ?? 0) + dual * weight)
  }
  return prices
}

const scaled = (prices: ReadonlyMap<number, number>, factor: number): Map<number, number> =>
  new Map([...prices].map(([shape, value]) => [shape, value * factor]))

const nodeValue = ({ offer }: Machine, unitValues: readonly number[]): number =>
  RESOURCES.reduce((sum, resource, r) => sum + unitValues[r] * offer.allocatable[resource], 0)
