import { domainOf } from '../../domain/problem.ts'
import type { Draft } from '../plan-of.ts'
import type { Layout } from './anneal.ts'
import type { SearchSpace } from './space.ts'

type LayoutNode = Layout['nodes'][number]

/**
 * A plan, perhaps of another problem much alike, as the search knows it: what has a name here, one entry a node. Whether it keeps the rules is
 * not asked; the search stands only what may stand.
 */
export function layoutOfPlan(space: SearchSpace, { nodeGroups }: Draft): Layout {
  const { instance } = space
  const machines = new Map(
    instance.machines.map((machine) => {
      const { instanceType, capacityType } = machine.offer
      return [JSON.stringify([instance.groups[machine.group].cluster.id, instanceType, capacityType]), machine]
    }),
  )
  const agents = new Map(instance.agents.map(({ agent, index }) => [agent.id, index]))
  const target = Int32Array.from(instance.agents, ({ least }) => least)
  const standing = new Int32Array(target.length)
  const nodes: LayoutNode[] = []
  for (const { cluster, instanceType, capacityType, count, zone, pods } of nodeGroups) {
    const machine = machines.get(JSON.stringify([cluster, instanceType, capacityType]))
    if (!machine) continue
    const known = pods.flatMap(({ agent, replicas }) => (agents.has(agent) ? [{ index: agents.get(agent)!, replicas }] : []))
    for (const { index, replicas } of known) standing[index] += replicas * count
    const node = {
      machine: machine.index,
      zone: zoneIn(space, machine.group, zone),
      agents: known.map(({ index }) => index),
      counts: known.map(({ replicas }) => replicas),
    }
    for (let i = 0; i < count; i++) nodes.push(node)
  }
  for (const { index, least, most } of instance.agents) target[index] = Math.max(least, Math.min(most, standing[index]))
  return { nodes, target, usdPerHour: Number.NaN, unplaced: 0 }
}

/** Where rules ask for zones, a node without one stands in the first: its pods are placed anew if that breaks a rule. */
function zoneIn(space: SearchSpace, group: number, zone: string | undefined): number {
  const { zones } = space.groups[group]
  if (zones.length === 0) return -1
  const number = zone === undefined ? -1 : space.zoneNumber(`${domainOf.region(space.instance.groups[group].cluster)}/${zone}`)
  return zones.includes(number) ? number : zones[0]
}
