import type { InstanceTypeInfo } from '@aws-sdk/client-ec2'
import type { MachineShape } from '../../domain/catalogue.ts'

type Gpus = Pick<MachineShape, 'gpu' | 'gpuModel'>

/** EC2's names where data/machine-shapes.json has others. */
const MODELS: Readonly<Record<string, string>> = {
  'Radeon Pro V520': 'V520',
  'Gaudi HL-205': 'HL-205',
  'RTX PRO Server 6000': 'RTX PRO 6000',
}
/** Models of which EC2 has two sizes under one name: by GiB of one GPU. */
const SIZED: Readonly<Record<string, Readonly<Record<number, string>>>> = {
  V100: { 32: 'V100-32GB' },
  A100: { 40: 'A100-40GB', 80: 'A100-80GB' },
}

/** The machine's whole GPUs; undefined where it has a part of one, as no pod can ask for a part. Inferentia and Trainium are none. */
export function gpusOf({ GpuInfo }: InstanceTypeInfo): Gpus | undefined {
  const [gpu, ...others] = GpuInfo?.Gpus ?? []
  if (!gpu) return { gpu: 0, gpuModel: '' }
  const isWhole = (gpu.GpuPartitionSize ?? 1) >= 1 && (gpu.Count ?? 0) > 0
  if (!isWhole || others.length > 0 || !gpu.Name) return undefined
  return { gpu: gpu.Count!, gpuModel: modelOf(gpu.Name, gpu.MemoryInfo?.SizeInMiB) }
}

function modelOf(name: string, memoryMiB: number | undefined): string {
  return SIZED[name]?.[Math.round((memoryMiB ?? 0) / 1024)] ?? MODELS[name] ?? name
}
