import { describe, expect, it } from 'vitest'
import { podOf } from '../../../../../src/clusters/kubernetes/read/project/pod.ts'
import { podTemplateOf } from '../../../../../src/clusters/kubernetes/read/project/pod-template.ts'

type Requests = Record<string, string>
const box = (requests: Requests, more: object = {}): object => ({ name: 'box', resources: { requests }, ...more })
const sidecar = (requests: Requests): object => box(requests, { restartPolicy: 'Always' })
const templateOf = (spec: object) => podTemplateOf({ spec }, 'support')
const requestsOf = (spec: object) => templateOf(spec).requests

describe('what a pod needs', () => {
  it('is the sum of its containers, exactly', () => {
    expect(requestsOf({ containers: [box({ cpu: '100m', memory: '512Mi' }), box({ cpu: '200m', memory: '1.5Gi' })] })).toEqual({
      ...{ cpu: 0.3, memoryGiB: 2, gpu: 0 },
    })
  })

  it('is at least what its largest init container needs', () => {
    const containers = [box({ cpu: '1', memory: '1Gi' })]
    const initContainers = [box({ cpu: '500m', memory: '4Gi' }), box({ cpu: '750m' })]
    expect(requestsOf({ containers, initContainers })).toMatchObject({ cpu: 1, memoryGiB: 4 })
  })

  it('counts a sidecar beside the containers, and beside the init containers that come after it', () => {
    const containers = [box({ cpu: '1' })]
    expect(requestsOf({ containers, initContainers: [sidecar({ cpu: '250m' })] }).cpu).toBe(1.25)
    expect(requestsOf({ containers, initContainers: [sidecar({ cpu: '500m' }), box({ cpu: '2' })] }).cpu).toBe(2.5)
    expect(requestsOf({ containers, initContainers: [box({ cpu: '2' }), sidecar({ cpu: '500m' })] }).cpu).toBe(2)
    expect(requestsOf({ containers, initContainers: [sidecar({ cpu: '1' }), sidecar({ cpu: '1' })] }).cpu).toBe(3)
  })

  it('counts the overhead of its runtime', () => {
    expect(requestsOf({ containers: [box({ cpu: '1' })], overhead: { cpu: '250m', memory: '128Mi' } })).toMatchObject({
      cpu: 1.25,
      memoryGiB: 0.125,
    })
  })

  it('is what the pod says as a whole, where it does', () => {
    const containers = [box({ cpu: '1', memory: '1Gi' }), box({})]
    expect(requestsOf({ containers, resources: { requests: { cpu: '3' } } })).toMatchObject({ cpu: 3, memoryGiB: 1 })
    expect(requestsOf({ containers, resources: { limits: { cpu: '5', memory: '5Gi' } } })).toMatchObject({ cpu: 1, memoryGiB: 1 })
    expect(requestsOf({ containers: [box({})], resources: { limits: { cpu: '5' } } })).toMatchObject({ cpu: 5, memoryGiB: 0 })
  })

  it('is its limit where it names no request, as the API server fills it in', () => {
    const containers = [{ resources: { limits: { cpu: '2', memory: '1Gi' }, requests: { cpu: '1' } } }]
    expect(templateOf({ containers })).toMatchObject({ requests: { cpu: 1, memoryGiB: 1 }, hasRequests: { cpu: true, memory: true } })
  })

  it('is said only where every container that lasts says it', () => {
    const saying = (spec: object) => templateOf(spec).hasRequests
    expect(saying({ containers: [box({ cpu: '1', memory: '1Gi' })] })).toEqual({ cpu: true, memory: true })
    expect(saying({ containers: [box({ cpu: '1', memory: '1Gi' }), box({ memory: '1Gi' })] })).toEqual({ cpu: false, memory: true })
    expect(saying({ containers: [box({ cpu: '1' })], initContainers: [sidecar({})] })).toEqual({ cpu: false, memory: false })
    expect(saying({ containers: [box({ cpu: '1' })], initContainers: [box({})] })).toEqual({ cpu: true, memory: false })
    expect(saying({ containers: [box({})], resources: { requests: { memory: '1Gi' } } })).toEqual({ cpu: false, memory: true })
    expect(saying({})).toEqual({ cpu: false, memory: false })
  })

  it('may be limited, but only where every container is', () => {
    const limited = (cpu: string): object => ({ resources: { limits: { cpu, memory: '1Gi' } } })
    expect(templateOf({ containers: [limited('1'), limited('500m')] }).limits).toEqual({ cpu: 1.5, memoryGiB: 2 })
    expect(templateOf({ containers: [limited('1'), { resources: { limits: { cpu: '1' } } }] }).limits).toEqual({ cpu: 2 })
    expect(templateOf({ containers: [limited('1'), {}] }).limits).toEqual({})
  })

  it('tells whole GPUs of any make from parts of them', () => {
    const devices = {
      'nvidia.com/gpu': '2',
      'amd.com/gpu': '1',
      'nvidia.com/mig-1g.5gb': '3',
      'hugepages-2Mi': '4Mi',
      'example.com/none': '0',
    }
    expect(requestsOf({ containers: [{ resources: { limits: devices } }] })).toEqual({
      ...{ cpu: 0, memoryGiB: 0, gpu: 3 },
      devices: { 'nvidia.com/gpu': 2, 'amd.com/gpu': 1, 'nvidia.com/mig-1g.5gb': 3 },
    })
  })

  it('is what its node set aside where that is more: it is being made smaller', () => {
    const pod = (allocated: string): object => ({
      spec: { containers: [box({ cpu: '1', memory: '1Gi' })] },
      status: { containerStatuses: [{ name: 'box', allocatedResources: { cpu: allocated, memory: '1Gi' } }] },
    })
    expect([podOf(pod('2')).requests.cpu, podOf(pod('500m')).requests.cpu]).toEqual([2, 1])
  })
})
