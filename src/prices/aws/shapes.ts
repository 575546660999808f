import { DescribeInstanceTypesCommand, type InstanceTypeInfo } from '@aws-sdk/client-ec2'
import type { Arch } from '../../domain/problem.ts'
import { LeftOutRows } from '../left-out.ts'
import type { Feed, ProviderShape, Reading, ShapeAnswer } from '../source.ts'
import type { AwsApi } from './aws-api.ts'
import { ec2Pages } from './ec2-listing.ts'
import { gpusOf } from './gpu.ts'

/** What each machine type of the region is: EC2, DescribeInstanceTypes. */
export const shapesFeed = (region: string, api: AwsApi): Feed => ({
  id: `aws-shapes ${region}`,
  source: 'aws',
  listing: 'aws-shapes',
  provider: 'aws',
  gives: 'shapes',
  host: api.endpoint.url.host,
  read: (reading) => readAll(api, reading),
})

async function readAll(api: AwsApi, reading: Reading): Promise<ShapeAnswer> {
  const leftOut = new LeftOutRows()
  const shapes = new Map<string, ProviderShape>()
  for await (const rows of rowsOf(api, reading)) {
    for (const row of rows) {
      const shape = shapeOf(row)
      if ('leftOut' in shape) leftOut.count(shape.leftOut)
      else shapes.set(shape.instanceType, shape)
    }
  }
  return { gives: 'shapes', shapes: [...shapes.values()], leftOut: leftOut.told() }
}

const rowsOf = (api: AwsApi, reading: Reading) =>
  ec2Pages<InstanceTypeInfo>('DescribeInstanceTypes', api, reading, async (client, NextToken, abortSignal) => {
    const command = new DescribeInstanceTypesCommand({ MaxResults: 100, ...(NextToken && { NextToken }) })
    const answer = await client.send(command, { abortSignal })
    return { rows: answer.InstanceTypes, next: answer.NextToken }
  })

function shapeOf(row: InstanceTypeInfo): ProviderShape | { leftOut: string } {
  const { InstanceType: instanceType, VCpuInfo, MemoryInfo, SupportedUsageClasses: usage } = row
  const [vcpu, memoryMiB] = [VCpuInfo?.DefaultVCpus, MemoryInfo?.SizeInMiB]
  if (!instanceType || !vcpu || !memoryMiB) return { leftOut: 'no size' }
  const arch = archOf(row)
  if (!arch) return { leftOut: `no Linux of 64 bits (${row.ProcessorInfo?.SupportedArchitectures?.join(', ') || 'unknown'})` }
  // A capacity block is bought for days ahead, not by the hour.
  if (usage && !usage.includes('on-demand') && !usage.includes('spot')) return { leftOut: `sold as ${usage.join(', ')} only` }
  const gpus = gpusOf(row)
  if (!gpus) return { leftOut: 'a part of a GPU' }
  return { provider: 'aws', instanceType, arch, vcpu, memoryGiB: memoryMiB / 1024, ...gpus, ...mostPods(row) }
}

function archOf({ ProcessorInfo }: InstanceTypeInfo): Arch | undefined {
  const supported: readonly string[] = ProcessorInfo?.SupportedArchitectures ?? []
  if (supported.includes('x86_64')) return 'amd64'
  return supported.includes('arm64') ? 'arm64' : undefined
}

/**
 * The most pods of a node whose pods have addresses of its network interfaces: each keeps one for itself, and two pods use the host's.
 *
 *     interfaces · (addresses − 1) + 2
 *
 * Only the interfaces of the default network card count, where there are several cards.
 * Source: https://github.com/awslabs/amazon-eks-ami/blob/main/templates/shared/runtime/eni-max-pods.txt, and the script that makes it:
 * https://github.com/aws/amazon-vpc-cni-k8s/blob/master/scripts/gen_vpc_ip_limits.go
 */
function mostPods({ NetworkInfo }: InstanceTypeInfo): { maxPods?: number } {
  const card = NetworkInfo?.NetworkCards?.find(({ NetworkCardIndex }) => NetworkCardIndex === (NetworkInfo.DefaultNetworkCardIndex ?? 0))
  const interfaces = card?.MaximumNetworkInterfaces ?? NetworkInfo?.MaximumNetworkInterfaces
  const addresses = NetworkInfo?.Ipv4AddressesPerInterface
  return interfaces && addresses ? { maxPods: interfaces * (addresses - 1) + 2 } : {}
}
