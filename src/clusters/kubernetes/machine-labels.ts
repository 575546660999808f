import type { MachineShape } from '../../domain/catalogue.ts'
import { machineFamily } from '../../domain/machine-family.ts'
import { ARCH_KEYS, INSTANCE_TYPE_KEYS, OS_KEYS } from './node-labels.ts'

/** What a label's value would be on a node of a machine; undefined: such a node does not bear it. */
type LabelOf = (machine: MachineShape) => string | undefined

const constant =
  (value: string): LabelOf =>
  () =>
    value
const whole = (value: number): string => String(Math.round(value))
const ofGpu =
  (label: LabelOf): LabelOf =>
  (machine) =>
    machine.gpu > 0 ? label(machine) : undefined

const family: LabelOf = ({ instanceType }) => machineFamily(instanceType)
const mebibytes: LabelOf = ({ memoryGiB }) => whole(memoryGiB * 1024)
const vcpus: LabelOf = ({ vcpu }) => whole(vcpu)
const gpus: LabelOf = ofGpu(({ gpu }) => whole(gpu))

/** `m7i.2xlarge`: category m, generation 7, size 2xlarge. */
const awsCategory: LabelOf = ({ instanceType }) => /^[a-z]+(?=\d)/.exec(instanceType)?.[0]
const awsGeneration: LabelOf = ({ instanceType }) => /^[a-z]+(\d+)/.exec(instanceType)?.[1]
const awsSize: LabelOf = ({ instanceType }) => /\.(.+)$/.exec(instanceType)?.[1]

/** `Standard_D4s_v5`: family D, version 5. */
const azureFamily: LabelOf = ({ instanceType }) => /^Standard_([A-Z]+)/.exec(instanceType)?.[1]
const azureVersion: LabelOf = ({ instanceType }) => /_v(\d+)$/.exec(instanceType)?.[1] ?? '1'

/** `n2-standard-8` is of the family n2. */
const gcpFamily: LabelOf = ({ instanceType }) => instanceType.split('-')[0]

/**
 * Labels that a machine's type decides: Kubernetes' own and those of the Karpenter providers and GKE. Sources: karpenter.sh/docs "Scheduling",
 * github.com/Azure/karpenter-provider-azure "Known labels", cloud.google.com/kubernetes-engine "machine family" node labels.
 * Labels that name a GPU are not here: each cloud writes those names its own way (gpu-names.ts).
 */
const LABELS: Readonly<Record<string, LabelOf>> = {
  ...Object.fromEntries(INSTANCE_TYPE_KEYS.map((key) => [key, ({ instanceType }: MachineShape) => instanceType])),
  ...Object.fromEntries(ARCH_KEYS.map((key) => [key, ({ arch }: MachineShape) => arch])),
  ...Object.fromEntries(OS_KEYS.map((key) => [key, constant('linux')])),
  'karpenter.k8s.aws/instance-family': family,
  'karpenter.k8s.aws/instance-category': awsCategory,
  'karpenter.k8s.aws/instance-generation': awsGeneration,
  'karpenter.k8s.aws/instance-size': awsSize,
  'karpenter.k8s.aws/instance-cpu': vcpus,
  'karpenter.k8s.aws/instance-memory': mebibytes,
  'karpenter.k8s.aws/instance-gpu-count': gpus,
  'karpenter.azure.com/sku-family': azureFamily,
  'karpenter.azure.com/sku-version': azureVersion,
  'karpenter.azure.com/sku-name': ({ instanceType }) => instanceType,
  'karpenter.azure.com/sku-cpu': vcpus,
  'karpenter.azure.com/sku-memory': mebibytes,
  'karpenter.azure.com/sku-gpu-count': gpus,
  'cloud.google.com/machine-family': gcpFamily,
  'cloud.google.com/gke-accelerator-count': gpus,
  'nvidia.com/gpu.present': ofGpu(constant('true')),
}

/** Whether a machine's type decides what its nodes bear under the key. */
export const isOfMachine = (key: string): boolean => key in LABELS

/** What a node of the machine bears under a key of which `isOfMachine` is true. */
export const machineLabel = (machine: MachineShape, key: string): string | undefined => LABELS[key]!(machine)
