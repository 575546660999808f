import { GPU_TAINT } from '../../domain/fleet.ts'
import type { Taint, Toleration } from './snapshot.ts'

/** Taints by which device plugins and clouds keep pods without a GPU off GPU nodes: the contract knows them as one. */
const GPU_KEYS: ReadonlySet<string> = new Set(['nvidia.com/gpu', 'amd.com/gpu', 'gpu.intel.com/i915', 'kubernetes.azure.com/gpu'])
const isOfGpu = ({ key, value }: Taint): boolean => GPU_KEYS.has(key) || (key === 'sku' && value === 'gpu')

/** Taints of a node's state, which come and go: not ready, under pressure, cordoned, just started, about to be removed. */
const PASSING =
  /^(node\.kubernetes\.io\/|node\.cloudprovider\.kubernetes\.io\/|karpenter\.sh\/(disrupted|disruption|unregistered)$|ToBeDeletedByClusterAutoscaler$|DeletionCandidateOfClusterAutoscaler$|node\.cilium\.io\/|ebs\.csi\.aws\.com\/agent-not-ready$)/

/** Whether a taint keeps pods off for as long as the node lives; the scheduler only prefers to keep off PreferNoSchedule. */
export const keepsPodsOff = ({ key, effect }: Taint): boolean => effect !== 'PreferNoSchedule' && !PASSING.test(key)

/** A taint as offers and agents of the contract name it: `gpu`, or as kubectl writes it. */
export function taintName(taint: Taint): string {
  if (isOfGpu(taint)) return GPU_TAINT
  return `${taint.key}${taint.value === '' ? '' : `=${taint.value}`}:${taint.effect}`
}

/** The names of the taints that keep pods off, each once. */
export const taintNames = (taints: readonly Taint[]): string[] => [...new Set(taints.filter(keepsPodsOff).map(taintName))].sort()

/** As the scheduler decides it: an absent key tolerates every key, an absent effect every effect. */
export const isTolerated = (taint: Taint, tolerations: readonly Toleration[]): boolean =>
  tolerations.some(
    ({ key, operator = 'Equal', value = '', effect }) =>
      (effect === undefined || effect === '' || effect === taint.effect) &&
      (key === undefined || key === '' ? operator === 'Exists' : key === taint.key) &&
      (operator === 'Exists' || value === taint.value),
  )
