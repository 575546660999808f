import { describe, expect, it } from 'vitest'
import { type EmptyNode, placePods, type StandingPods } from '../../src/fleet-file/place-pods.ts'

const node = (part: Partial<EmptyNode> & { cpu?: number } = {}): EmptyNode => {
  const { cpu = 4, ...rest } = part
  const allocatable = { cpu, memoryGiB: 100, gpu: 0, pods: 10 }
  return { cluster: 'dublin', instanceType: `m${cpu}`, capacityType: 'on-demand', arch: 'amd64', gpuModel: '', allocatable, ...rest }
}

const pods = (agent: string, replicas: number, cpu: number, part: Partial<StandingPods> = {}): StandingPods => ({
  agent,
  replicas,
  requests: { cpu, memoryGiB: 0, gpu: 0, pods: 1 },
  ...part,
})

const layout = (nodes: readonly EmptyNode[], standing: readonly StandingPods[]) => {
  const placed = placePods(nodes, standing)
  return { nodes: placed.nodes.map((one) => Object.fromEntries(one.pods)), pending: placed.pending }
}

describe('placing pods', () => {
  it('spreads them out where there is room', () => {
    expect(layout([node(), node()], [pods('a', 2, 1)]).nodes).toEqual([{ a: 1 }, { a: 1 }])
  })

  it('packs them tightly where only that fits: a large pod needs what spreading would have taken', () => {
    expect(layout([node(), node()], [pods('a', 4, 1), pods('b', 1, 4)])).toEqual({ nodes: [{ b: 1 }, { a: 4 }], pending: [] })
  })

  it('goes back on a choice: 3+3 and 2+2+2 fill two nodes of six, which first fit alone would miss', () => {
    const six = [node({ cpu: 6 }), node({ cpu: 6 })]
    const placed = layout(six, [pods('a', 2, 3), pods('b', 3, 2)])
    expect(placed.pending).toEqual([])
    expect(placed.nodes).toContainEqual({ a: 2 })
    expect(placed.nodes).toContainEqual({ b: 3 })
  })

  it('fills a node to the last tenth: forty pods of 0.1 stand on four vCPUs', () => {
    const roomy = { cpu: 4, memoryGiB: 100, gpu: 0, pods: 100 }
    expect(layout([node({ allocatable: roomy })], [pods('a', 40, 0.1)]).pending).toEqual([])
  })

  it('places more pods than calls can nest: fifteen thousand on one node', () => {
    const vast = { cpu: 4, memoryGiB: 100, gpu: 0, pods: 20_000 }
    expect(layout([node({ allocatable: vast })], [pods('a', 15_000, 0)])).toEqual({ nodes: [{ a: 15_000 }], pending: [] })
  })

  it('keeps the anti-affinity of an agent', () => {
    expect(layout([node(), node()], [pods('a', 3, 1, { maxPerNode: 1 })]).pending).toEqual([{ agent: 'a', replicas: 1 }])
  })

  it('keeps architectures apart', () => {
    expect(layout([node({ arch: 'arm64' })], [pods('a', 1, 1)]).pending).toEqual([{ agent: 'a', replicas: 1 }])
    expect(layout([node({ arch: 'arm64' })], [pods('a', 1, 1, { arch: ['arm64'] })]).pending).toEqual([])
  })

  it('says what is left over, and gives up soon where the puzzle is large', () => {
    const many = Array.from({ length: 30 }, () => node({ cpu: 10 }))
    const { pending } = layout(many, [pods('a', 31, 5.1), pods('b', 20, 3), pods('c', 20, 2)])
    expect(pending).toEqual([{ agent: 'a', replicas: 1 }])
  })
})
