import { describe, expect, it } from 'vitest'
import { providerLabel } from '../../../src/clusters/kubernetes/capacity/provider-labels.ts'
import { namesGpu } from '../../../src/clusters/kubernetes/gpu-names.ts'
import { isOfMachine, machineLabel } from '../../../src/clusters/kubernetes/machine-labels.ts'
import { capacityClassOf } from '../../../src/clusters/kubernetes/node-labels.ts'
import { isMet } from '../../../src/clusters/kubernetes/requirement.ts'
import { isTolerated, taintName, taintNames } from '../../../src/clusters/kubernetes/taints.ts'
import type { MachineShape } from '../../../src/domain/catalogue.ts'

describe('a node is bought', () => {
  it.each([
    [{ 'karpenter.sh/capacity-type': 'spot' }, 'spot'],
    [{ 'karpenter.sh/capacity-type': 'on-demand' }, 'on-demand'],
    [{ 'karpenter.sh/capacity-type': 'reserved' }, 'on-demand'],
    [{ 'eks.amazonaws.com/capacityType': 'SPOT' }, 'spot'],
    [{ 'eks.amazonaws.com/capacityType': 'ON_DEMAND' }, 'on-demand'],
    [{ 'kubernetes.azure.com/scalesetpriority': 'spot' }, 'spot'],
    [{ 'cloud.google.com/gke-spot': 'true' }, 'spot'],
    [{ 'cloud.google.com/gke-preemptible': 'true' }, 'spot'],
    [{ 'cloud.google.com/gke-provisioning': 'standard' }, 'on-demand'],
    [{ 'cloud.google.com/gke-provisioning': 'spot', 'cloud.google.com/gke-spot': 'true' }, 'spot'],
    [{ 'kubernetes.io/arch': 'amd64' }, undefined],
  ])('by %j as %s', (labels, capacity) => {
    expect(capacityClassOf(labels as Record<string, string>)).toBe(capacity)
  })
})

describe('a label names a GPU', () => {
  it.each([
    ['NVIDIA-A100-SXM4-40GB', 'A100-40GB', true],
    ['NVIDIA-A100-SXM4-40GB', 'A100-80GB', false],
    ['nvidia-tesla-a100', 'A100-40GB', true],
    ['nvidia-tesla-a100', 'A100-80GB', false],
    ['nvidia-a100-80gb', 'A100-80GB', true],
    ['a100', 'A100-80GB', true],
    ['Tesla-T4', 'T4', true],
    ['t4', 'T4g', false],
    ['NVIDIA-A10', 'A10G', false],
    ['NVIDIA-H100-80GB-HBM3', 'H100', true],
    ['NVIDIA-H100-NVL', 'H100', false],
    ['nvidia-l4', 'L40S', false],
    ['nvidia-rtx-pro-6000', 'RTX PRO 6000', true],
  ])('%s: %s is %s', (value, model, isIt) => {
    expect(namesGpu(value, model)).toBe(isIt)
  })
})

