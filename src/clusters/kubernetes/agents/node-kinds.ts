import type { MachineShape } from '../../../domain/catalogue.ts'
import { CAPACITY_CLASSES, type CapacityClass } from '../../../domain/problem.ts'
import { providerLabel } from '../capacity/provider-labels.ts'
import { GPU_MODEL_KEYS, namesGpu } from '../gpu-names.ts'
import { isOfMachine, machineLabel } from '../machine-labels.ts'
import {
  ARCH_KEYS,
  CAPACITY_KEYS,
  capacityClassOf,
  capacityValues,
  firstLabel,
  INSTANCE_TYPE_KEYS,
  OS_KEYS,
  REGION_KEYS,
  ZONE_KEYS,
} from '../node-labels.ts'
import { isMet, type LabelValue } from '../requirement.ts'
import type { ClusterSnapshot, NodeObject, NodePoolObject, NodeRequirement } from '../snapshot.ts'
import type { ClusterFacts } from './agents-config.ts'

/** What the contract tells nodes of one cluster apart by: their machine, and how they are bought. */
export interface NodeKind {
  readonly machine: MachineShape
  readonly capacity: CapacityClass
}

/** Whether every node of a kind meets a rule: some do and some do not, or nobody knows, is unsure. */
export type Truth = 'yes' | 'no' | 'unsure'

/** The nodes that a cluster has and may have. */
export interface ClusterKinds {
  readonly machines: readonly MachineShape[]
  /** Of a node that stands today; undefined where its labels do not say its machine. */
  kindOf(node: string): NodeKind | undefined
  /** Which nodes meet one of the terms, each a list that must hold whole. */
  meeting(terms: readonly (readonly NodeRequirement[])[]): Meeting
}

/** What comes of asking for nodes. */
export interface Meeting {
  /** Kinds of which every node is such. */
  readonly kinds: ReadonlySet<NodeKind>
  /** Their machines: of those bought either way, the ones that are such both ways. */
  readonly types: ReadonlySet<string>
  readonly capacities: readonly CapacityClass[]
  /** True where of some other kind a node may be such. */
  readonly isUnsure: boolean
}

export function clusterKinds({ nodes, nodePools }: ClusterSnapshot, facts: ClusterFacts): ClusterKinds {
  const machines = new Map([...nodes.flatMap(machineOfNode), ...facts.machines].map((machine) => [machine.instanceType, machine]))
  const kinds = [...machines.values()].flatMap((machine) => CAPACITY_CLASSES.map((capacity) => ({ machine, capacity })))
  const byKey = new Map(kinds.map((kind) => [keyOf(kind), kind]))
  const kindOfNode = (node: NodeObject) =>
    byKey.get(`${firstLabel(node.labels, INSTANCE_TYPE_KEYS)}|${capacityClassOf(node.labels) ?? 'on-demand'}`)
  const byName = new Map(nodes.map((node) => [node.name, kindOfNode(node)]))
  const ofKind = Map.groupBy(nodes, (node) => keyOf(byName.get(node.name)))
  const zones = new Set([...facts.zones, ...nodes.flatMap(({ labels }) => firstLabel(labels, ZONE_KEYS) ?? [])])
  const meetsDecided = (kind: NodeKind, requirement: NodeRequirement): Truth | undefined => decided(kind, requirement, facts.region, zones)
  const poolsOf = rememberedBy(keyOf, (kind: NodeKind) =>
    nodePools.filter(({ requirements }) => requirements.every((one) => meetsDecided(kind, one) !== 'no')),
  )
  const meets = (kind: NodeKind, requirement: NodeRequirement): Truth =>
    meetsDecided(kind, requirement) ?? together(seenValues(requirement.key, ofKind.get(keyOf(kind)) ?? [], poolsOf(kind)), requirement)
  return {
    machines: [...machines.values()],
    kindOf: (node) => byName.get(node),
    meeting: rememberedBy(
      (terms) => JSON.stringify(terms),
      (terms) => meetingOf(new Map(kinds.map((kind) => [kind, anyOf(terms.map((term) => allOf(term.map((one) => meets(kind, one)))))]))),
    ),
  }
}

