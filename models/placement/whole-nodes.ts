import { domainOf } from '../../src/domain/problem.ts'
import { type LinearModel, sum, type Term, times, type Variable } from '../../src/lp/model.ts'
import { leastLeft } from '../instance/caps.ts'
import type { Group, Instance, InstanceAgent, Machine } from '../instance/instance.ts'
import { hasElasticCap, maximalPatterns, type Pattern } from '../packing/patterns.ts'
import { groupName } from './assignment.ts'
import { zonesOf } from './constraints/survival.ts'
import type { Variables } from './variables.ts'

/** A way to fill a node: a machine, where it stands and the most pods on it. */
export interface FilledNode {
  readonly machine: Machine
  /** undefined: in any zone, where no rule asks. */
  readonly zone: string | undefined
  readonly pattern: Pattern
}

/** A node variable: how many nodes are filled in this way. */
export interface PatternNodes extends FilledNode {
  readonly variable: Variable
}

export interface WholeNodes {
  readonly nodes: readonly PatternNodes[]
  /** Replicas of an agent in a group and zone. */
  standing(agent: InstanceAgent, group: Group, zone: string | undefined): Variable | undefined
}

/**
 * Packing, exactly: which pods stand on each node, and in which zone. For problems small enough to name every pattern.
 *
 *     v[m,z,p]: nodes of machine m in zone z with pattern p                                                   [nodes]
 *     n[m] = Σ_{z,p} v[m,z,p]                                         ∀ m
 *     u[a,g,z]  ≤  Σ_{m ∈ g, p} p_a·v[m,z,p],    Σ_z u[a,g,z] = x[a,g]          ∀ a, g, z                     [replicas]
 *     X[a] − Σ_g u[a,g,z]  ≥  ⌈keep·R_a⌉                              ∀ a with a zone rule, ∀ z
 *     p_a·used[m,z,p] + ⌈keep·R_a⌉  ≤  X[a]                           ∀ a with a node rule whose X may vary
 *
 * Exact over the ways that are given: all of them for a small problem (`everyFilledNode`), those that a search found for a large one.
 */
export function packWholeNodes(instance: Instance, variables: Variables, ways: readonly FilledNode[]): WholeNodes {
  const nodes = ways.map((way) => ({ ...way, variable: nodeVariable(instance, variables, way) }))
  countNodes(instance, variables, nodes)
  const standing = standOnNodes(instance, variables, nodes)
  zoneRules(instance, variables, standing)
  nodeRules(instance, variables, nodes)
  return { nodes, standing: (agent, group, zone) => standing.get(standingKey(agent, group, zone))?.variable }
}

/** Every way to fill a node that another does not contain; undefined where there are more than `most`. */
export function everyFilledNode(instance: Instance, most: number): FilledNode[] | undefined {
  const ways: FilledNode[] = []
  const zoned = zonedClusters(instance)
  for (const machine of instance.machines) {
    const zones = zoned.has(clusterOf(instance, machine)) ? instance.groups[machine.group].cluster.zones : [undefined]
    const patterns = maximalPatterns(instance, machine, (most - ways.length) / zones.length)
    if (!patterns) return undefined
    for (const zone of zones) for (const pattern of patterns) ways.push({ machine, zone, pattern })
  }
  return ways
}

/** Bears what interruptions of its pods cost [USD/h]; the node itself is paid by n[m]. */
function nodeVariable({ agents }: Instance, { model }: Variables, { machine: { offer, mostNodes }, pattern }: FilledNode): Variable {
  const rate = offer.capacityType === 'spot' ? (offer.interruptionsPerHour ?? 0) : 0
  const restarts = [...pattern].reduce((usd, [index, pods]) => usd + pods * (agents[index].agent.restartUsd ?? 0), 0)
  return model.variable({ upper: mostNodes, cost: rate * restarts, integer: true })
}

interface Standing {
  readonly agent: InstanceAgent
  readonly group: Group
  readonly zone: string | undefined
  readonly variable: Variable
}

const standingKey = (agent: InstanceAgent, group: Group, zone: string | undefined) => `${agent.index}|${group.index}|${zone ?? ''}`
const clusterOf = (instance: Instance, machine: Machine): string => instance.groups[machine.group].cluster.id

