import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { FleetAgent } from '../../../../src/domain/fleet.ts'
import type { NodeGroup, Plan } from '../../../../src/domain/plan.ts'
import { optimise } from '../../../../src/optimise/index.ts'
import { verifyPlan } from '../../../../src/verify/verify.ts'
import { aFleetAgent, aMachine } from '../../../builders.ts'
import { planned } from './planned.ts'
import { aBystander, aDaemon, aNode, aReplica, owned } from './snapshots.ts'

const nodes = (...names: string[]) => names.map((name) => aNode({ name }))
const support = (replicas: number): FleetAgent => aFleetAgent({ demand: { replicas } })
const short = (agents: readonly FleetAgent[]) => agents.map(({ id, demand, requests }) => ({ id, ...demand, ...requests }))

const solved = (problem: Parameters<typeof optimise>[0]): Promise<Plan> => optimise(problem, { gap: 0, timeLimitSeconds: 20 })
const nodesOf = ({ nodeGroups }: Pick<Plan, 'nodeGroups'>, is: (group: NodeGroup) => boolean = () => true) =>
  nodeGroups.filter(is).reduce((sum, { count }) => sum + count, 0)

describe('pods that are no agents', () => {
  it('are one pinned agent where all their nodes are alike, however many pods they are', () => {
    const pods = ['a', 'b', 'c'].flatMap((node) => [aBystander(node, 0.25, 1), aBystander(node, 0.25, 1)])
    const { capacity, broken } = planned({ nodes: nodes('a', 'b', 'c'), pods })
    expect(capacity.bystanders).toEqual([
      {
        id: 'bystanders/dublin/m.xlarge/on-demand/1',
        isBystander: true,
        policyNames: [],
        policy: { placement: { clusters: ['dublin'] }, move: { maxReplicas: 0 }, maxPerNode: 1 },
        demand: { replicas: 3 },
        requests: { cpu: 0.5, memoryGiB: 2, gpu: 0 },
        arch: ['amd64'],
        instanceTypes: ['m.xlarge'],
        traffic: [],
      },
    ])
    expect(broken).toEqual([])
  })

  it('lie in layers where some nodes hold more of them than others', () => {
    const pods = [aBystander('a', 1, 2), aBystander('b', 1, 2), aBystander('b', 1, 6), aBystander('c', 3, 12)]
    expect(short(planned({ nodes: nodes('a', 'b', 'c', 'free'), pods }).capacity.bystanders)).toEqual([
      { id: 'bystanders/dublin/m.xlarge/on-demand/1', replicas: 3, cpu: 1, memoryGiB: 2, gpu: 0 },
      { id: 'bystanders/dublin/m.xlarge/on-demand/2', replicas: 2, cpu: 1, memoryGiB: 6, gpu: 0 },
      { id: 'bystanders/dublin/m.xlarge/on-demand/3', replicas: 1, cpu: 1, memoryGiB: 4, gpu: 0 },
    ])
  })

  it('keep their nodes: emptied of agents, as many stay as held some, and the others go', async () => {
    const pods = [aBystander('a', 0.1, 0.1), aBystander('b', 0.1, 0.1), aReplica('c', 1, 4)]
    const { problem } = planned({ nodes: nodes('a', 'b', 'c'), pods }, [support(1)])
    expect(nodesOf(await solved(problem))).toBe(2)
  })

  it('keep them though they ask for nothing', async () => {
    const pods = [aBystander('a', 0, 0), aBystander('b', 0, 0)]
    const { problem, broken } = planned({ nodes: nodes('a', 'b', 'c'), pods })
    expect(broken).toEqual([])
    expect(nodesOf(await solved(problem))).toBe(2)
  })

  it('stay on spot where they stand on spot', async () => {
    const spot = aNode({ name: 's', labels: { 'karpenter.sh/capacity-type': 'spot' } })
    const { capacity, problem, broken } = planned({ nodes: [spot, ...nodes('a')], pods: [aBystander('s'), aBystander('a')] })
    expect(broken).toEqual([])
    expect(capacity.bystanders.map(({ id, policy }) => [id, policy.spot])).toEqual([
      ['bystanders/dublin/m.xlarge/on-demand/1', undefined],
      ['bystanders/dublin/m.xlarge/spot/1', { maxShare: 1 }],
    ])
    const plan = await solved(problem)
    expect([nodesOf(plan, ({ capacityType }) => capacityType === 'spot'), nodesOf(plan)]).toEqual([1, 2])
  })

  it('take their room: an agent that does not fit beside them needs a node of its own', async () => {
    const { problem } = planned({ nodes: nodes('a'), pods: [aBystander('a', 3.5, 4)] }, [support(1)])
    expect(nodesOf(await solved(problem))).toBe(2)
  })

  it('count against quotas with their nodes', async () => {
    const { problem } = planned({ nodes: nodes('a'), pods: [aBystander('a', 3.5, 4)] }, [support(1)], {
      described: { limits: { vcpu: 7 } },
    })
    expect((await solved(problem)).status).toBe('infeasible')
  })

  it('use GPUs where they do', () => {
    const machines = [aMachine({ gpu: 4, gpuModel: 'T4' })]
    const gpus = { cpu: 4, memoryGiB: 16, gpu: 4, pods: 58 }
    const { capacity, broken } = planned(
      { nodes: [aNode({ allocatable: gpus, capacity: gpus })], pods: [aBystander('node-1', 1, 1, 2)] },
      [],
      {
        world: { machines },
      },
    )
    expect(broken).toEqual([])
    expect(capacity.bystanders).toMatchObject([{ requests: { gpu: 2 }, tolerates: ['gpu'] }])
  })

  it('are counted as pods where there are so many that nothing else is as scarce', () => {
    const tiny = { cpu: 4, memoryGiB: 16, gpu: 0, pods: 10 }
    const pods = Array.from({ length: 8 }, () => aBystander('node-1', 0.01, 0.01))
    const { capacity, broken } = planned({ nodes: [aNode({ allocatable: tiny })], pods }, [support(1)])
    expect(short(capacity.bystanders)).toEqual([
      { id: 'bystanders/dublin/m.xlarge/on-demand/1', replicas: 1, cpu: 0.08, memoryGiB: 0.08, gpu: 0 },
      { id: 'bystanders/dublin/m.xlarge/on-demand/pods', replicas: 7, cpu: 0, memoryGiB: 0, gpu: 0 },
    ])
    expect(broken.filter((detail) => !detail.startsWith('support'))).toEqual([])
  })

  it('are none when they have ended, are ending, wait for a node or belong to the node', () => {
    const pods = [
      { ...aBystander('node-1'), phase: 'Succeeded' },
      { ...aBystander('node-1'), phase: 'Failed' },
      { ...aBystander('node-1'), isDeleted: true },
      aBystander(''),
      aDaemon('node-1', 0.1, 0.1),
    ]
    expect(planned({ pods }).capacity.bystanders).toEqual([])
  })

  it('leave no room on a node that takes no pods', () => {
    const pods = [aBystander('node-1', 1, 4), aReplica('node-1', 1, 4)]
    const { capacity, broken } = planned({ nodes: [aNode({ isUnschedulable: true })], pods }, [support(1)])
    expect(capacity.bystanders).toMatchObject([{ requests: { cpu: 3, memoryGiB: 12 } }])
    expect(broken).toEqual([])
  })

  it('are told by who controls them: a Deployment rather than its ReplicaSet', () => {
    const set = {
      name: 'coredns-1',
      namespace: 'default',
      uid: 'ReplicaSet/coredns-1',
      labels: {},
      annotations: {},
      owners: owned('Deployment', 'coredns'),
    }
    const { capacity } = planned({ pods: [aBystander('node-1'), aBystander('node-1')], replicaSets: [set] })
    expect(capacity.workloads).toEqual([
      { namespace: 'default', kind: 'Deployment', name: 'coredns', pods: 2, requests: { cpu: 2, memoryGiB: 8, gpu: 0 } },
    ])
  })
})

