import type { Machine } from '../../../domain/catalogue.ts'
import { CAPACITY_CLASSES, type CapacityClass } from '../../../domain/problem.ts'
import { GPU_MODEL_KEYS, namesGpu } from '../gpu-names.ts'
import { isOfMachine, machineLabel } from '../machine-labels.ts'
import { CAPACITY_KEYS, capacityValues, REGION_KEYS, ZONE_KEYS } from '../node-labels.ts'
import { isMet, type LabelValue } from '../requirement.ts'
import type { NodePoolObject, NodeRequirement } from '../snapshot.ts'
import { providerLabel } from './provider-labels.ts'

/**
 * Whether nodes of a machine, bought in a way, meet what a NodePool requires. A requirement on what nobody here can tell of a machine is
 * taken to hold; `untold` names those. Source: karpenter.sh "Concepts: NodePools".
 */
export function mayStart({ requirements }: NodePoolObject, machine: Machine, capacity: CapacityClass): boolean {
  return requirements.every((requirement) => holds(requirement, machine, capacity))
}

function holds(requirement: NodeRequirement, machine: Machine, capacity: CapacityClass): boolean {
  const { key } = requirement
  const ofCapacity = capacityValues(key, capacity)
  if (ofCapacity) return ofCapacity.some((value) => meets(requirement, value))
  if (GPU_MODEL_KEYS.includes(key)) return meets(requirement, gpuLabel(machine))
  if (isOfMachine(key)) return meets(requirement, machineLabel(machine, key))
  const own = providerLabel(machine, key)
  return own === 'untold' || meetsAsAny(requirement, own)
}

/** What goes by several names is excluded by any of them. */
function meetsAsAny(requirement: NodeRequirement, names: readonly (string | undefined)[]): boolean {
  const excludes = requirement.operator === 'NotIn' || requirement.operator === 'DoesNotExist'
  return excludes ? names.every((name) => meets(requirement, name)) : names.some((name) => meets(requirement, name))
}

/** Karpenter knows two operators that the scheduler does not. */
function meets(requirement: NodeRequirement, label: LabelValue): boolean {
  const { operator, values } = requirement
  if (operator !== 'Gte' && operator !== 'Lte') return isMet(requirement, label)
  if (typeof label !== 'string') return false
  return operator === 'Gte' ? Number(label) >= Number(values[0]) : Number(label) <= Number(values[0])
}

/** Each cloud writes the names of GPUs its own way. */
const gpuLabel = ({ gpu, gpuModel }: Machine): LabelValue => (gpu > 0 ? (said) => namesGpu(said, gpuModel) : undefined)

/** Domains in which clouds and Karpenter say what a machine is: of their keys, those that are not told here decide something all the same. */
const CLOUD_DOMAINS =
  /^(karpenter\.k8s\.aws|karpenter\.azure\.com|karpenter\.k8s\.gcp|eks\.amazonaws\.com|kubernetes\.azure\.com|cloud\.google\.com)\//

/** Keys of the clouds' domains of which nothing is known here: what they require is taken to hold, and told. Any other key is a label of the user's own. */
export function untold({ requirements }: NodePoolObject, machines: readonly Machine[]): string[] {
  const known = (key: string) =>
    isOfMachine(key) || CAPACITY_KEYS.includes(key) || GPU_MODEL_KEYS.includes(key) || !CLOUD_DOMAINS.test(key) || isTold(key, machines)
  return [...new Set(requirements.map(({ key }) => key).filter((key) => !known(key)))]
}

const isTold = (key: string, machines: readonly Machine[]): boolean => machines.some((machine) => providerLabel(machine, key) !== 'untold')

export const capacityTypesOf = (pool: NodePoolObject): CapacityClass[] =>
  CAPACITY_CLASSES.filter((capacity) =>
    pool.requirements.every((requirement) => capacityValues(requirement.key, capacity)?.some((value) => meets(requirement, value)) ?? true),
  )

/** Zones that it names as those that it starts nodes in; empty: any of the cluster's. */
export function zonesNamed({ requirements }: NodePoolObject): string[] {
  return requirements.flatMap(({ key, operator, values }) =>
    (ZONE_KEYS as readonly string[]).includes(key) && operator === 'In' ? values : [],
  )
}

/** Regions other than its own it cannot start nodes in: such a NodePool starts none. */
export const isOfRegion = ({ requirements }: NodePoolObject, region: string): boolean =>
  requirements.every((requirement) => !(REGION_KEYS as readonly string[]).includes(requirement.key) || meets(requirement, region))
