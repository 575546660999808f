import { sum, type Term, times, type Variable } from '../../src/lp/model.ts'
import type { Group, Instance, Machine } from '../instance/instance.ts'
import type { Shape } from '../instance/shapes.ts'
import type { Variables } from './variables.ts'

/**
 * Packing, relaxed: which pods stand on which machine, not on which node.
 *
 *     y[s,m]: pods of shape s on nodes of machine m                                                          [replicas]
 *     Σ_{m ∈ g} y[s,m]  =  Σ_{a ∈ s} x[a,g]                    ∀ s, ∀ g
 *     Σ_s need[s,r]·y[s,m]  ≤  allocatable[m,r]·n[m]           ∀ m, ∀ r ∈ {CPU, memory, GPU, pods}
 *     y[s,m]  ≤  holds[s,m]·n[m]                               where whole pods fit worse than the row above says
 *
 * A packing of whole pods on whole nodes always keeps these rows, so that no plan costs less than their optimum; the other way
 * round does not hold. Cuts (cuts.ts) bring the two together.
 */
export interface Assignment {
  /** y[s,m]; undefined where the machine does not hold the shape. */
  flow(shape: Shape, machine: Machine): Variable | undefined
  /** Shapes that can stand on a machine here, with their variables. */
  on(machine: Machine): readonly { readonly shape: Shape; readonly variable: Variable }[]
}

export function assignPods(instance: Instance, variables: Variables, options: { integer: boolean; fitRows: boolean }): Assignment {
  const shapesHere = instance.groups.map((group) => shapesIn(instance, group))
  const flows = instance.machines.map((machine) => {
    const here = shapesHere[machine.group].filter(({ shape }) => machine.holds.has(shape.index))
    return here.map(({ shape, most }) => {
      const upper = Math.min(most, machine.holds.get(shape.index)! * machine.mostNodes)
      return { shape, variable: variables.model.variable({ upper, integer: options.integer }) }
    })
  })
  const byShape = flows.map((list) => new Map(list.map(({ shape, variable }) => [shape.index, variable])))
  const assignment: Assignment = {
    flow: (shape, machine) => byShape[machine.index].get(shape.index),
    on: (machine) => flows[machine.index],
  }
  for (const group of instance.groups) standRows(instance, group, shapesHere[group.index], assignment, variables)
  for (const machine of instance.machines) resourceRows(machine, assignment, variables, options.fitRows)
  chargeInterruptions(instance, assignment, variables)
  return assignment
}

/** Shapes of which some agent may use the group, and the most of their pods that could stand there. */
function shapesIn(instance: Instance, group: Group): { shape: Shape; most: number }[] {
  return instance.shapes.flatMap((shape) => {
    const agents = shape.agents.map((index) => instance.agents[index]).filter((agent) => agent.groups.includes(group))
    return agents.length > 0 ? [{ shape, most: agents.reduce((most, agent) => most + agent.most, 0) }] : []
  })
}

function standRows(
  instance: Instance,
  group: Group,
  shapes: readonly { shape: Shape }[],
  { flow }: Assignment,
  { model, replicas }: Variables,
): void {
  for (const { shape } of shapes) {
    const standing = sum(group.machines, (machine) => {
      const variable = flow(shape, machine)
      return variable === undefined ? undefined : times(1, variable)
    })
    const placed = sum(shape.agents, (index) => replicas(instance.agents[index], group))
    model.require(`stand[${shape.example.id},${groupName(group)}]`, [...standing, ...placed.map(negative)], '=', 0)
  }
}

const RESOURCES = ['cpu', 'memoryGiB', 'gpu', 'pods'] as const

function resourceRows(machine: Machine, { on }: Assignment, { model, nodes }: Variables, fitRows: boolean): void {
  const here = on(machine)
  const node = nodes(machine)
  const { allocatable } = machine.offer
  for (const resource of RESOURCES) {
    const needs = here.map(({ shape, variable }) => times(resource === 'pods' ? 1 : shape.requests[resource], variable))
    const given = node.map(({ variable }) => times(-allocatable[resource], variable))
    if (needs.some(({ coefficient }) => coefficient > 0))
      model.require(`${resource}[${machineName(machine)}]`, [...needs, ...given], '<=', 0)
  }
  if (!fitRows) return
  for (const { shape, variable } of here)
    if (isRounded(shape, machine)) {
      const given = node.map((term) => times(-machine.holds.get(shape.index)!, term.variable))
      model.require(`fit[${shape.example.id},${machineName(machine)}]`, [times(1, variable), ...given], '<=', 0)
    }
}

/** Whether whole pods fit worse than the rows of the resources say: three of 0.3 in one, or a cap per node. */
export function isRounded(shape: Shape, { offer, holds }: Machine): boolean {
  const { cpu, memoryGiB, gpu } = shape.requests
  const { allocatable } = offer
  const ratio = (have: number, need: number) => (need > 0 ? have / need : Number.POSITIVE_INFINITY)
  const fractional = Math.min(
    ratio(allocatable.cpu, cpu),
    ratio(allocatable.memoryGiB, memoryGiB),
    ratio(allocatable.gpu, gpu),
    allocatable.pods,
  )
  return holds.get(shape.index)! < fractional - 1e-9
}

/**
 * Interruptions: a spot node's rate times what a restart costs each pod on it [USD/h]. A shape's flow bears the least of its agents'
 * restart costs; what an agent pays beyond that it pays at the least rate of the group (`chargeDearerRestarts`). Exact where a shape has
 * one agent.
 */
function chargeInterruptions(instance: Instance, { on }: Assignment, variables: Variables): void {
  const restartUsd = leastRestartUsd(instance)
  for (const machine of instance.machines)
    for (const { shape, variable } of on(machine)) variables.model.charge(variable, interruptionRate(machine) * restartUsd[shape.index])
  chargeDearerRestarts(instance, variables)
}

/** By shape: the least that a restart costs any of its agents [USD]. */
export const leastRestartUsd = ({ agents, shapes }: Instance): Float64Array =>
  Float64Array.from(shapes, (shape) => Math.min(...shape.agents.map((index) => agents[index].agent.restartUsd ?? 0)))

/** Expected interruptions of one node [1/h]. */
export const interruptionRate = ({ offer }: Machine): number => (offer.capacityType === 'spot' ? (offer.interruptionsPerHour ?? 0) : 0)

/** What a restart costs an agent beyond the least of its shape, at the least rate of each group. */
export function chargeDearerRestarts(instance: Instance, { model, replicas }: Variables): void {
  const least = leastRestartUsd(instance)
  const dearer = instance.agents.filter(({ agent, shape }) => (agent.restartUsd ?? 0) > least[shape.index])
  for (const group of instance.groups) {
    if (group.capacity !== 'spot') continue
    for (const agent of dearer) {
      const rate = leastRate(group, agent.shape)
      const usdPerHour = rate * ((agent.agent.restartUsd ?? 0) - least[agent.shape.index])
      if (usdPerHour > 0) for (const { variable } of replicas(agent, group)) model.charge(variable, usdPerHour)
    }
  }
}

function leastRate(group: Group, shape: Shape): number {
  let least = Number.POSITIVE_INFINITY
  for (const machine of group.machines) if (machine.holds.has(shape.index)) least = Math.min(least, interruptionRate(machine))
  return Number.isFinite(least) ? least : 0
}

export const groupName = (group: Group): string => `${group.cluster.id},${group.capacity}`
export const machineName = ({ offer, group }: Machine): string => `${group},${offer.instanceType},${offer.capacityType}`
const negative = ({ variable, coefficient }: Term): Term => times(-coefficient, variable)