const share = fc.integer({ min: 0, max: 10 }).map((tenths) => tenths / 10)
const someNode = fc.record({
  isSpot: fc.boolean(),
  isCordoned: fc.boolean(),
  missing: share,
  agents: fc.array(fc.record({ cpu: share, memoryGiB: share }), { maxLength: 3 }),
  others: fc.array(fc.record({ cpu: share, memoryGiB: share }), { maxLength: 5 }),
  daemon: fc.record({ cpu: share, memoryGiB: share }),
})
type SomeNode = typeof someNode extends fc.Arbitrary<infer Value> ? Value : never

/** Sizes are shares of a tenth of what a node has, so that all of a node's pods fit; every agent's pod is an agent of its own. */
function clusterWith(given: readonly SomeNode[]) {
  const size = ({ cpu, memoryGiB }: { cpu: number; memoryGiB: number }) => [cpu * 0.36, memoryGiB * 1.45] as const
  const all = given.map(({ isSpot, isCordoned, missing }, at) =>
    aNode({
      name: `n${at}`,
      isUnschedulable: isCordoned,
      labels: { 'karpenter.sh/capacity-type': isSpot ? 'spot' : 'on-demand' },
      allocatable: { cpu: 4 - 0.1 * missing, memoryGiB: 16 - 0.1 * missing },
    }),
  )
  const replicas = given.flatMap(({ agents }, at) => agents.map((one, of) => aReplica(`n${at}`, ...size(one), `agent-${at}-${of}`)))
  const pods = given.flatMap(({ others, daemon }, at) => [
    ...others.map((one) => aBystander(`n${at}`, ...size(one))),
    aDaemon(`n${at}`, ...size(daemon)),
  ])
  const agents = replicas.map(({ labels, requests }) => aFleetAgent({ id: labels.agent!, requests, policy: { spot: { maxShare: 1 } } }))
  return { snapshot: { nodes: all, pods: [...pods, ...replicas] }, agents }
}

