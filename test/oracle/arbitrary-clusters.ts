import fc from 'fast-check'
import type { CapacityType, Cluster, Offer, Quota } from '../../src/domain/problem.ts'

/** Once in `odds`. */
export const sometimes = <T>(odds: number, some: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> =>
  fc.oneof({ withCrossShrink: true }, { arbitrary: fc.constant(undefined), weight: odds - 1 }, { arbitrary: some, weight: 1 })

type Present<T> = { [K in keyof T as undefined extends T[K] ? never : K]: T[K] } & {
  [K in keyof T as undefined extends T[K] ? K : never]?: Exclude<T[K], undefined>
}

/** Without the fields that were not drawn: the contract knows absent ones, not undefined ones. */
export const present = <T extends object>(record: T): Present<T> =>
  Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined)) as Present<T>

/** Two clusters share a region and a zone, two clouds have a region of the same name, one stands alone. */
const SITES = [
  { id: 'dublin', provider: 'aws', region: 'west', zones: ['a', 'b'], tags: ['EU', 'operator:US'] },
  { id: 'cork', provider: 'aws', region: 'west', zones: ['b', 'c'], tags: ['EU', 'operator:US'] },
  { id: 'virginia', provider: 'aws', region: 'east', zones: ['a', 'b'], tags: ['US', 'operator:US'] },
  { id: 'iowa', provider: 'gcp', region: 'west', zones: ['a'], tags: ['US', 'operator:US'] },
  { id: 'berlin', provider: 'own', region: 'berlin', zones: ['hall-1', 'hall-2'], tags: ['EU', 'operator:EU'] },
] as const

const MACHINES: readonly Pick<Offer, 'instanceType' | 'vcpu' | 'allocatable' | 'arch' | 'gpuModel' | 'taints'>[] = [
  { instanceType: 'small', vcpu: 2, allocatable: { cpu: 1.9, memoryGiB: 3, gpu: 0, pods: 3 }, arch: 'amd64', gpuModel: '' },
  { instanceType: 'large', vcpu: 4, allocatable: { cpu: 3.8, memoryGiB: 7, gpu: 0, pods: 8 }, arch: 'amd64', gpuModel: '' },
  { instanceType: 'arm', vcpu: 4, allocatable: { cpu: 3.9, memoryGiB: 7, gpu: 0, pods: 8 }, arch: 'arm64', gpuModel: '' },
  {
    instanceType: 'tainted',
    vcpu: 8,
    allocatable: { cpu: 7.5, memoryGiB: 14, gpu: 0, pods: 8 },
    arch: 'amd64',
    gpuModel: '',
    taints: ['batch'],
  },
  {
    instanceType: 'gpu-l4',
    vcpu: 4,
    allocatable: { cpu: 3.5, memoryGiB: 14, gpu: 1, pods: 8 },
    arch: 'amd64',
    gpuModel: 'L4',
    taints: ['gpu'],
  },
  {
    instanceType: 'gpu-t4',
    vcpu: 8,
    allocatable: { cpu: 7, memoryGiB: 14, gpu: 2, pods: 8 },
    arch: 'amd64',
    gpuModel: 'T4',
    taints: ['gpu'],
  },
]
export const INSTANCE_TYPES = MACHINES.map(({ instanceType }) => instanceType)

const cents = (least: number, most: number) => fc.integer({ min: least, max: most }).map((value) => value / 100)
type Shape = (typeof MACHINES)[number]
const PLAIN = MACHINES.filter(({ taints }) => !taints)
const WITH_GPU = MACHINES.filter(({ allocatable }) => allocatable.gpu > 0)

function offerOf(shape: fc.Arbitrary<Shape>, capacityType: fc.Arbitrary<CapacityType>, oddsOfMaxNodes: number): fc.Arbitrary<Offer> {
  const parts = {
    shape,
    capacityType,
    usdPerVcpuHour: cents(5, 60),
    interruptionsPerHour: sometimes(2, cents(0, 20)),
    maxNodes: sometimes(oddsOfMaxNodes, fc.integer({ min: 0, max: 3 })),
  }
  return fc.record(parts).map(({ shape: machine, capacityType: bought, usdPerVcpuHour, interruptionsPerHour, maxNodes }) => ({
    ...machine,
    capacityType: bought,
    usdPerHour: Number((usdPerVcpuHour * machine.vcpu * { 'on-demand': 1, spot: 0.4, reserved: 0.1 }[bought]).toFixed(4)),
    ...present({
      interruptionsPerHour: bought === 'spot' ? interruptionsPerHour : undefined,
      maxNodes: bought === 'reserved' ? (maxNodes ?? 1) : maxNodes,
    }),
  }))
}

