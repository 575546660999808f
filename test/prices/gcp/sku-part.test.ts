import { expect, it } from 'vitest'
import { partOf } from '../../../src/prices/gcp/sku-part.ts'
import { category, sku } from './gcp-for-tests.ts'

const part = (description: string, change: Parameters<typeof category>[1] = {}) => {
  const found = partOf(sku(description, '1', { category: category(description, change) }) as Parameters<typeof partOf>[0])
  return typeof found === 'string' ? `- ${found}` : `${found.part}, ${found.capacityType}`
}

it.each([
  ['N2 Instance Core running in Americas', 'core n2, on-demand'],
  ['N2 Instance Ram running in Americas', 'memory n2, on-demand'],
  ['Spot Preemptible N2 Instance Core running in Sao Paulo', 'core n2, spot'],
  ['Preemptible N2 Instance Ram running in Sao Paulo', 'memory n2, spot'],
  ['N2D AMD Instance Core running in Frankfurt', 'core n2d, on-demand'],
  ['E2 Instance Core running in EMEA', 'core e2, on-demand'],
  ['T2D AMD Instance Ram running in Dallas', 'memory t2d, on-demand'],
  ['T2A Arm Instance Core running in Singapore', 'core t2a, on-demand'],
  ['Compute optimized Core running in Americas', 'core c2, on-demand'],
  ['Compute optimized Instance Ram running in Madrid', 'memory c2, on-demand'],
  ['Spot Preemptible Compute optimized Core running in Americas', 'core c2, spot'],
  ['C2D AMD Instance Core running in Paris', 'core c2d, on-demand'],
  ['C3 Instance Core running in Paris', 'core c3, on-demand'],
  ['C3D Instance Ram running in Paris', 'memory c3d, on-demand'],
  ['C4 Instance Core running in Paris', 'core c4, on-demand'],
  ['C4A Arm Instance Core running in Paris', 'core c4a, on-demand'],
  ['C4D Instance Ram running in Paris', 'memory c4d, on-demand'],
  ['C4N Instance Core running in Paris', 'core c4n, on-demand'],
  ['N4 Instance Core running in Paris', 'core n4, on-demand'],
  ['N4A Instance Core running in Paris', 'core n4a, on-demand'],
  ['N4D Instance Core running in Paris', 'core n4d, on-demand'],
  ['H3 Instance Core running in Paris', 'core h3, on-demand'],
  ['Z3 Instance Ram running in Paris', 'memory z3, on-demand'],
  ['Memory-optimized Instance Core running in Tokyo', 'core m1, on-demand'],
  ['M3 Memory-optimized Instance Core running in Tokyo', 'core m3, on-demand'],
  ['M4Ultramem224 Instance Ram running in Tokyo', 'memory m4-ultramem-224, on-demand'],
  ['A2 Instance Core running in Americas', 'core a2, on-demand'],
  ['A3 Instance Ram running in Americas', 'memory a3, on-demand'],
  ['A3Plus Instance Core running in Americas', 'core a3plus, on-demand'],
  ['G2 Instance Core running in Frankfurt', 'core g2, on-demand'],
  ['G4 Instance Ram running in Oregon', 'memory g4, on-demand'],
  ['Nvidia Tesla A100 GPU running in Americas', 'gpu A100-40GB, on-demand'],
  ['Nvidia Tesla A100 80GB GPU running in Americas', 'gpu A100-80GB, on-demand'],
  ['Nvidia Tesla A100 GPU attached to Spot Preemptible VMs running in Americas', 'gpu A100-40GB, spot'],
  ['Nvidia Tesla A100 GPU attached to preemptible VMs running in Americas', 'gpu A100-40GB, spot'],
  ['Nvidia L4 GPU running in Frankfurt', 'gpu L4, on-demand'],
  ['Nvidia H100 80GB GPU running in Americas', 'gpu H100, on-demand'],
  ['Nvidia H100 80GB Mega GPU running in Frankfurt', 'gpu H100 Mega, on-demand'],
  ['Nvidia H100 80GB Plus GPU running in Americas', 'gpu H100 Mega, on-demand'],
  ['RTX 6000 96GB running in Oregon', 'gpu RTX PRO 6000, on-demand'],
])('%s is %s', (description, told) => {
  expect(part(description)).toBe(told)
})

