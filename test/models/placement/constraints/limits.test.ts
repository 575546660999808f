import { describe } from 'vitest'
import type { Cluster, Quota } from '../../../../src/domain/problem.ts'
import { anAgent, anOffer, aSpotOffer } from '../../../builders.ts'
import { optima } from '../../known-optimum.ts'
import { dublin, iowa, problemOf } from '../../places.ts'

const eight = anAgent({ replicas: 8 })
/** Two nodes' worth of replicas: both go to Dublin at 1 USD/h unless a limit sends one to Iowa at 2. */
const limited = (limits: Cluster['limits']) => problemOf(eight, [dublin({ limits: limits! }), iowa()])

const gpuNode = anOffer({ instanceType: 'g', gpuModel: 'L4', allocatable: { cpu: 4, memoryGiB: 16, gpu: 1, pods: 100 } })
const twoWithGpu = anAgent({ replicas: 2, requests: { cpu: 1, memoryGiB: 1, gpu: 1 } })
const limitedGpus = (gpu: number) =>
  problemOf(twoWithGpu, [dublin({ offers: [gpuNode], limits: { gpu } }), iowa({ offers: [{ ...gpuNode, usdPerHour: 2 }] })])

const onSpot = anAgent({ replicas: 8, spot: { maxShare: 1 } })
const limitedSpot = (spotVcpu: number) => problemOf(onSpot, [dublin({ limits: { spotVcpu } })])

describe('a limit of the cluster', () => {
  optima([
    { fact: 'of one node sends the second elsewhere', problem: limited({ nodes: 1 }), usdPerHour: 3 },
    { fact: 'of two nodes changes nothing', problem: limited({ nodes: 2 }), usdPerHour: 2 },
    { fact: 'of seven vCPU leaves room for one node of four', problem: limited({ vcpu: 7 }), usdPerHour: 3 },
    { fact: 'of eight vCPU changes nothing', problem: limited({ vcpu: 8 }), usdPerHour: 2 },
    { fact: 'of four vCPU on spot leaves the second node to on-demand', problem: limitedSpot(4), usdPerHour: 1.3 },
    { fact: 'of eight vCPU on spot changes nothing', problem: limitedSpot(8), usdPerHour: 0.6 },
    { fact: 'of no vCPU on spot does not count nodes on demand', problem: limited({ spotVcpu: 0 }), usdPerHour: 2 },
    { fact: 'of one GPU sends the second elsewhere', problem: limitedGpus(1), usdPerHour: 3 },
    { fact: 'of two GPUs changes nothing', problem: limitedGpus(2), usdPerHour: 2 },
    { fact: 'of no GPU does not count nodes without one', problem: limited({ gpu: 0 }), usdPerHour: 2 },
  ])
})

const offered = (maxNodes: number) =>
  problemOf(eight, [dublin({ offers: [anOffer({ instanceType: 'few', usdPerHour: 0.4, maxNodes }), anOffer()] })])
const reserved = (maxNodes: number) =>
  problemOf(eight, [dublin({ offers: [anOffer({ capacityType: 'reserved', usdPerHour: 0.1, maxNodes }), anOffer(), aSpotOffer()] })])

describe('an offer', () => {
  optima([
    { fact: 'of which there is one node leaves the second to the next cheapest', problem: offered(1), usdPerHour: 1.4 },
    { fact: 'of which there are two is enough', problem: offered(2), usdPerHour: 0.8 },
    { fact: 'of which there is none is no offer', problem: offered(0), usdPerHour: 2 },
    { fact: 'that is reserved is used up first, and counts as on-demand', problem: reserved(1), usdPerHour: 1.1 },
    { fact: 'that is reserved is not used beyond need', problem: reserved(5), usdPerHour: 0.2 },
  ])
})

/** Dublin at 1 USD/h, Iowa at 2; in each also a machine of another type that is half as dear again. */
const withQuota = (quota: Omit<Quota, 'id'>) => {
  const machines = (usdPerHour: number) => [anOffer({ usdPerHour }), anOffer({ instanceType: 'c.xlarge', usdPerHour: 1.5 * usdPerHour })]
  return problemOf(eight, [dublin({ offers: machines(1) }), iowa({ offers: machines(2) })], { quotas: [{ id: 'shared', ...quota }] })
}

describe('a quota', () => {
  optima([
    {
      fact: 'on nodes of a cluster sends the second node elsewhere',
      problem: withQuota({ clusters: ['dublin'], nodes: 1 }),
      usdPerHour: 3,
    },
    { fact: 'on nodes of a cluster that is not used changes nothing', problem: withQuota({ clusters: ['iowa'], nodes: 0 }), usdPerHour: 2 },
    {
      fact: 'on a machine type makes the second node one of another type',
      problem: withQuota({ instanceTypes: ['m.xlarge'], nodes: 1 }),
      usdPerHour: 2.5,
    },
    {
      fact: 'on a machine type that is not used changes nothing',
      problem: withQuota({ instanceTypes: ['c.xlarge'], nodes: 0 }),
      usdPerHour: 2,
    },
    { fact: 'on spot changes nothing on demand', problem: withQuota({ capacityTypes: ['spot'], nodes: 0 }), usdPerHour: 2 },
    { fact: 'on demand binds over all clusters', problem: withQuota({ capacityTypes: ['on-demand'], nodes: 1 }), usdPerHour: 'infeasible' },
    { fact: 'with no selector counts every node', problem: withQuota({ nodes: 1 }), usdPerHour: 'infeasible' },
    { fact: 'with no selector allows what it allows', problem: withQuota({ nodes: 2 }), usdPerHour: 2 },
    {
      fact: 'with two selectors counts only what both match',
      problem: withQuota({ clusters: ['dublin'], instanceTypes: ['m.xlarge'], nodes: 0 }),
      usdPerHour: 3,
    },
    { fact: 'of seven vCPU leaves room for one node of four', problem: withQuota({ clusters: ['dublin'], vcpu: 7 }), usdPerHour: 3 },
    { fact: 'of eight vCPU leaves room for two', problem: withQuota({ clusters: ['dublin'], vcpu: 8 }), usdPerHour: 2 },
    {
      fact: 'of one GPU sends the second elsewhere',
      problem: { ...limitedGpus(2), quotas: [{ id: 'gpus', clusters: ['dublin'], gpu: 1 }] },
      usdPerHour: 3,
    },
    { fact: 'of two GPUs changes nothing', problem: { ...limitedGpus(2), quotas: [{ id: 'gpus', gpu: 2 }] }, usdPerHour: 2 },
  ])
})