const anyCapacity = fc.constantFrom<CapacityType[]>('on-demand', 'spot', 'spot', 'reserved')
const plainOnDemand = offerOf(fc.constantFrom(...PLAIN.filter(({ arch }) => arch === 'amd64')), fc.constant('on-demand'), 20)
const gpuOffer = offerOf(fc.constantFrom(...WITH_GPU), fc.constantFrom<CapacityType[]>('on-demand', 'on-demand', 'on-demand', 'spot'), 8)
const anyOffer = offerOf(fc.oneof(fc.constantFrom(...PLAIN), fc.constantFrom(...MACHINES)), anyCapacity, 6)

/** One to three; most clusters can grow an ordinary node on demand, now and then one can grow nothing at all. */
function offers(hasGpus: boolean): fc.Arbitrary<Offer[]> {
  const others = hasGpus ? fc.tuple(gpuOffer, fc.oneof(gpuOffer, anyOffer)) : fc.array(anyOffer, { maxLength: 2 })
  const withOrdinary = fc.tuple(plainOnDemand, others).map(([first, rest]) => [first, ...rest])
  return fc
    .oneof({ arbitrary: withOrdinary, weight: 15 }, { arbitrary: others, weight: 1 })
    .map((drawn) => [...new Map(drawn.map((offer) => [`${offer.instanceType}/${offer.capacityType}`, offer])).values()])
}

const limits = fc
  .record({
    nodes: sometimes(2, fc.integer({ min: 1, max: 5 })),
    vcpu: sometimes(2, fc.integer({ min: 4, max: 16 })),
    spotVcpu: sometimes(2, fc.integer({ min: 0, max: 8 })),
    gpu: sometimes(3, fc.integer({ min: 0, max: 3 })),
  })
  .map(present)

function clusterAt(site: (typeof SITES)[number], hasGpus: boolean): fc.Arbitrary<Cluster> {
  const parts = {
    offers: offers(hasGpus),
    limits: sometimes(4, limits),
    nodesToday: sometimes(2, fc.array(fc.integer({ min: 0, max: 2 }), { minLength: 3, maxLength: 3 })),
    nodeStartUsd: sometimes(2, cents(0, 400)),
  }
  return fc.record(parts).map(({ nodesToday, ...drawn }) => {
    const currentNodes =
      nodesToday &&
      drawn.offers.map(({ instanceType, capacityType: bought }, at) => ({ instanceType, capacityType: bought, count: nodesToday[at]! }))
    return { ...site, zones: [...site.zones], tags: [...site.tags], ...present({ ...drawn, currentNodes }), offers: drawn.offers }
  })
}

/** One to three clusters; where there are GPUs, most have some. */
export const clusters = (hasGpus: boolean): fc.Arbitrary<Cluster[]> =>
  fc
    .shuffledSubarray([...SITES], { minLength: 1, maxLength: 3 })
    .chain((sites) => fc.tuple(...sites.map((site) => clusterAt(site, hasGpus))))

export function quotasOver(ids: readonly string[]): fc.Arbitrary<Quota[]> {
  const quota = fc.record({
    clusters: sometimes(2, fc.subarray([...ids], { minLength: 1 })),
    instanceTypes: sometimes(4, fc.subarray(INSTANCE_TYPES, { minLength: 1 })),
    capacityTypes: sometimes(2, fc.subarray(['on-demand' as const, 'spot' as const, 'reserved' as const], { minLength: 1 })),
    nodes: sometimes(2, fc.integer({ min: 2, max: 5 })),
    vcpu: sometimes(2, fc.integer({ min: 6, max: 20 })),
    gpu: sometimes(4, fc.integer({ min: 0, max: 3 })),
  })
  return fc.array(quota, { minLength: 1, maxLength: 2 }).map((drawn) => drawn.map((part, at) => ({ id: `quota-${at}`, ...present(part) })))
}
