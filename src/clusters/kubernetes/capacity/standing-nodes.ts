import type { Finding } from '../../../domain/finding.ts'
import type { CapacityClass } from '../../../domain/problem.ts'
import { counted } from '../../../domain/rules/rule.ts'
import type { Replicas } from '../../../domain/units.ts'
import { CAPACITY_KEYS, capacityClassOf, capacityValues, firstLabel, INSTANCE_TYPE_KEYS } from '../node-labels.ts'
import type { ClusterSnapshot, NodeObject, PodObject } from '../snapshot.ts'
import { keepsPodsOff, taintNames } from '../taints.ts'
import type { AgentOfPod } from './described-cluster.ts'
import { whyLeftOut } from './left-out-nodes.ts'
import { namesInWords } from './names-in-words.ts'
import { NO_ZONE, zoneOf } from './node-place.ts'
import { type NodePoolName, nodePoolOf } from './node-pool-of.ts'
import { type PodsOfNode, podsOfNode } from './pods-of-node.ts'
import { type NodeUse, useOf } from './use-of-node.ts'

/** A node of today that a plan can count with, and what stands on it. */
export interface StandingNode {
  readonly object: NodeObject
  readonly instanceType: string
  readonly capacityType: CapacityClass
  /** Absent: it does not say, or stands outside of zones while others stand in some. */
  readonly zone?: string
  readonly pool?: NodePoolName
  /** False where it takes no new pods: cordoned, not ready, or on its way out. */
  readonly takesPods: boolean
  /** As the contract names them. */
  readonly taints: readonly string[]
  readonly agents: ReadonlyMap<string, Replicas>
  readonly bystanders: readonly PodObject[]
  readonly taken: { readonly byAgents: NodeUse; readonly byNode: NodeUse; readonly byBystanders: NodeUse }
}

/** The machines of a kind cannot be told apart: the same type, bought in the same way. */
export const kindOf = ({ instanceType, capacityType }: Pick<StandingNode, 'instanceType' | 'capacityType'>): string =>
  `${instanceType}|${capacityType}`

/**
 * The nodes that count, each with its pods. Left out are those that agents cannot stand on, and those that take no pods and hold none but
 * their own: they are on their way in or out. What is left out, counted with doubt or does not agree with itself is told.
 */
export function standingNodes(snapshot: ClusterSnapshot, agentOfPod: AgentOfPod, findings: Finding[]): StandingNode[] {
  const podsByNode = Map.groupBy(snapshot.pods, ({ node }) => node)
  const usable = snapshot.nodes.filter((node) => whyLeftOut(node) === undefined)
  const nodes = usable.map((node) => standingNode(node, podsOfNode(podsByNode.get(node.name) ?? [], agentOfPod)))
  const [counting, empty] = [nodes.filter(counts), nodes.filter((node) => !counts(node))]
  findings.push(...leftOut(snapshot), ...onTheirWay(snapshot.cluster, empty), ...closed(snapshot.cluster, counting))
  findings.push(...unclearCapacity(snapshot.cluster, counting))
  const inZones = counting.some(({ zone }) => zone !== undefined && zone !== NO_ZONE)
  return inZones ? counting.map(withoutNoZone) : counting
}

function standingNode(node: NodeObject, pods: PodsOfNode): StandingNode {
  const [zone, pool] = [zoneOf(node), nodePoolOf(node)]
  const agents = new Map<string, Replicas>()
  for (const { agent } of pods.agents) agents.set(agent, (agents.get(agent) ?? 0) + 1)
  return {
    object: node,
    instanceType: firstLabel(node.labels, INSTANCE_TYPE_KEYS)!,
    capacityType: isInterruptible(node) ? 'spot' : (capacityClassOf(node.labels) ?? 'on-demand'),
    ...(zone !== undefined && { zone }),
    ...(pool && { pool }),
    takesPods: takesPods(node),
    taints: taintNames(node.taints),
    agents,
    bystanders: pods.bystanders,
    taken: {
      byAgents: useOf(pods.agents.map(({ pod }) => pod)),
      byNode: useOf(pods.ofNode),
      byBystanders: useOf(pods.bystanders),
    },
  }
}

/** Cluster API marks spot nodes so: https://cluster-api.sigs.k8s.io/reference/api/labels-and-annotations */
const isInterruptible = ({ labels }: NodeObject): boolean => 'cluster.x-k8s.io/interruptible' in labels

