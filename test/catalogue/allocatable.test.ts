import { expect, test } from 'vitest'
import { allocatable } from '../../src/catalogue/allocatable.ts'
import { UnknownPodLimitError } from '../../src/catalogue/node-reserves.ts'
import { loadBundledCatalogue } from '../../src/prices/bundled/catalogue.ts'

const nothing = { cpu: 0, memoryGiB: 0 }
const machine = (vcpu: number, memoryGiB: number, maxPods?: number) => ({
  instanceType: 'm',
  vcpu,
  memoryGiB,
  gpu: 0,
  ...(maxPods && { maxPods }),
})
const onNode = (provider: string, shape: ReturnType<typeof machine>, maxPodsPerNode?: number) =>
  allocatable({ provider, shape, daemonSets: nothing, headroom: 0, ...(maxPodsPerNode && { maxPodsPerNode }) })

test('an m5.large on EKS gives 1.93 vCPU and 8 GiB less 255 + 11 × 29 + 100 MiB to 29 pods', () => {
  expect(onNode('aws', machine(2, 8, 29))).toEqual({ cpu: 1.93, memoryGiB: 7.341, gpu: 0, pods: 29 })
})

test('an e2-standard-4 on GKE keeps 80 m of CPU and 1 + 0.8 + 0.8 GiB and 100 MiB', () => {
  expect(onNode('gcp', machine(4, 16))).toEqual({ cpu: 3.92, memoryGiB: 13.302, gpu: 0, pods: 110 })
})

test('a D4s on AKS keeps 140 m of CPU and, for 30 pods, 650 MB (not MiB) and 100 MiB', () => {
  expect(onNode('azure', machine(4, 16))).toEqual({ cpu: 3.86, memoryGiB: 15.296, gpu: 0, pods: 30 })
})

test('AKS never keeps more than a quarter of the memory for the kubelet: 1 of 4 GiB at 70 pods', () => {
  expect(onNode('azure', machine(2, 4), 70).memoryGiB).toBe(2.902)
})

test.each([
  [1, 0.94],
  [2, 1.9],
  [4, 3.86],
  [8, 7.82],
  [16, 15.74],
  [32, 31.58],
  [64, 63.26],
])('AKS leaves of %d vCPU what its table says: %d', (vcpu, left) => {
  expect(onNode('azure', machine(vcpu, 4 * vcpu)).cpu).toBe(left)
})

test('GKE keeps 6 % of memory from 16 to 128 GiB and 2 % above', () => {
  expect(onNode('gcp', machine(32, 256)).memoryGiB).toBe(Math.floor((256 - (1 + 0.8 + 0.8 + 6.72 + 2.56) - 100 / 1024) * 1000) / 1000)
})

test('GKE keeps 255 MiB of a machine with less than 1 GiB', () => {
  expect(onNode('gcp', machine(2, 0.5)).memoryGiB).toBe(0.153)
})

test('a managed node group on EKS holds 110 pods below 30 vCPU and 250 above, but keeps memory for all that its interfaces allow', () => {
  expect(onNode('aws', machine(16, 32, 234))).toMatchObject({ pods: 110, memoryGiB: 29.139 })
  expect(onNode('aws', machine(96, 384, 737)).pods).toBe(250)
})

test('prefix delegation lets an m5.large hold 110 pods, for which EKS keeps 255 + 11 × 110 + 100 MiB', () => {
  expect(onNode('aws', machine(2, 8, 29), 110)).toMatchObject({ pods: 110, memoryGiB: 6.471 })
})

test('no setting lets a node hold more pods than its provider allows', () => {
  expect(onNode('azure', machine(4, 16), 1000).pods).toBe(250)
  expect(onNode('gcp', machine(4, 16), 1000).pods).toBe(256)
})

test('an AWS machine whose most pods are unknown is an error that names the setting, never a guess', () => {
  expect(() => onNode('aws', machine(2, 8))).toThrow(UnknownPodLimitError)
  expect(() => onNode('aws', machine(2, 8))).toThrow('set maxPodsPerNode')
  expect(onNode('aws', machine(2, 8), 29).pods).toBe(29)
})

test('any other provider is taken to keep what GKE does', () => {
  expect(onNode('stadtwolke', machine(4, 16))).toEqual(onNode('gcp', machine(4, 16)))
})

test('DaemonSets come off before the head-room, which leaves GPUs and pods alone', () => {
  const shape = { ...machine(4, 16), gpu: 1 }
  const daemonSets = { cpu: 0.12, memoryGiB: 16 - 2.6 - 100 / 1024 - 13, pods: 6 }
  expect(allocatable({ provider: 'gcp', shape, daemonSets, headroom: 0.05 })).toEqual({ cpu: 3.61, memoryGiB: 12.35, gpu: 1, pods: 104 })
})

test('DaemonSets larger than the node leave nothing, not less', () => {
  const daemonSets = { cpu: 9, memoryGiB: 99, pods: 999 }
  expect(allocatable({ provider: 'gcp', shape: machine(4, 16), daemonSets, headroom: 0.05 })).toEqual({
    cpu: 0,
    memoryGiB: 0,
    gpu: 0,
    pods: 0,
  })
})

test('every machine of the bundled catalogue gives pods something, and less than it has', () => {
  const catalogue = loadBundledCatalogue()
  const regions = catalogue.providers.flatMap((provider) => catalogue.regionsOf(provider))
  const machines = regions.flatMap(({ provider, region }) => catalogue.machines(provider, region))
  const strange = machines.filter((shape) => {
    const { cpu, memoryGiB, gpu, pods } = allocatable({ provider: shape.provider, shape, daemonSets: nothing, headroom: 0.05 })
    return !(cpu > 0 && cpu < shape.vcpu && memoryGiB > 0 && memoryGiB < shape.memoryGiB && gpu === shape.gpu && pods > 0)
  })
  expect(strange).toEqual([])
})