it.each([
  ['N2 Custom Instance Core running in Americas', 'custom machine types'],
  ['Preemptible N2 Custom Instance Core running in Sao Paulo', 'custom machine types'],
  ['Custom Instance Ram running in Paris', 'custom machine types'],
  ['N2D AMD Custom Extended Instance Ram running in Paris', 'custom machine types'],
  ['N1 Extended Instance Ram running in Paris', 'custom machine types'],
  ['N2 Sole Tenancy Instance Core running in Paris', 'sole tenancy'],
  ['Sole Tenancy Premium for N2 Sole Tenancy Instance Core running in Paris', 'sole tenancy'],
  ['Memory Optimized Upgrade Premium for Memory-optimized Instance Core running in Americas', 'premiums'],
  ['Committed Use Discount Premium for E2 Custom Instance Core running in Johannesburg', 'commitments'],
  ['Commitment v1: N2 Cpu in Americas for 1 Year', 'commitments'],
  ['Commitment: Compute optimized Core running in Zurich for 3 Year', 'commitments'],
  ['DWS Calendar Mode H4D Instance Core running in Paris', 'Dynamic Workload Scheduler'],
  ['Nvidia L4 GPU attached to DWS Defined Duration VMs running in Frankfurt', 'Dynamic Workload Scheduler'],
  ['Reserved A2 Instance Core in Netherlands', 'reserved capacity'],
  ['Reserved Nvidia H100 80GB Mega GPU in Americas in Calendar Mode', 'reserved capacity'],
  ['N2D AMD Confidential Computing Instance Core running in Americas', 'confidential computing'],
  ['N9 Instance Core running in Americas', 'unknown machine series'],
  ['Intel Instance Core running in Americas', 'unknown machine series'],
  ['Nvidia Tesla T4 GPU running in Americas', 'GPUs that no machine type includes'],
  ['C4D Instance Local SSD running in Frankfurt', 'other SKUs'],
  ['VM state: preserved local SSD in Frankfurt', 'other SKUs'],
  ['', 'other SKUs'],
])('%s is not taken: %s', (description, reason) => {
  expect(part(description)).toBe(`- ${reason}`)
})

it("N1's cores and memory are of one group, told apart by words", () => {
  const resourceGroup = 'N1Standard'
  expect(part('N1 Predefined Instance Core running in Zurich', { resourceGroup })).toBe('core n1, on-demand')
  expect(part('N1 Predefined Instance Ram running in Zurich', { resourceGroup })).toBe('memory n1, on-demand')
  expect(part('Preemptible N1 Predefined Instance Core running in Virginia', { resourceGroup })).toBe('core n1, spot')
})

it('micro and small machines have SKUs of their own', () => {
  expect(part('Micro Instance with burstable CPU running in Americas', { resourceGroup: 'F1Micro' })).toBe('machine f1-micro, on-demand')
  expect(part('Spot Preemptible Small Instance with 1 VCPU running in EMEA', { resourceGroup: 'G1Small' })).toBe('machine g1-small, spot')
})

it('local SSD is storage that is taken, with and without a place, and as spot by its words, for its usage type says OnDemand', () => {
  const disk = { resourceFamily: 'Storage', resourceGroup: 'LocalSSD', usageType: 'OnDemand' }
  expect(part('SSD backed Local Storage', disk)).toBe('local SSD, on-demand')
  expect(part('SSD backed Local Storage in Paris', disk)).toBe('local SSD, on-demand')
  expect(part('SSD backed Local Storage attached to Spot Preemptible VMs in Paris', disk)).toBe('local SSD, spot')
  expect(part('SSD backed PD Capacity in Paris', { ...disk, resourceGroup: 'SSD' })).toBe('- storage')
})

it('a spot GPU may bear the usage type OnDemand; a core may not', () => {
  const usageType = 'OnDemand'
  expect(part('Nvidia L4 GPU attached to Spot Preemptible VMs running in Paris', { usageType })).toBe('gpu L4, spot')
  expect(part('Spot Preemptible N2 Instance Core running in Paris', { usageType })).toBe('- words and category that disagree')
})

it('words and category must agree', () => {
  expect(part('N2 Instance Core running in Paris', { usageType: 'Preemptible' })).toBe('- words and category that disagree')
  expect(part('N2 Instance Core running in Paris', { resourceGroup: 'RAM' })).toBe('- words and category that disagree')
  expect(part('N2 Instance Core running in Paris', { usageType: 'Commit1Yr' })).toBe('- commitments')
  expect(part('N4A Instance Core running in Paris', { usageType: 'Commit' })).toBe('- commitments')
})

it('licences and network are left out, whatever their words', () => {
  expect(part('Licensing Fee for Windows Server 2012 BYOL (CPU cost)', { resourceFamily: 'License' })).toBe('- licences')
  expect(part('Network Internet Egress from Americas to China', { resourceFamily: 'Network' })).toBe('- network')
})
