import { expect, it } from 'vitest'
import { limitsOf } from '../../../models/instance/limits.ts'
import { anOffer, aProblem, aSpotOffer } from '../../builders.ts'
import { dublin, virginia } from '../places.ts'

const gpuNode = anOffer({ instanceType: 'g', gpuModel: 'L4', vcpu: 8, allocatable: { cpu: 7, memoryGiB: 30, gpu: 2, pods: 100 } })
const clusters = [dublin({ limits: { nodes: 3, vcpu: 12, spotVcpu: 8, gpu: 4 } }), virginia()]

it('each limit of a cluster and each figure of a quota is a limit of its own, named after its owner', () => {
  const quotas = [{ id: 'account', nodes: 5, vcpu: 40, gpu: 2 }]
  expect(limitsOf(aProblem({ clusters, quotas })).map(({ name, most, cluster, quota }) => [name, most, cluster ?? quota])).toEqual([
    ['limit[dublin,nodes]', 3, 'dublin'],
    ['limit[dublin,vcpu]', 12, 'dublin'],
    ['limit[dublin,spotVcpu]', 8, 'dublin'],
    ['limit[dublin,gpu]', 4, 'dublin'],
    ['quota[account,nodes]', 5, 'account'],
    ['quota[account,vcpu]', 40, 'account'],
    ['quota[account,gpu]', 2, 'account'],
  ])
})

it('a limit of a cluster counts nodes, vCPU, spot vCPU and GPUs of its own nodes only', () => {
  const uses = limitsOf(aProblem({ clusters })).map(({ use }) => [
    use(clusters[0], gpuNode),
    use(clusters[0], aSpotOffer()),
    use(clusters[1], gpuNode),
  ])
  expect(uses).toEqual([
    [1, 1, 0],
    [8, 4, 0],
    [0, 4, 0],
    [2, 0, 0],
  ])
})

it('a quota counts what matches each of its selectors', () => {
  const quotas = [{ id: 'spot-m', clusters: ['dublin'], instanceTypes: ['m.xlarge'], capacityTypes: ['spot' as const], nodes: 1 }]
  const [{ use }] = limitsOf(aProblem({ clusters: [dublin(), virginia()], quotas }))
  expect(use(clusters[0], aSpotOffer())).toBe(1)
  expect(use(clusters[1], aSpotOffer())).toBe(0)
  expect(use(clusters[0], aSpotOffer({ instanceType: 'c.xlarge' }))).toBe(0)
  expect(use(clusters[0], anOffer())).toBe(0)
})
