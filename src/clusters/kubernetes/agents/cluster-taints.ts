import { capacityClassOf, capacityValues } from '../node-labels.ts'
import { isMet } from '../requirement.ts'
import type { ClusterSnapshot, NodePoolObject, Taint } from '../snapshot.ts'
import { keepsPodsOff } from '../taints.ts'

/** AKS taints every spot node with it: https://learn.microsoft.com/azure/aks/spot-node-pool */
const AKS_SPOT: Taint = { key: 'kubernetes.azure.com/scalesetpriority', value: 'spot', effect: 'NoSchedule' }
/** Device plugins' own: GPU nodes may bear it, though none stands today. */
const NVIDIA: Taint = { key: 'nvidia.com/gpu', value: 'present', effect: 'NoSchedule' }

/** The taints that keep pods off nodes of a cluster for good. */
export interface ClusterTaints {
  /** Of nodes that stand or would be started. */
  readonly all: readonly Taint[]
  /** Those of each kind of spot node that is known. */
  readonly ofSpot: readonly (readonly Taint[])[]
  readonly hasSpotNodes: boolean
  /** Those of nodes with GPUs that stand. */
  readonly ofGpus: readonly Taint[]
}

export function clusterTaints({ nodes, nodePools }: ClusterSnapshot, provider: string): ClusterTaints {
  const spotNodes = nodes.filter(({ labels }) => capacityClassOf(labels) === 'spot')
  const spot = [...spotNodes, ...nodePools.filter(startsSpot)].map(({ taints }) => taints)
  const ofSpot = spot.length === 0 && provider === 'azure' ? [[AKS_SPOT]] : spot
  const seen = [...nodes, ...nodePools].flatMap(({ taints }) => taints)
  return {
    all: distinct([...seen, NVIDIA, ...ofSpot.flat()].filter(keepsPodsOff), textOf),
    ofSpot: distinct(
      ofSpot.map((taints) => taints.filter(keepsPodsOff)),
      (taints) => taints.map(textOf).join(),
    ),
    hasSpotNodes: spotNodes.length > 0,
    ofGpus: distinct(
      nodes.filter(({ capacity }) => capacity.gpu > 0).flatMap(({ taints }) => taints.filter(keepsPodsOff)),
      textOf,
    ),
  }
}

const startsSpot = ({ requirements }: NodePoolObject): boolean =>
  requirements.every((requirement) => capacityValues(requirement.key, 'spot')?.some((value) => isMet(requirement, value)) ?? true)

const textOf = ({ key, value, effect }: Taint): string => `${key}=${value}:${effect}`

const distinct = <Value>(values: readonly Value[], textOf: (value: Value) => string): Value[] => [
  ...new Map(values.map((value) => [textOf(value), value])).values(),
]