/** A taint that passes, such as that of a node about to be removed, keeps new pods off while it is there. */
const takesPods = ({ isReady, isUnschedulable, taints }: NodeObject): boolean =>
  isReady && !isUnschedulable && taints.every((taint) => taint.effect === 'PreferNoSchedule' || keepsPodsOff(taint))

const counts = ({ takesPods: takes, agents, bystanders }: StandingNode): boolean => takes || agents.size > 0 || bystanders.length > 0

function withoutNoZone(node: StandingNode): StandingNode {
  if (node.zone !== NO_ZONE) return node
  const { zone: _, ...rest } = node
  return rest
}

function leftOut({ cluster, nodes }: ClusterSnapshot): Finding[] {
  const byReason = Map.groupBy(
    nodes.filter((node) => whyLeftOut(node) !== undefined),
    (node) => whyLeftOut(node)!,
  )
  return [...byReason].map(([reason, alike]) => {
    const unknown = reason.startsWith('no label')
    return {
      severity: unknown ? 'warning' : 'note',
      cluster,
      subject: subjectOf(alike.map(({ name }) => name)),
      message: `left out, with the pods there: ${reason}`,
      ...(unknown && { remedy: 'set the label node.kubernetes.io/instance-type' }),
    }
  })
}

function onTheirWay(cluster: string, nodes: readonly StandingNode[]): Finding[] {
  if (nodes.length === 0) return []
  const message = 'left out: no pods may start there and none but its own stand there, so it is on its way in or out'
  return [{ severity: 'note', cluster, subject: subjectOf(namesOf(nodes)), message }]
}

function closed(cluster: string, nodes: readonly StandingNode[]): Finding[] {
  const notReady = nodes.filter(({ object }) => !object.isReady)
  const others = nodes.filter(({ object, takesPods: takes }) => object.isReady && !takes)
  return [
    { nodes: notReady, severity: 'warning' as const, what: 'not ready' },
    { nodes: others, severity: 'note' as const, what: 'cordoned or about to be removed' },
  ].flatMap(({ nodes: alike, severity, what }) => {
    if (alike.length === 0) return []
    const message = `${what}: counted with what stands there, and where pods that are no agents stand there too, its free room is not offered`
    return [{ severity, cluster, subject: subjectOf(namesOf(alike)), message }]
  })
}

function unclearCapacity(cluster: string, nodes: readonly StandingNode[]): Finding[] {
  const torn = nodes.filter(({ object }) => saidOf(object).size > 1)
  const silent = nodes.filter(({ object }) => saidOf(object).size === 0 && !saysNothingWhenOnDemand(object))
  const findings: Finding[] = []
  if (torn.length > 0) {
    const message = `its labels contradict each other on how it is bought (${capacityLabels(torn[0]!.object)}): counted as spot`
    const remedy = 'mend the label that is wrong'
    findings.push({ severity: 'warning', cluster, subject: subjectOf(namesOf(torn)), message, remedy })
  }
  if (silent.length > 0) {
    const message = 'no label says how it is bought: counted as on demand'
    const remedy = 'label spot nodes, such as karpenter.sh/capacity-type: spot'
    findings.push({ severity: 'note', cluster, subject: subjectOf(namesOf(silent)), message, remedy })
  }
  return findings
}

function saidOf(node: NodeObject): ReadonlySet<CapacityClass> {
  const said = CAPACITY_KEYS.flatMap((key) => {
    const value = node.labels[key]
    if (value === undefined) return []
    return (['on-demand', 'spot'] as const).filter((capacity) => capacityValues(key, capacity)?.includes(value))
  })
  return new Set(isInterruptible(node) ? [...said, 'spot'] : said)
}

const capacityLabels = ({ labels }: NodeObject): string =>
  CAPACITY_KEYS.flatMap((key) => (labels[key] === undefined ? [] : [`${key}: ${labels[key]}`])).join(', ')

/** AKS and GKE mark only their spot nodes. */
const saysNothingWhenOnDemand = ({ labels }: NodeObject): boolean =>
  ['kubernetes.azure.com/agentpool', 'agentpool', 'cloud.google.com/gke-nodepool'].some((key) => key in labels)

const namesOf = (nodes: readonly StandingNode[]): string[] => nodes.map(({ object }) => object.name)

/** `node a`, or `3 nodes: a, b, c`. */
export const subjectOf = (names: readonly string[]): string =>
  names.length === 1 ? `node ${names[0]}` : `${counted(names.length, 'node')}: ${namesInWords(names)}`
