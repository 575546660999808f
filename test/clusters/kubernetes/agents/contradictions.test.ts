import { describe, expect, it } from 'vitest'
import type { PodTemplate } from '../../../../src/clusters/kubernetes/snapshot.ts'
import type { Policy } from '../../../../src/domain/policy.ts'
import { aClusterWith, aDeployment, aMachineNode, type DeploymentPart, errors, only, read, told, warnings } from './fleet-of-agents.ts'

/** Replicas of `support` by cluster, under a policy. */
const withPolicy = (policy: Policy, replicas: Record<string, number>, part: DeploymentPart = {}) =>
  read(
    Object.entries(replicas).map(([cluster, count]) => aClusterWith([aDeployment({ ...part, replicas: count })], { cluster, nodes: [] })),
    { policies: { desk: policy }, defaultPolicies: { desk: 'desk' } },
  )
const pinned = (result: ReturnType<typeof read>) => {
  expect(only(result).policy.pin).toBe('today')
  return errors(result)
}

describe('a policy against where the Deployments are:', () => {
  it('none of the clusters is allowed', () => {
    expect(pinned(withPolicy({ placement: { anyTag: ['US'] } }, { dublin: 2 }))).toEqual([
      'error agent support: its policy allows none of the clusters in which it has a Deployment (dublin) (there is no Deployment to scale in virginia: create one with 0 replicas)',
    ])
  })

  it('one of the clusters is not allowed, so that its replicas move', () => {
    const result = withPolicy({ placement: { noTag: ['US'] } }, { dublin: 2, virginia: 3 })
    expect(errors(result)).toEqual([])
    expect(warnings(result)).toMatchObject([expect.stringMatching(/its policy does not allow virginia: a plan moves its 3 replicas away/)])
  })

  it('where it cannot go for lack of a Deployment is told', () => {
    const result = withPolicy({ placement: { anyTag: ['EU'] } }, { dublin: 2 })
    expect(told(result)).toEqual([
      'note agent support: it stands only where it has a Deployment (dublin), and its policy would allow amsterdam too (there is no Deployment to scale in amsterdam: create one with 0 replicas)',
    ])
  })

  it('it must survive a cloud, and is in one', () => {
    const rule: Policy = { survive: [{ loss: 'cloud', keep: 0.5 }] }
    expect(pinned(withPolicy(rule, { dublin: 4, virginia: 0 }))).toEqual([
      'error agent support: it must keep 2 of 4 replicas through the loss of any one cloud, but its Deployments are in 1 cloud (aws) (there is no Deployment to scale in amsterdam: create one with 0 replicas)',
    ])
    expect(errors(withPolicy(rule, { dublin: 4, amsterdam: 0 }))).toEqual([])
  })

  it('it must survive more than any number of places could keep', () => {
    const rule: Policy = { survive: [{ loss: 'region', keep: 1 }] }
    expect(pinned(withPolicy(rule, { dublin: 4, virginia: 0, amsterdam: 0 }))).toMatchObject([
      expect.stringMatching(
        /must keep 4 of 4 replicas through the loss of any one region, but its Deployments are in 3 regions .*let it keep fewer, or allow extraReplicas/,
      ),
    ])
    expect(errors(withPolicy({ ...rule, extraReplicas: 2 }, { dublin: 4, virginia: 0, amsterdam: 0 }))).toEqual([])
  })

  it('it must be spread over more than there are', () => {
    expect(pinned(withPolicy({ spread: { regions: 2 } }, { dublin: 4 }))).toMatchObject([
      expect.stringMatching(/spreads it over 2 regions, but its Deployments are in 1 .*no Deployment to scale in virginia, amsterdam/),
    ])
  })

  it('it is pinned to where there is none, or to other numbers than are wanted', () => {
    const pin = (cluster: string, replicas: number): Policy => ({ pin: [{ cluster, capacityType: 'on-demand', replicas }] })
    expect(pinned(withPolicy(pin('virginia', 2), { dublin: 2 }))).toMatchObject([
      expect.stringMatching(/pins it to virginia on on-demand, where it has no Deployment/),
    ])
    expect(pinned(withPolicy(pin('dublin', 3), { dublin: 2 }))).toMatchObject([
      expect.stringMatching(/pins 3 replicas to places, and 2 are wanted/),
    ])
    expect(only(withPolicy(pin('dublin', 2), { dublin: 2 })).policy.pin).toEqual([
      { cluster: 'dublin', capacityType: 'on-demand', replicas: 2 },
    ])
  })
})