describe('a machine says', () => {
  const machine = (instanceType: string, more: Partial<MachineShape> = {}): MachineShape => ({
    instanceType,
    arch: 'amd64',
    vcpu: 8,
    memoryGiB: 32,
    gpu: 0,
    gpuModel: '',
    ...more,
  })

  it.each([
    ['m7i.2xlarge', 'node.kubernetes.io/instance-type', 'm7i.2xlarge'],
    ['m7i.2xlarge', 'kubernetes.io/arch', 'amd64'],
    ['n2-standard-8', 'cloud.google.com/machine-family', 'n2'],
    ['n2-standard-8', 'kubernetes.io/os', 'linux'],
    ['n2-standard-8', 'cloud.google.com/gke-accelerator-count', undefined],
  ])('%s: %s is %s', (type, key, value) => {
    expect(isOfMachine(key)).toBe(true)
    expect(machineLabel(machine(type), key)).toBe(value)
  })

  it.each([
    ['m7i.2xlarge', 'karpenter.k8s.aws/instance-family', ['m7i']],
    ['m7i.2xlarge', 'karpenter.k8s.aws/instance-category', ['m']],
    ['m7i.2xlarge', 'karpenter.k8s.aws/instance-generation', ['7']],
    ['m7i.2xlarge', 'karpenter.k8s.aws/instance-size', ['2xlarge']],
    ['m7i.2xlarge', 'eks.amazonaws.com/instance-memory', ['32768']],
    ['Standard_D8s_v5', 'karpenter.azure.com/sku-family', ['D']],
    ['Standard_D8s_v5', 'karpenter.azure.com/sku-version', ['5']],
    ['m7i.2xlarge', 'karpenter.sh/nodepool', 'untold'],
  ])('%s: %s of Karpenter is %j', (type, key, values) => {
    expect(providerLabel(machine(type), key)).toEqual(values)
  })

  it('nothing of its zone or its pool', () => {
    expect(isOfMachine('topology.kubernetes.io/zone')).toBe(false)
    expect(isOfMachine('karpenter.sh/nodepool')).toBe(false)
  })
})

describe('a requirement', () => {
  it.each([
    ['In', ['a', 'b'], 'b', true],
    ['In', ['a'], undefined, false],
    ['NotIn', ['a'], 'b', true],
    ['NotIn', ['a'], undefined, true],
    ['NotIn', ['a'], 'a', false],
    ['Exists', [], 'x', true],
    ['Exists', [], undefined, false],
    ['DoesNotExist', [], undefined, true],
    ['DoesNotExist', [], 'x', false],
    ['Gt', ['4'], '8', true],
    ['Gt', ['8'], '8', false],
    ['Gt', ['4'], undefined, false],
    ['Lt', ['16'], '8', true],
    ['Lt', ['16'], 'large', false],
    ['Near', ['16'], '16', false],
  ])('%s %j of %s is %s', (operator, values, label, met) => {
    expect(isMet({ key: 'k', operator, values }, label)).toBe(met)
  })
})

describe('a taint', () => {
  const spot = { key: 'kubernetes.azure.com/scalesetpriority', value: 'spot', effect: 'NoSchedule' }

  it('is named as kubectl writes it, and a GPU node’s as the contract does', () => {
    expect(taintName(spot)).toBe('kubernetes.azure.com/scalesetpriority=spot:NoSchedule')
    expect(taintName({ key: 'dedicated', value: '', effect: 'NoExecute' })).toBe('dedicated:NoExecute')
    expect(taintName({ key: 'nvidia.com/gpu', value: 'present', effect: 'NoSchedule' })).toBe('gpu')
    expect(taintName({ key: 'sku', value: 'gpu', effect: 'NoSchedule' })).toBe('gpu')
  })

  it('counts only where it keeps pods off for good', () => {
    const passing = { key: 'node.kubernetes.io/not-ready', value: '', effect: 'NoExecute' }
    const preferred = { key: 'costly', value: 'true', effect: 'PreferNoSchedule' }
    expect(taintNames([passing, preferred, spot, spot])).toEqual(['kubernetes.azure.com/scalesetpriority=spot:NoSchedule'])
  })

  it.each([
    [{ operator: 'Exists' }, true],
    [{ key: spot.key, operator: 'Exists' }, true],
    [{ key: spot.key, operator: 'Exists', effect: 'NoSchedule' }, true],
    [{ key: spot.key, operator: 'Exists', effect: 'NoExecute' }, false],
    [{ key: spot.key, value: 'spot' }, true],
    [{ key: spot.key, operator: 'Equal', value: 'regular' }, false],
    [{ key: spot.key }, false],
    [{ key: 'other', operator: 'Exists' }, false],
  ])('is tolerated by %j: %s', (toleration, tolerated) => {
    expect(isTolerated(spot, [toleration])).toBe(tolerated)
  })
})
