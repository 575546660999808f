import { leastSpread } from '../../../../models/instance/caps.ts'
import type { Group, Instance, InstanceAgent, Machine } from '../../../../models/instance/instance.ts'
import { fractionalPattern, type Needs, RESOURCE_COUNT, RESOURCES } from '../../../../models/packing/fractional-pattern.ts'
import type { Chosen } from '../../../../models/placement/restricted-master.ts'
import { domainOf } from '../../../domain/problem.ts'

/** Machines of a group to begin with, besides the cheapest for each shape. */
const MACHINES_OF_A_GROUP = 6
/** Machines that a shape may stand on to begin with, in a group. */
const MACHINES_OF_A_SHAPE = 3
/** Groups of one cloud and capacity class where an agent may stand to begin with. */
const GROUPS_OF_A_CLOUD = 2

/** The columns of the restricted master: a few good guesses at first, then what its prices show to be missing. */
export class Columns implements Chosen {
  readonly places: Uint8Array
  readonly machines: Uint8Array
  readonly flows: Uint8Array
  /** By shape and group: a pod's share of the node that is cheapest for it [USD/h]; Infinity where none holds it. */
  readonly unitUsd: Float64Array
  private readonly instance: Instance
  private readonly needs: Needs
  private readonly standing: Uint8Array

  constructor(instance: Instance, needs: Needs) {
    const { agents, groups, machines, shapes } = instance
    this.instance = instance
    this.needs = needs
    this.places = new Uint8Array(agents.length * groups.length)
    this.machines = new Uint8Array(machines.length)
    this.flows = new Uint8Array(machines.length * shapes.length)
    this.standing = new Uint8Array(shapes.length * groups.length)
    this.unitUsd = new Float64Array(shapes.length * groups.length).fill(Number.POSITIVE_INFINITY)
    for (const group of groups) this.priceUnits(group)
    for (const group of groups) this.chooseMachines(group)
    for (const agent of agents) for (const group of this.firstGroups(agent)) this.addPlace(agent.index, group.index)
  }

  /** Lets an agent stand in a group: its pods on the machines that are cheapest for them. */
  addPlace(agent: number, group: number): void {
    this.places[agent * this.instance.groups.length + group] = 1
    const shape = this.instance.agents[agent].shape.index
    const key = shape * this.instance.groups.length + group
    if (this.standing[key] === 1) return
    this.standing[key] = 1
    const holding = this.instance.groups[group].machines.filter((machine) => this.machines[machine.index] === 1 && machine.holds.has(shape))
    const byPrice = holding.map((machine) => ({ machine, usd: this.unit(machine, shape) })).sort((a, b) => a.usd - b.usd)
    for (const { machine } of byPrice.slice(0, MACHINES_OF_A_SHAPE)) this.addFlow(machine.index, shape)
  }

  addMachine(machine: number, shapes: readonly number[]): void {
    this.machines[machine] = 1
    for (const shape of shapes) this.addFlow(machine, shape)
  }

  addFlow(machine: number, shape: number): void {
    this.flows[machine * this.instance.shapes.length + shape] = 1
  }

  private share(machine: Machine, shape: number): number {
    let share = 0
    for (const [r, resource] of RESOURCES.entries()) {
      const need = this.needs[shape * RESOURCE_COUNT + r]
      if (need > 0) share = Math.max(share, need / machine.offer.allocatable[resource])
    }
    return share
  }

  /** What is paid for already ranks first, by how little of it a pod takes. */
  private unit(machine: Machine, shape: number): number {
    return Math.max(machine.offer.usdPerHour, 1e-9) * this.share(machine, shape)
  }

  private priceUnits(group: Group): void {
    for (const machine of group.machines)
      for (const shape of machine.holds.keys()) {
        const key = shape * this.instance.groups.length + group.index
        this.unitUsd[key] = Math.min(this.unitUsd[key], this.unit(machine, shape))
      }
  }

  /** The best by price over what they hold, each shape's cheapest, those of today and those that are paid for. */
  private chooseMachines(group: Group): void {
    const groupCount = this.instance.groups.length
    const cheapest = new Map<number, Machine>()
    const scored = group.machines.map((machine) => {
      const shapes = [...machine.holds.keys()]
      for (const shape of shapes)
        if (this.unit(machine, shape) <= this.unitUsd[shape * groupCount + group.index]) cheapest.set(shape, machine)
      const values = shapes.map((shape) => this.unitUsd[shape * groupCount + group.index])
      const { value } = fractionalPattern(shapes, values, this.needs, machine.offer.allocatable)
      return { machine, score: machine.offer.usdPerHour / Math.max(value, 1e-12) }
    })
    scored.sort((a, b) => a.score - b.score)
    for (const { machine } of scored.slice(0, MACHINES_OF_A_GROUP)) this.machines[machine.index] = 1
    for (const machine of cheapest.values()) this.machines[machine.index] = 1
    for (const machine of group.machines)
      if (machine.today > 0 || machine.offer.capacityType === 'reserved') this.machines[machine.index] = 1
  }

  /** The cheapest few of each cloud and capacity class, where the agent stands today, and enough domains to spread over. */
  private firstGroups(agent: InstanceAgent): Set<Group> {
    const usd = (group: Group) => this.unitUsd[agent.shape.index * this.instance.groups.length + group.index]
    const cheapest = (groups: readonly Group[], count: number) => groups.toSorted((a, b) => usd(a) - usd(b)).slice(0, count)
    const byCloud = Map.groupBy(agent.groups, (group) => `${group.capacity} ${domainOf.cloud(group.cluster)}`)
    const spreads = leastSpread(agent.agent, 'clusters') > 1 || leastSpread(agent.agent, 'regions') > 1
    const byRegion = spreads ? Map.groupBy(agent.groups, (group) => domainOf.region(group.cluster)) : new Map<string, Group[]>()
    return new Set([
      ...[...byCloud.values()].flatMap((groups) => cheapest(groups, GROUPS_OF_A_CLOUD)),
      ...[...byRegion.values()].flatMap((groups) => cheapest(groups, 1)),
      ...agent.groups.filter((group) => agent.today.has(group.index)),
    ])
  }
}