function zonedClusters({ agents }: Instance): Set<string> {
  const ruled = agents.filter(({ agent }) => agent.survive?.some((rule) => rule.loss === 'zone'))
  return new Set(ruled.flatMap((agent) => agent.groups.map((group) => group.cluster.id)))
}

function countNodes({ machines }: Instance, { model, nodes }: Variables, all: readonly PatternNodes[]): void {
  const byMachine = Map.groupBy(all, ({ machine }) => machine)
  for (const machine of machines) {
    const patterns = (byMachine.get(machine) ?? []).map(({ variable }) => times(1, variable))
    model.require(`nodes[${machine.index}]`, [...patterns, ...nodes(machine).map(negative)], '=', 0)
  }
}

function standOnNodes(instance: Instance, { model, replicas }: Variables, nodes: readonly PatternNodes[]): Map<string, Standing> {
  const standing = new Map<string, Standing>()
  const byPlace = Map.groupBy(nodes, ({ machine, zone }) => `${machine.group}|${zone ?? ''}`)
  for (const agent of instance.agents)
    for (const group of agent.groups) {
      const zones = new Set(nodes.filter(({ machine }) => machine.group === group.index).map(({ zone }) => zone))
      const parts = [...zones].map((zone) => {
        const variable = model.variable({ upper: agent.most, integer: true })
        const held = sum(byPlace.get(`${group.index}|${zone ?? ''}`) ?? [], (node) => podsOf(node, agent))
        model.require(`pack[${agent.agent.id},${groupName(group)},${zone ?? 'any zone'}]`, [...held, times(-1, variable)], '>=', 0)
        standing.set(standingKey(agent, group, zone), { agent, group, zone, variable })
        return times(1, variable)
      })
      model.require(`stand[${agent.agent.id},${groupName(group)}]`, [...parts, ...replicas(agent, group).map(negative)], '=', 0)
    }
  return standing
}

function podsOf({ pattern, variable }: PatternNodes, agent: InstanceAgent): Term | undefined {
  const pods = pattern.get(agent.index)
  return pods === undefined ? undefined : times(pods, variable)
}

function zoneRules(instance: Instance, { model, running }: Variables, standing: ReadonlyMap<string, Standing>): void {
  for (const agent of instance.agents) {
    if (!agent.agent.survive?.some((rule) => rule.loss === 'zone')) continue
    const own = [...standing.values()].filter((one) => one.agent === agent)
    for (const [region, groups] of Map.groupBy(agent.groups, (group) => domainOf.region(group.cluster)))
      for (const zone of zonesOf(groups)) {
        const lost = own.filter((one) => groups.includes(one.group) && one.zone === zone).map(({ variable }) => times(-1, variable))
        model.require(
          `survive[${agent.agent.id},zone,${region}/${zone}]`,
          [times(1, running(agent)), ...lost],
          '>=',
          leastLeft(agent.agent, 'zone'),
        )
      }
  }
}

/** Where X is fixed the cap per node is in the patterns; where it may vary, a pattern in use asks for enough others. */
function nodeRules(instance: Instance, variables: Variables, nodes: readonly PatternNodes[]): void {
  for (const agent of instance.agents) {
    if (!hasElasticCap(agent)) continue
    for (const node of nodes) nodeRule(variables, agent, node, leastLeft(agent.agent, 'node'))
  }
}

function nodeRule({ model, running }: Variables, agent: InstanceAgent, { machine, pattern, variable }: PatternNodes, least: number): void {
  const pods = pattern.get(agent.index) ?? 0
  if (agent.least - least >= pods) return
  const used = usedIndicator(model, variable, machine)
  model.require(`survive[${agent.agent.id},node,${machine.index}]`, [times(1, running(agent)), times(-(pods + least), used)], '>=', 0)
}

function usedIndicator(model: LinearModel, variable: Variable, machine: Machine): Variable {
  const used = model.variable({ upper: 1, integer: true })
  model.require(`used[${machine.index},${used}]`, [times(machine.mostNodes, used), times(-1, variable)], '>=', 0)
  return used
}

const negative = ({ variable, coefficient }: Term): Term => times(-coefficient, variable)
