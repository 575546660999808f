import type { MachineShape } from '../../domain/catalogue.ts'
import { ARCH_KEYS, INSTANCE_TYPE_KEYS, OS_KEYS } from './node-labels.ts'

/** What a label's value would be on a node of a machine; undefined: such a node does not bear it. */
type LabelOf = (machine: MachineShape) => string | undefined

const all = (keys: readonly string[], label: LabelOf): Record<string, LabelOf> => Object.fromEntries(keys.map((key) => [key, label]))
const ofGpu =
  (label: LabelOf): LabelOf =>
  (machine) =>
    machine.gpu > 0 ? label(machine) : undefined

/**
 * Labels that a machine's type decides: Kubernetes' own, GKE's and the NVIDIA operator's (cloud.google.com/kubernetes-engine "machine family"
 * node labels). Those of the Karpenter providers are in capacity/provider-labels.ts, names of GPUs in gpu-names.ts.
 */
const LABELS: Readonly<Record<string, LabelOf>> = {
  ...all(INSTANCE_TYPE_KEYS, ({ instanceType }) => instanceType),
  ...all(ARCH_KEYS, ({ arch }) => arch),
  ...all(OS_KEYS, () => 'linux'),
  'cloud.google.com/machine-family': ({ instanceType }) => instanceType.split('-')[0],
  'cloud.google.com/gke-accelerator-count': ofGpu(({ gpu }) => String(gpu)),
  'nvidia.com/gpu.present': ofGpu(() => 'true'),
}

/** Whether a machine's type decides what its nodes bear under the key. */
export const isOfMachine = (key: string): boolean => key in LABELS

/** What a node of the machine bears under a key of which `isOfMachine` is true. */
export const machineLabel = (machine: MachineShape, key: string): string | undefined => LABELS[key]!(machine)
