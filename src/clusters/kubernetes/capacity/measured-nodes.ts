import type { Machine } from '../../../domain/catalogue.ts'
import type { Finding } from '../../../domain/finding.ts'
import type { FleetCluster, MeasuredMachine } from '../../../domain/fleet.ts'
import { type AllocatableOf, UnknownCapacityError } from '../../../domain/node-capacity.ts'
import type { StandingNode } from './standing-nodes.ts'
import { least, minus, most, NOTHING, type NodeUse, tidy, within } from './use-of-node.ts'

/** What a cluster's nodes show of its machines. */
export type MeasuredCluster = Pick<FleetCluster, 'daemonSets'> &
  Required<Pick<FleetCluster, 'measured'>> &
  Pick<FleetCluster, 'measuredShare' | 'maxPodsPerNode'>

/** A share of what is computed that is worth telling. */
const WORTH_TELLING = 0.95

/**
 * What nodes give to pods, as those that stand there report it: of each type the least that any node has, less the most that DaemonSets and
 * static pods take of any. Types that do not stand there are computed, less the DaemonSets, times the worst share of a
 * computed figure that was seen; never more than computed. Only where no node of the type is well are the others looked at.
 */
export function measuredNodes(
  nodes: readonly StandingNode[],
  {
    provider,
    machines,
    allocatable,
    maxPodsPerNode,
  }: { provider: string; machines: readonly Machine[]; allocatable: AllocatableOf; maxPodsPerNode?: number | undefined },
): MeasuredCluster {
  const seen = [...Map.groupBy(nodes.filter(reportsCapacity), ({ instanceType }) => instanceType)].map(([instanceType, alike]) => {
    const well = alike.filter(({ takesPods }) => takesPods)
    return { instanceType, ...capacityOf(well.length > 0 ? well : alike) }
  })
  const pods = maxPodsPerNode ?? podsOfNewNodes(provider, seen, machines)
  const measuredShare = worstShare(shares(seen, { provider, machines, allocatable }))
  return {
    daemonSets: daemonSetsOf(nodes),
    measured: seen.map(({ instanceType, reported, taken }) => measuredMachine(instanceType, reported, taken, maxPodsPerNode)),
    ...(measuredShare && { measuredShare }),
    ...(pods !== undefined && { maxPodsPerNode: pods }),
  }
}

/** A node that has just registered reports nothing yet. */
const reportsCapacity = ({ object: { allocatable } }: StandingNode): boolean => allocatable.cpu > 0 && allocatable.pods > 0

interface Seen {
  readonly instanceType: string
  readonly reported: NodeUse
  readonly taken: NodeUse
}

/** GPUs that one node does not report yet, its device plugin being slow, others do. */
function capacityOf(nodes: readonly StandingNode[]): Omit<Seen, 'instanceType'> {
  const reported = nodes.map(({ object }) => object.allocatable)
  return { reported: { ...least(reported), gpu: most(reported).gpu }, taken: most(nodes.map(({ taken }) => taken.byNode)) }
}

function measuredMachine(instanceType: string, reported: NodeUse, taken: NodeUse, mostPods = Number.POSITIVE_INFINITY): MeasuredMachine {
  const { cpu, memoryGiB, gpu, pods } = within(minus({ ...reported, pods: Math.min(reported.pods, mostPods) }, taken), reported)
  return { instanceType, allocatable: { cpu: tidy(cpu), memoryGiB: tidy(memoryGiB), gpu: Math.floor(gpu), pods: Math.floor(pods) } }
}

/** Those of nodes with GPUs are more, and are not asked of others. */
function daemonSetsOf(nodes: readonly StandingNode[]): FleetCluster['daemonSets'] {
  const plain = nodes.filter(({ object }) => object.capacity.gpu === 0)
  const uses = (plain.length > 0 ? plain : nodes).map(({ taken }) => taken.byNode)
  const { cpu, memoryGiB, pods } = uses.length > 0 ? most(uses) : NOTHING
  return { cpu: tidy(cpu), memoryGiB: tidy(memoryGiB), pods }
}

/**
 * On AWS the machine's interfaces decide how many pods a node may hold, unless its nodes report another number: prefixes are then assigned,
 * and new ones will too (docs.aws.amazon.com/eks "Increase available IP addresses"). Elsewhere the cluster's setting decides.
 */
function podsOfNewNodes(provider: string, seen: readonly Seen[], machines: readonly Machine[]): number | undefined {
  const byInterfaces = ({ instanceType }: Seen) => machines.find((machine) => machine.instanceType === instanceType)?.maxPods
  const telling = provider === 'aws' ? seen.filter((one) => byInterfaces(one) !== one.reported.pods) : seen
  return telling.length > 0 ? Math.min(...telling.map(({ reported }) => reported.pods)) : undefined
}

interface Share {
  readonly instanceType: string
  readonly cpu: number
  readonly memoryGiB: number
}

interface Computing {
  readonly provider: string
  readonly machines: readonly Machine[]
  readonly allocatable: AllocatableOf
}

/** What a type's nodes report, as a share of what is computed for it. */
function shares(seen: readonly Seen[], { provider, machines, allocatable }: Computing): Share[] {
  return seen.flatMap(({ instanceType, reported }) => {
    const shape = machines.find((machine) => machine.instanceType === instanceType)
    const computed =
      shape && computedFor(() => allocatable({ provider, shape, maxPodsPerNode: reported.pods, daemonSets: NOTHING, headroom: 0 }))
    if (!computed || computed.cpu === 0 || computed.memoryGiB === 0) return []
    return [{ instanceType, cpu: reported.cpu / computed.cpu, memoryGiB: reported.memoryGiB / computed.memoryGiB }]
  })
}

/** Undefined where nobody knows what such a node gives. */
export function computedFor<Result>(compute: () => Result): Result | undefined {
  try {
    return compute()
  } catch (error) {
    if (error instanceof UnknownCapacityError) return undefined
    throw error
  }
}

function worstShare(all: readonly Share[]): FleetCluster['measuredShare'] | undefined {
  const worst = (of: 'cpu' | 'memoryGiB') => Math.min(1, ...all.map((one) => one[of]))
  const share = { cpu: Number(worst('cpu').toFixed(3)), memoryGiB: Number(worst('memoryGiB').toFixed(3)) }
  return share.cpu < 1 || share.memoryGiB < 1 ? share : undefined
}

/** Told where new nodes are taken to give notably less than the formulas say. */
export function measuredFindings(cluster: string, { measuredShare }: MeasuredCluster): Finding[] {
  if (!measuredShare || (measuredShare.cpu >= WORTH_TELLING && measuredShare.memoryGiB >= WORTH_TELLING)) return []
  const percent = (share: number) => `${Math.round(share * 100)} %`
  const message = `they report ${percent(measuredShare.cpu)} of the CPU and ${percent(measuredShare.memoryGiB)} of the memory that is computed for them, where it is least: machines that do not stand there yet are counted so too`
  return [{ severity: 'note', cluster, subject: 'allocatable of its nodes', message }]
}
