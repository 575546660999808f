import type { Finding } from '../../../domain/finding.ts'
import { GPU_TAINT, type MachineTaints } from '../../../domain/fleet.ts'
import { CAPACITY_CLASSES } from '../../../domain/problem.ts'
import { taintNames } from '../taints.ts'
import type { PoolGrowth } from './grows-from.ts'
import { kindOf, type StandingNode, subjectOf } from './standing-nodes.ts'

/** Taints that every node of a kind bears, of those that stand and of those that a NodePool would start. */
export function taintsOfKinds(nodes: readonly StandingNode[], pools: readonly PoolGrowth[]): MachineTaints[] {
  const byKind = new Map<string, (readonly string[])[]>()
  const add = (kind: string, taints: readonly string[]) => byKind.set(kind, [...(byKind.get(kind) ?? []), taints])
  for (const node of nodes) add(kindOf(node), node.taints)
  for (const { pool, bought } of pools) {
    const taints = taintNames(pool.taints)
    for (const capacityType of CAPACITY_CLASSES)
      for (const instanceType of bought[capacityType]) add(kindOf({ instanceType, capacityType }), taints)
  }
  return [...byKind].flatMap(([kind, [first, ...others]]) => {
    const taints = first!.filter((taint) => others.every((other) => other.includes(taint)))
    const [instanceType, capacityType] = kind.split('|') as [string, MachineTaints['capacityType']]
    return taints.length > 0 ? [{ instanceType, capacityType, taints }] : []
  })
}

/** The contract knows nodes by their machine: some of a kind that keep pods off while others do not cannot be told apart. */
export function kindsWithOddTaints(cluster: string, nodes: readonly StandingNode[], taints: readonly MachineTaints[]): Finding[] {
  const ofKind = new Map(taints.map((one) => [kindOf(one), one.taints]))
  const odd = nodes.filter((node) => node.taints.some((taint) => taint !== GPU_TAINT && !ofKind.get(kindOf(node))?.includes(taint)))
  return [...Map.groupBy(odd, kindOf).values()].map((alike) => {
    const [{ instanceType, capacityType, taints: own }] = alike as [StandingNode]
    const subject = subjectOf(alike.map(({ object }) => object.name))
    const message = `tainted ${own.join(', ')}, as not all ${capacityType} nodes of ${instanceType} are: a plan cannot tell them apart, and may count on their free room`
    return { severity: 'warning', cluster, subject, message, remedy: 'use another machine type for the nodes that are kept apart' }
  })
}