describe('a policy against what the Deployments are for:', () => {
  const onSpot: Partial<PodTemplate> = { nodeSelector: { 'karpenter.sh/capacity-type': 'spot' } }
  const onDemand: Partial<PodTemplate> = { nodeSelector: { 'karpenter.sh/capacity-type': 'on-demand' } }

  it('no spot, and they are for spot only', () => {
    expect(pinned(withPolicy({}, { dublin: 2 }, { template: onSpot }))).toMatchObject([
      expect.stringMatching(/allows no spot, but its Deployments are for spot nodes only/),
    ])
  })

  it('spot, and none tolerates the taint of spot nodes', () => {
    expect(pinned(withPolicy({ spot: { maxShare: 0.5 } }, { amsterdam: 2 }))).toMatchObject([
      expect.stringMatching(
        /allows spot, but none of its Deployments tolerates the taint of spot nodes \(kubernetes.azure.com\/scalesetpriority=spot:NoSchedule\)/,
      ),
    ])
  })

  it('spot, and none is for it', () => {
    const result = withPolicy({ spot: { maxShare: 0.5 } }, { dublin: 2 }, { template: onDemand })
    expect(errors(result)).toEqual([])
    expect(warnings(result)).toMatchObject([
      expect.stringMatching(/allows spot, but none of its Deployments is for it \(create one: select spot nodes/),
    ])
  })

  it('no spot, and nothing keeps its pods off the spot nodes that stand there', () => {
    const nodes = [aMachineNode('one', 'm7i.xlarge', { 'karpenter.sh/capacity-type': 'spot' })]
    expect(warnings(read([aClusterWith([aDeployment()], { nodes })]))).toMatchObject([
      expect.stringMatching(/allows no spot, but nothing keeps its pods off the spot nodes of its cluster/),
    ])
    expect(warnings(read([aClusterWith([aDeployment()])]))).toEqual([])
  })
})

describe('what a plan needs to know and a spec does not say:', () => {
  const requests = (template: Partial<PodTemplate>, on: string[] = []) =>
    read([aClusterWith([{ deployment: aDeployment({ template }), on }])])
  const none = { requests: { cpu: 0, memoryGiB: 0, gpu: 0 }, hasRequests: { cpu: false, memory: false } }

  it('what its containers need, so that it stays as it stands', () => {
    expect(pinned(requests(none))).toEqual([
      'error dublin Deployment desk/support: its containers say nothing of the CPU that they need (write resources.requests.cpu for each of its containers)',
      'error dublin Deployment desk/support: its containers say nothing of the memory that they need (write resources.requests.memory for each of its containers)',
    ])
  })

  it('what one of its containers needs, so that the others count', () => {
    const result = requests({ hasRequests: { cpu: false, memory: true } })
    expect(only(result).requests).toEqual({ cpu: 1, memoryGiB: 4, gpu: 0 })
    expect(warnings(result)).toMatchObject([
      expect.stringMatching(/not all of its containers say how much CPU they need: the others' 1 vCPU count/),
    ])
  })

  it('but its pods have, so that it counts', () => {
    const deployment = aDeployment({ template: none })
    const cluster = aClusterWith([{ deployment, on: ['one'] }])
    const pods = cluster.pods.map((pod) => ({ ...pod, requests: { cpu: 0.5, memoryGiB: 2, gpu: 0 } }))
    const result = read([{ ...cluster, pods }])
    expect(errors(result)).toEqual([])
    expect(only(result).requests).toEqual({ cpu: 0.5, memoryGiB: 2, gpu: 0 })
    expect(told(result)).toContainEqual(expect.stringMatching(/its pods ask for 0.5 vCPU, 2 GiB, and its template for 0 vCPU, 0 GiB/))
  })

  it('and what they say differently in different clusters: the largest of each counts', () => {
    const sized = (cpu: number, memoryGiB: number) => aDeployment({ template: { requests: { cpu, memoryGiB, gpu: 0 } } })
    const result = read([aClusterWith([sized(1, 4)]), aClusterWith([sized(2, 3)], { cluster: 'virginia' })])
    expect(only(result).requests).toEqual({ cpu: 2, memoryGiB: 4, gpu: 0 })
    expect(warnings(result)).toMatchObject([
      expect.stringMatching(/ask for different amounts \(dublin: 1 vCPU, 4 GiB; virginia: 2 vCPU, 3 GiB\)/),
    ])
  })

  it('of a part of a GPU', () => {
    const result = requests({ requests: { cpu: 1, memoryGiB: 4, gpu: 0, devices: { 'nvidia.com/mig-1g.5gb': 1 } } })
    expect(only(result).pinnedBecause).toEqual(['its pods ask for nvidia.com/mig-1g.5gb, and a plan knows whole GPUs only'])
    const whole = requests({ requests: { cpu: 1, memoryGiB: 4, gpu: 1, devices: { 'nvidia.com/gpu': 1 } } })
    expect(only(whole)).toMatchObject({ requests: { gpu: 1 }, policy: {} })
  })
})

describe('an agent stays as it stands', () => {
  const standing = (part: DeploymentPart, policy: Policy = {}, on = ['one', 'one', 'two']) =>
    read([aClusterWith([{ deployment: aDeployment({ replicas: 4, ...part }), on }])], {
      policies: { desk: policy },
      defaultPolicies: { desk: 'desk' },
    })

  it('where its owner paused it: with the replicas that stand, and none of its rules', () => {
    const result = standing(
      { annotations: { 'ballast.dev/paused': 'true' } },
      { placement: { anyTag: ['US'] }, restartUsd: 0.1, rightSizing: { memory: { headroom: 0.1 } } },
    )
    expect(only(result)).toMatchObject({
      isPaused: true,
      policyNames: ['desk'],
      policy: { pin: 'today', spot: { maxShare: 1 }, restartUsd: 0.1 },
      demand: { replicas: 3 },
      arch: ['amd64', 'arm64'],
      tolerates: ['gpu'],
    })
    expect(only(result).policy.placement).toBeUndefined()
    expect(only(result).policy.rightSizing).toBeUndefined()
    expect(told(result)).toContainEqual(
      expect.stringMatching(/^note dublin Deployment desk\/support: ballast.dev\/paused: the agent stays/),
    )
  })

  it('where it is unclear whether it is paused, but not where it says that it is not', () => {
    const unclear = standing({ annotations: { 'ballast.dev/paused': 'until Monday' } })
    expect(only(unclear).isPaused).toBe(true)
    expect(warnings(unclear)).toContainEqual(expect.stringMatching(/is "until Monday": taken for true/))
    expect(only(standing({ annotations: { 'ballast.dev/paused': 'false' } })).isPaused).toBeUndefined()
  })

  it('where it is paused and pinned to places', () => {
    const pin: Policy = { pin: [{ cluster: 'dublin', capacityType: 'on-demand', replicas: 4 }] }
    expect(errors(standing({ annotations: { 'ballast.dev/paused': 'true' } }, pin))).toMatchObject([
      expect.stringMatching(/it is paused, and its policy pins it to places by number/),
    ])
  })

  it.each([
    [{ boundVolumes: ['claim data', 'host path /var/lib/x'] }, /its pods hold volumes that stay where they are: claim data, host path/],
    [{ runtimeClass: 'gvisor' }, /its RuntimeClass gvisor may ask for nodes of its own/],
  ])('where its template has %j', (template, message) => {
    const result = standing({ template })
    expect(only(result)).toMatchObject({ policy: { pin: 'today' }, pinnedBecause: [expect.stringMatching(message)] })
    expect(errors(result)).toEqual([])
  })

  it('but not where another scheduler places its pods, which is told', () => {
    const result = standing({ template: { schedulerName: 'volcano' } })
    expect(only(result).pinnedBecause).toBeUndefined()
    expect(warnings(result)).toContainEqual(expect.stringMatching(/its pods are placed by volcano/))
    expect(warnings(standing({ template: { schedulerName: 'default-scheduler' } }, {}, []))).toEqual([])
  })

  it('where its cluster does not answer, unless its rules ask for more', () => {
    const policy: Policy = { survive: [{ loss: 'node', keep: 0.5 }] }
    const stale = { since: '2026-07-19T00:00:00Z', because: 'it does not answer' }
    const cluster = aClusterWith([{ deployment: aDeployment(), on: ['one', 'two'] }], { stale })
    const result = read([cluster], { policies: { desk: policy }, defaultPolicies: { desk: 'desk' } })
    expect(only(result)).toMatchObject({ policy: { ...policy, pin: 'today' }, deployments: [{ isStale: true }] })
    expect(warnings(result)).toMatchObject([expect.stringMatching(/2 of its replicas stood there when the cluster last answered/)])
  })
})