describe('whatever stands on its nodes', () => {
  const several = fc.array(someNode, { minLength: 1, maxLength: 12 })

  it('today is a plan that keeps every rule', () => {
    fc.assert(
      fc.property(several, fc.constantFrom(0, 0.05, 0.1), (given, headroom) => {
        const { snapshot, agents } = clusterWith(given)
        expect(planned(snapshot, agents, { world: { headroom } }).broken).toEqual([])
      }),
      { numRuns: 200 },
    )
  })

  it('today is such a plan where nodes differ so much that what others take is rounded', () => {
    fc.assert(
      fc.property(fc.array(someNode, { minLength: 30, maxLength: 60 }), (given) => {
        const { snapshot, agents } = clusterWith(given)
        const { capacity, broken } = planned(snapshot, agents, { world: { headroom: 0.05 } })
        expect(broken).toEqual([])
        expect(capacity.bystanders.length).toBeLessThanOrEqual(2 * 5)
      }),
      { numRuns: 30 },
    )
  })

  it('bystanders are few agents, and no node of theirs can go', () => {
    fc.assert(
      fc.property(several, (given) => {
        const { snapshot, agents } = clusterWith(given)
        const { capacity, problem, today } = planned(snapshot, agents)
        const kinds = new Set(capacity.bystanders.map(({ id }) => id.replace(/\/[^/]*$/, '')))
        expect(capacity.bystanders.length).toBeLessThanOrEqual(5 * kinds.size)
        for (const [at, { others, isSpot }] of given.entries()) {
          if (others.length === 0) continue
          const anchor = `bystanders/dublin/m.xlarge/${isSpot ? 'spot' : 'on-demand'}/1`
          expect(capacity.bystanders.find(({ id }) => id === anchor)?.policy.maxPerNode, `n${at}`).toBe(1)
          expect(verifyPlan(problem, onFewerNodes(today, anchor)).violations).not.toEqual([])
        }
      }),
      { numRuns: 100 },
    )
  })
})

/** The same pods with one node of those that an agent stands on emptied onto another of them. */
function onFewerNodes(plan: Plan, agent: string): Plan {
  const groups = plan.nodeGroups.flatMap((group) => Array.from({ length: group.count }, () => ({ ...group, count: 1 })))
  const holding = groups.filter(({ pods }) => pods.some((pod) => pod.agent === agent))
  const [gone, heir] = [holding[0]!, holding[1]]
  const rest = groups.filter((group) => group !== gone && group !== heir)
  return { ...plan, nodeGroups: heir ? [...rest, { ...heir, pods: joined(heir.pods, gone.pods) }] : rest }
}

function joined(one: NodeGroup['pods'], other: NodeGroup['pods']): NodeGroup['pods'] {
  const replicas = new Map<string, number>()
  for (const pod of [...one, ...other]) replicas.set(pod.agent, (replicas.get(pod.agent) ?? 0) + pod.replicas)
  return [...replicas].map(([agent, count]) => ({ agent, replicas: count }))
}
