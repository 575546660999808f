import { describe } from 'vitest'
import type { Agent, Offer } from '../../../src/domain/problem.ts'
import { anAgent, anOffer } from '../../builders.ts'
import { optima } from '../known-optimum.ts'
import { dublin, problemOf, virginia } from '../places.ts'

const inTwoPlaces = (part: Partial<Agent>) => problemOf(anAgent(part), [dublin(), virginia()])

describe('a replica that would go to Virginia at 50 cents rather than to Dublin at 1 USD/h', () => {
  optima([
    { fact: 'goes there where nothing forbids it', problem: inTwoPlaces({}), usdPerHour: 0.5 },
    { fact: 'stays in the EU where it must', problem: inTwoPlaces({ placement: { anyTag: ['EU'] } }), usdPerHour: 1 },
    { fact: 'needs only one of the tags that are named', problem: inTwoPlaces({ placement: { anyTag: ['EU', 'US'] } }), usdPerHour: 0.5 },
    { fact: 'stays away from the US where it must', problem: inTwoPlaces({ placement: { noTag: ['US'] } }), usdPerHour: 1 },
    { fact: 'minds no tag that its place does not bear', problem: inTwoPlaces({ placement: { noTag: ['CN'] } }), usdPerHour: 0.5 },
    { fact: 'keeps to the clusters that are listed', problem: inTwoPlaces({ placement: { clusters: ['dublin'] } }), usdPerHour: 1 },
    {
      fact: 'is free among the clusters that are listed',
      problem: inTwoPlaces({ placement: { clusters: ['dublin', 'virginia'] } }),
      usdPerHour: 0.5,
    },
    {
      fact: 'stays within 80 ms of its users',
      problem: inTwoPlaces({ latency: { maxMs: 80, msByCluster: { dublin: 12, virginia: 81 } } }),
      usdPerHour: 1,
    },
    {
      fact: 'goes as far as the limit on latency itself',
      problem: inTwoPlaces({ latency: { maxMs: 80, msByCluster: { dublin: 12, virginia: 80 } } }),
      usdPerHour: 0.5,
    },
    {
      fact: 'holds a cluster without a measured latency for too far',
      problem: inTwoPlaces({ latency: { maxMs: 80, msByCluster: { dublin: 12 } } }),
      usdPerHour: 1,
    },
    {
      fact: 'has no plan where tags and latency leave no cluster',
      problem: inTwoPlaces({ placement: { anyTag: ['EU'] }, latency: { maxMs: 80, msByCluster: { virginia: 12 } } }),
      usdPerHour: 'infeasible',
    },
  ])
})

const onTwoMachines = (cheap: Partial<Offer>, part: Partial<Agent>, plain: Partial<Offer> = {}) =>
  problemOf(anAgent(part), [dublin({ offers: [anOffer({ instanceType: 'cheap', usdPerHour: 0.5, ...cheap }), anOffer(plain)] })])

describe('a replica that would take the cheap machine at 50 cents rather than the other at 1 USD/h', () => {
  optima([
    { fact: 'leaves Arm machines alone unless it says that it runs on them', problem: onTwoMachines({ arch: 'arm64' }, {}), usdPerHour: 1 },
    {
      fact: 'takes the Arm machine where it runs on both',
      problem: onTwoMachines({ arch: 'arm64' }, { arch: ['amd64', 'arm64'] }),
      usdPerHour: 0.5,
    },
    {
      fact: 'takes no machine but those that it selects',
      problem: onTwoMachines({}, { instanceTypes: ['m.xlarge'] }),
      usdPerHour: 1,
    },
    { fact: 'may select both', problem: onTwoMachines({}, { instanceTypes: ['m.xlarge', 'cheap'] }), usdPerHour: 0.5 },
    { fact: 'leaves a tainted machine alone', problem: onTwoMachines({ taints: ['batch'] }, {}), usdPerHour: 1 },
    {
      fact: 'takes it where it tolerates the taint',
      problem: onTwoMachines({ taints: ['batch'] }, { tolerates: ['batch'] }),
      usdPerHour: 0.5,
    },
    {
      fact: 'must tolerate all taints, not one of them',
      problem: onTwoMachines({ taints: ['batch', 'gpu'] }, { tolerates: ['batch'] }),
      usdPerHour: 1,
    },
  ])
})

const gpuNode = (gpuModel: string, usdPerHour: number): Offer =>
  anOffer({ instanceType: `g.${gpuModel}`, usdPerHour, gpuModel, allocatable: { cpu: 4, memoryGiB: 16, gpu: 1, pods: 100 } })
const onGpus = (part: Partial<Agent>) => problemOf(anAgent(part), [dublin({ offers: [gpuNode('L4', 1), gpuNode('A10G', 2)] })])

describe('a replica beside two GPU machines', () => {
  const requests = { cpu: 1, memoryGiB: 4, gpu: 1 }
  optima([
    { fact: 'takes the cheaper GPU where any will do', problem: onGpus({ requests }), usdPerHour: 1 },
    { fact: 'takes the dearer model where only that will do', problem: onGpus({ requests, gpuModels: ['A10G'] }), usdPerHour: 2 },
    { fact: 'takes the cheaper of the models that it names', problem: onGpus({ requests, gpuModels: ['A10G', 'L4'] }), usdPerHour: 1 },
    { fact: 'minds no model where it asks for no GPU', problem: onGpus({ gpuModels: ['A10G'] }), usdPerHour: 1 },
    {
      fact: 'has no plan where it asks for more GPUs than a machine has',
      problem: onGpus({ requests: { ...requests, gpu: 2 } }),
      usdPerHour: 'infeasible',
    },
  ])
})