function meetingOf(truths: ReadonlyMap<NodeKind, Truth>): Meeting {
  const kinds = [...truths].filter(([, truth]) => truth === 'yes').map(([kind]) => kind)
  const capacities = CAPACITY_CLASSES.filter((one) => kinds.some(({ capacity }) => capacity === one))
  const byType = Map.groupBy(kinds, ({ machine }) => machine.instanceType)
  const types = [...byType].filter(([, own]) => own.length === capacities.length).map(([type]) => type)
  return { kinds: new Set(kinds), types: new Set(types), capacities, isUnsure: [...truths.values()].includes('unsure') }
}

const allOf = (truths: readonly Truth[]): Truth => (truths.includes('no') ? 'no' : truths.includes('unsure') ? 'unsure' : 'yes')
const anyOf = (truths: readonly Truth[]): Truth => (truths.includes('yes') ? 'yes' : truths.includes('unsure') ? 'unsure' : 'no')

const keyOf = (kind: NodeKind | undefined): string => (kind ? `${kind.machine.instanceType}|${kind.capacity}` : '')

/** Keys that the machine, the way of buying it and the place decide; undefined: another key. */
function decided(
  { machine, capacity }: NodeKind,
  requirement: NodeRequirement,
  region: string,
  zones: ReadonlySet<string>,
): Truth | undefined {
  const { key } = requirement
  if (CAPACITY_KEYS.includes(key)) return sure(capacityValues(key, capacity)!.some((value) => isMet(requirement, value)))
  if (isIn(OS_KEYS, key)) return isMet(requirement, 'linux') ? 'yes' : 'unsure'
  if (isOfMachine(key)) return sure(isMet(requirement, machineLabel(machine, key)))
  if (GPU_MODEL_KEYS.includes(key)) return sure(isMet(requirement, gpuLabel(machine)))
  const ofProvider = providerLabel(machine, key)
  if (ofProvider !== 'untold') return sure(isMetByAny(requirement, ofProvider))
  if (isIn(REGION_KEYS, key)) return sure(isMet(requirement, region))
  if (isIn(ZONE_KEYS, key)) return together([...zones], requirement)
  return undefined
}

/** What goes by several names is excluded by any of them. */
function isMetByAny(requirement: NodeRequirement, names: readonly (string | undefined)[]): boolean {
  const excludes = requirement.operator === 'NotIn' || requirement.operator === 'DoesNotExist'
  return excludes ? names.every((name) => isMet(requirement, name)) : names.some((name) => isMet(requirement, name))
}

const gpuLabel = ({ gpu, gpuModel }: MachineShape): LabelValue => (gpu > 0 ? (said) => namesGpu(said, gpuModel) : undefined)
const isIn = (keys: readonly string[], key: string): boolean => keys.includes(key)
const sure = (isSo: boolean): Truth => (isSo ? 'yes' : 'no')

function together(values: readonly LabelValue[], requirement: NodeRequirement): Truth {
  const met = values.filter((value) => isMet(requirement, value)).length
  if (values.length === 0) return 'unsure'
  return met === values.length ? 'yes' : met === 0 ? 'no' : 'unsure'
}

/** What nodes of a kind bear under a key of their owner's: those that stand, and those that Karpenter would start. */
function seenValues(key: string, nodes: readonly NodeObject[], pools: readonly NodePoolObject[]): LabelValue[] {
  const standing = nodes.map(({ labels }) => labels[key])
  const started = pools.flatMap(({ name, templateLabels, requirements }): (string | undefined)[] => {
    if (key === 'karpenter.sh/nodepool') return [name]
    const asked = requirements.find((one) => one.key === key && one.operator === 'In')
    return asked ? [...asked.values] : [templateLabels[key]]
  })
  return [...standing, ...started]
}

function machineOfNode({ labels, capacity }: NodeObject): MachineShape[] {
  const instanceType = firstLabel(labels, INSTANCE_TYPE_KEYS)
  if (instanceType === undefined) return []
  const arch = firstLabel(labels, ARCH_KEYS) === 'arm64' ? 'arm64' : 'amd64'
  const gpuModel = capacity.gpu > 0 ? (firstLabel(labels, GPU_MODEL_KEYS) ?? '') : ''
  return [{ instanceType, arch, vcpu: capacity.cpu, memoryGiB: capacity.memoryGiB, gpu: capacity.gpu, gpuModel }]
}

function rememberedBy<Value, Result>(keyOf: (value: Value) => string, work: (value: Value) => Result): (value: Value) => Result {
  const known = new Map<string, Result>()
  return (value) => {
    const key = keyOf(value)
    if (!known.has(key)) known.set(key, work(value))
    return known.get(key)!
  }
}
