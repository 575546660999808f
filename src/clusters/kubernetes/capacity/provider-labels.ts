import type { MachineShape } from '../../../domain/catalogue.ts'
import { machineFamily } from '../../../domain/machine-family.ts'

/** What nodes of the machine bear under the key, each of which may be meant; `untold` where nothing here knows. */
type Told = readonly (string | undefined)[] | 'untold'
type LabelOf = (machine: MachineShape) => Told

/** EKS Auto Mode says the same as Karpenter in a domain of its own: https://docs.aws.amazon.com/eks/latest/userguide/create-node-pool.html */
const AWS = /^(?:karpenter\.k8s\.aws|eks\.amazonaws\.com)\/instance-(.+)$/
const AZURE = /^karpenter\.azure\.com\/sku-(.+)$/
const GCP = /^karpenter\.k8s\.gcp\/instance-(.+)$/

/** `m7i.2xlarge`, `u-6tb1.metal`: category, generation, and what follows them. Source: karpenter-provider-aws "Well-known labels". */
const awsName = ({ instanceType }: MachineShape) => /^([a-z]+)(?:-\d+tb)?(\d+)([^.]*)\.(.+)$/.exec(instanceType)

const amount = (value: number): Told => [String(Math.round(value))]
const ofGpu = ({ gpu }: MachineShape, value: string): Told => [gpu > 0 ? value : undefined]
const gpuMaker = (machine: MachineShape): Told =>
  ofGpu(machine, /^(MI|V520|V620)/.test(machine.gpuModel) ? 'amd' : machine.gpuModel.startsWith('HL') ? 'habana' : 'nvidia')

/** What all clouds' Karpenters call the same. */
const EVERYWHERE: Readonly<Record<string, LabelOf>> = {
  cpu: ({ vcpu }) => amount(vcpu),
  memory: ({ memoryGiB }) => amount(memoryGiB * 1024),
  'gpu-count': (machine) => ofGpu(machine, String(machine.gpu)),
  'gpu-manufacturer': gpuMaker,
}

const ON_AWS: Readonly<Record<string, LabelOf>> = {
  ...EVERYWHERE,
  family: ({ instanceType }) => [machineFamily(instanceType)],
  category: (machine) => [awsName(machine)?.[1]],
  generation: (machine) => [awsName(machine)?.[2]],
  size: (machine) => [awsName(machine)?.[4]],
  'cpu-manufacturer': awsCpuMaker,
}

/** A letter behind the generation tells it for machines without accelerators: https://docs.aws.amazon.com/ec2/latest/instancetypes/instance-type-names.html */
function awsCpuMaker(machine: MachineShape): Told {
  if (machine.arch === 'arm64') return ['aws']
  if (machine.gpu > 0 || !/^[cmrtxzidh]\d/.test(machine.instanceType)) return 'untold'
  return [awsName(machine)?.[3]?.startsWith('a') ? 'amd' : 'intel']
}

/** Source: https://learn.microsoft.com/azure/aks/node-auto-provisioning-node-pools "SKU selectors"; the name's letters: "VM naming conventions". */
const ON_AZURE: Readonly<Record<string, LabelOf>> = {
  ...EVERYWHERE,
  name: ({ instanceType }) => [instanceType],
  family: ({ instanceType }) => [/^Standard_([A-Z]+)/.exec(instanceType)?.[1]],
  version: ({ instanceType }) => [/_v(\d+)$/.exec(instanceType)?.[1] ?? '1'],
  'storage-premium-capable': ({ instanceType }) => [String(/^Standard_[A-Z]+[\d-]+[a-z]*s/.test(instanceType))],
}

/** Its families were `n2-standard` once, and are `n2` now: https://github.com/cloudpilot-ai/karpenter-provider-gcp */
const ON_GCP: Readonly<Record<string, LabelOf>> = {
  ...EVERYWHERE,
  family: ({ instanceType }) => [instanceType.split('-')[0], machineFamily(instanceType)],
  category: ({ instanceType }) => [/^[a-z]+/.exec(instanceType)?.[0]],
  generation: ({ instanceType }) => [/^[a-z]+(\d+)/.exec(instanceType)?.[1]],
}

/** What a key of a cloud's own domain says of the machine; a key of any other domain, or one that is not listed, is untold. */
export function providerLabel(machine: MachineShape, key: string): Told {
  const known: readonly (readonly [RegExp, Readonly<Record<string, LabelOf>>])[] = [
    [AWS, ON_AWS],
    [AZURE, ON_AZURE],
    [GCP, ON_GCP],
  ]
  for (const [domain, labels] of known) {
    const label = labels[domain.exec(key)?.[1] ?? '']
    if (label) return label(machine)
  }
  return 'untold'
}
