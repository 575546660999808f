import type { Machine } from '../../../domain/catalogue.ts'
import type { Finding } from '../../../domain/finding.ts'
import { CAPACITY_CLASSES, type CapacityType, type Quota } from '../../../domain/problem.ts'
import type { NodePoolObject } from '../snapshot.ts'
import type { PoolGrowth } from './grows-from.ts'
import { kindOf, type StandingNode } from './standing-nodes.ts'

const MEASURES = ['nodes', 'vcpu', 'gpu'] as const
type Measure = (typeof MEASURES)[number]
type Amounts = Readonly<Record<Measure, number>>

const WORDS: Readonly<Record<Measure, string>> = { nodes: 'nodes', vcpu: 'vCPU', gpu: 'GPUs' }

/**
 * The limits of Karpenter's NodePools. The contract knows a node by its machine, not by its pool: pools that may start the same machines share
 * the sum of their limits, and nodes of such machines that no pool started come on top. A limit that is exceeded today keeps
 * the pool from growing and does not send nodes away, as Karpenter has it; that is told, as is a limit on memory, which no quota can hold.
 */
export function nodePoolQuotas(
  cluster: string,
  pools: readonly PoolGrowth[],
  nodes: readonly StandingNode[],
  machines: readonly Machine[],
  findings: Finding[],
): Quota[] {
  const amountsOf = amounts(machines)
  findings.push(...pools.flatMap(({ pool }) => memoryLimit(cluster, pool)))
  return overlapping(pools, nodes).flatMap((together) => quotaOf(cluster, together, nodes, amountsOf, findings))
}

interface PoolKinds {
  readonly pool: NodePoolObject
  /** Machines and how they are bought, that it may start or has started. */
  readonly kinds: ReadonlySet<string>
}

const isFrom = ({ name }: NodePoolObject, { pool }: StandingNode): boolean => pool?.kind === 'NodePool' && pool.name === name

/** Pools by those with which they share a machine, directly or through others. */
function overlapping(pools: readonly PoolGrowth[], nodes: readonly StandingNode[]): PoolKinds[][] {
  let groups: PoolKinds[][] = []
  for (const { pool, bought } of pools) {
    const startable = CAPACITY_CLASSES.flatMap((capacityType) =>
      [...bought[capacityType]].map((instanceType) => kindOf({ instanceType, capacityType })),
    )
    const started = nodes.filter((node) => isFrom(pool, node)).map(kindOf)
    const own: PoolKinds = { pool, kinds: new Set([...startable, ...started]) }
    const touching = groups.filter((group) => group.some(({ kinds }) => [...own.kinds].some((kind) => kinds.has(kind))))
    groups = [...groups.filter((group) => !touching.includes(group)), [...touching.flat(), own]]
  }
  return groups
}

function quotaOf(
  cluster: string,
  together: readonly PoolKinds[],
  nodes: readonly StandingNode[],
  amountsOf: (nodes: readonly StandingNode[]) => Amounts,
  findings: Finding[],
): Quota[] {
  const kinds = [...new Set(together.flatMap((one) => [...one.kinds]))].map((kind) => kind.split('|') as [string, string])
  const instanceTypes = [...new Set(kinds.map(([instanceType]) => instanceType))].sort()
  const classes = new Set(kinds.map(([, capacity]) => capacity))
  const counts = ({ instanceType, capacityType }: StandingNode) => instanceTypes.includes(instanceType) && classes.has(capacityType)
  const others = amountsOf(nodes.filter((node) => counts(node) && !together.some(({ pool }) => isFrom(pool, node))))
  const limits = MEASURES.flatMap((measure) => {
    const own = together.map(({ pool }) =>
      limitOf(cluster, pool, measure, amountsOf(nodes.filter((node) => isFrom(pool, node)))[measure], findings),
    )
    return own.includes(undefined) ? [] : [[measure, own.reduce<number>((sum, one) => sum + one!, 0) + others[measure]] as const]
  })
  if (limits.length === 0 || instanceTypes.length === 0) return []
  const capacityTypes: CapacityType[] = [
    ...(classes.has('on-demand') ? (['on-demand', 'reserved'] as const) : []),
    ...(classes.has('spot') ? (['spot'] as const) : []),
  ]
  return [{ id: nameOf(cluster, together), clusters: [cluster], instanceTypes, capacityTypes, ...Object.fromEntries(limits) }]
}

function limitOf(
  cluster: string,
  { name, limits }: NodePoolObject,
  measure: Measure,
  today: number,
  findings: Finding[],
): number | undefined {
  const limit = measure === 'vcpu' ? limits.cpu : limits[measure]
  if (limit === undefined || today <= limit) return limit === undefined || measure !== 'nodes' ? limit : Math.floor(limit)
  const message = `its nodes have ${today} ${WORDS[measure]}, and its limit is ${limit}: it may keep what it has and not grow`
  findings.push({ severity: 'warning', cluster, subject: `NodePool ${name}`, message, remedy: 'raise the limit if it shall grow' })
  return today
}

function memoryLimit(cluster: string, { name, limits }: NodePoolObject): Finding[] {
  if (limits.memoryGiB === undefined) return []
  const message = `its limit on memory, ${limits.memoryGiB} GiB, is not held by plans: Karpenter will refuse what exceeds it`
  return [{ severity: 'warning', cluster, subject: `NodePool ${name}`, message, remedy: 'limit its CPU or its nodes too' }]
}

function amounts(machines: readonly Machine[]): (nodes: readonly StandingNode[]) => Amounts {
  const byType = new Map(machines.map((machine) => [machine.instanceType, machine]))
  const sum = (nodes: readonly StandingNode[], of: (machine: Machine) => number) =>
    nodes.reduce((total, { instanceType }) => total + of(byType.get(instanceType)!), 0)
  return (nodes) => ({ nodes: nodes.length, vcpu: sum(nodes, ({ vcpu }) => vcpu), gpu: sum(nodes, ({ gpu }) => gpu) })
}

const nameOf = (cluster: string, pools: readonly PoolKinds[]): string =>
  `${pools.length === 1 ? 'NodePool' : 'NodePools'} ${pools.map(({ pool }) => pool.name).join(', ')} of ${cluster}`
