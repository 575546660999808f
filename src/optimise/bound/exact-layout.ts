import type { Instance } from '../../../models/instance/instance.ts'
import type { ExactModel } from '../../../models/placement/model.ts'
import type { PatternNodes } from '../../../models/placement/whole-nodes.ts'
import { domainOf } from '../../domain/problem.ts'
import type { Layout } from '../search/anneal.ts'

type LayoutNode = { machine: number; zone: number; agents: number[]; counts: number[] }

/** The nodes of a solution of the exact model, each with just the pods that stand on it. */
export function exactLayout(
  instance: Instance,
  { variables, wholeNodes }: ExactModel,
  values: ArrayLike<number>,
  zoneNumber: (zone: string) => number,
): Layout {
  const places = Map.groupBy(wholeNodes.nodes, ({ machine, zone }) => `${machine.group}|${zone ?? ''}`)
  const nodes = [...places.values()].flatMap((place) => {
    const { machine, zone } = place[0]
    const group = instance.groups[machine.group]
    const left = new Map(
      instance.agents.flatMap((agent) => {
        const standing = wholeNodes.standing(agent, group, zone)
        return standing === undefined ? [] : [[agent.index, Math.round(values[standing])] as const]
      }),
    )
    const number = zone === undefined ? -1 : zoneNumber(`${domainOf.region(group.cluster)}/${zone}`)
    return place.flatMap((node) => filledNodes(node, Math.round(values[node.variable]), left, number))
  })
  const target = Int32Array.from(instance.agents, (agent) => Math.round(values[variables.running(agent)]))
  return { nodes, target, usdPerHour: Number.NaN, unplaced: 0 }
}

function filledNodes({ machine, pattern }: PatternNodes, count: number, left: Map<number, number>, zone: number): LayoutNode[] {
  return Array.from({ length: count }, () => {
    const node: LayoutNode = { machine: machine.index, zone, agents: [], counts: [] }
    for (const [agent, most] of pattern) {
      const pods = Math.min(most, left.get(agent) ?? 0)
      if (pods === 0) continue
      left.set(agent, left.get(agent)! - pods)
      node.agents.push(agent)
      node.counts.push(pods)
    }
    return node
  })
}
