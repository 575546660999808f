import { expect, test } from 'vitest'
import { readListing } from './aws-for-tests.ts'
import { type Element, instanceTypes, M5_TYPE } from './stand-in.ts'

const listed = (...types: Element[]) => readListing('aws-shapes', 'shapes', () => instanceTypes(types))
const gpus = (...all: Element[]) => ({ ...M5_TYPE, gpuInfo: { gpus: all } })
const gpu = (name: string, count: number, memoryGiB: number, parts: Record<string, Element> = {}) => ({
  name,
  manufacturer: 'NVIDIA',
  count,
  memoryInfo: { sizeInMiB: memoryGiB * 1024 },
  ...parts,
})

test('an m5.large has 2 vCPU, 8 GiB and room for 29 pods: 3 interfaces of 10 addresses, one each for itself, and 2 pods of the host', async () => {
  const { shapes, leftOut } = await listed(M5_TYPE)
  expect(shapes).toEqual([
    { provider: 'aws', instanceType: 'm5.large', arch: 'amd64', vcpu: 2, memoryGiB: 8, gpu: 0, gpuModel: '', maxPods: 29 },
  ])
  expect(leftOut).toEqual({})
})

test('of several network cards only the default one gives pods addresses', async () => {
  const card = (networkCardIndex: number, maximumNetworkInterfaces: number) => ({ networkCardIndex, maximumNetworkInterfaces })
  const networkInfo = {
    maximumNetworkInterfaces: 64,
    defaultNetworkCardIndex: 1,
    ipv4AddressesPerInterface: 50,
    networkCards: [card(0, 32), card(1, 2), card(2, 30)],
  }
  expect((await listed({ ...M5_TYPE, networkInfo })).shapes).toMatchObject([{ maxPods: 100 }])
})

test('without a word on its network the most pods are unknown', async () => {
  const { networkInfo, ...rest } = M5_TYPE
  expect(networkInfo).toBeDefined()
  expect((await listed(rest)).shapes[0]).not.toHaveProperty('maxPods')
})

test.each([
  ['amd64', ['x86_64']],
  ['amd64', ['i386', 'x86_64']],
  ['arm64', ['arm64']],
])('it is %s where it runs %j', async (arch, supportedArchitectures) => {
  expect((await listed({ ...M5_TYPE, processorInfo: { supportedArchitectures } })).shapes).toMatchObject([{ arch }])
})

test.each([[['i386']], [['x86_64_mac']], [['arm64_mac']]])('a machine that runs only %j is left out', async (supportedArchitectures) => {
  const { shapes, leftOut } = await listed(M5_TYPE, { ...M5_TYPE, instanceType: 'x', processorInfo: { supportedArchitectures } })
  expect(shapes.map(({ instanceType }) => instanceType)).toEqual(['m5.large'])
  expect(leftOut).toEqual({ [`no Linux of 64 bits (${supportedArchitectures})`]: 1 })
})

test.each([
  ['T4', gpu('T4', 4, 16), 4],
  ['V100', gpu('V100', 8, 16), 8],
  ['V100-32GB', gpu('V100', 8, 32), 8],
  ['A100-40GB', gpu('A100', 8, 40), 8],
  ['A100-80GB', gpu('A100', 8, 80), 8],
  ['H100', gpu('H100', 1, 80, { gpuPartitionSize: 1, logicalGpuCount: 1 }), 1],
  ['V520', gpu('Radeon Pro V520', 2, 8), 2],
  ['HL-205', gpu('Gaudi HL-205', 8, 32), 8],
  ['RTX PRO 6000', gpu('RTX PRO Server 6000', 1, 96), 1],
])('its GPUs are called %s, as in the bundled catalogue', async (gpuModel, each, count) => {
  expect((await listed(gpus(each))).shapes).toMatchObject([{ gpu: count, gpuModel }])
})

test.each([
  ['a count of 0', gpu('L4', 0, 3, { gpuPartitionSize: 0.125, logicalGpuCount: 1 })],
  ['a partition below 1', gpu('L4', 1, 3, { gpuPartitionSize: 0.5, logicalGpuCount: 1 })],
])('a machine with a part of a GPU is left out, for no pod can ask for a part: %s', async (_, each) => {
  const { shapes, leftOut } = await listed(M5_TYPE, { ...gpus(each), instanceType: 'g6f.large' })
  expect(shapes.map(({ instanceType }) => instanceType)).toEqual(['m5.large'])
  expect(leftOut).toEqual({ 'a part of a GPU': 1 })
})

test('Inferentia and Trainium are no GPUs', async () => {
  const inferentia = { ...M5_TYPE, neuronInfo: { neuronDevices: [{ count: 1, name: 'Inferentia2' }] } }
  expect((await listed(inferentia)).shapes).toMatchObject([{ gpu: 0, gpuModel: '' }])
})

test('a machine that is sold as capacity blocks alone is left out; one without spot is not', async () => {
  const { shapes, leftOut } = await listed(
    { ...M5_TYPE, instanceType: 'p5.48xlarge', supportedUsageClasses: ['capacity-block'] },
    { ...M5_TYPE, instanceType: 'hpc7g.4xlarge', supportedUsageClasses: ['on-demand'] },
  )
  expect(shapes.map(({ instanceType }) => instanceType)).toEqual(['hpc7g.4xlarge'])
  expect(leftOut).toEqual({ 'sold as capacity-block only': 1 })
})

test('a machine of unknown size is left out', async () => {
  const { memoryInfo, ...rest } = M5_TYPE
  expect(memoryInfo).toBeDefined()
  expect((await listed(rest)).leftOut).toEqual({ 'no size': 1 })
})
