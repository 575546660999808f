import { describe, expect, it } from 'vitest'
import { clusterOf } from '../../../../src/clusters/kubernetes/capacity/cluster-of.ts'
import type { DescribedKubernetesCluster } from '../../../../src/clusters/kubernetes/capacity/described-cluster.ts'
import { providerOf, regionOf, zoneOf } from '../../../../src/clusters/kubernetes/capacity/node-place.ts'
import type { NodeObject } from '../../../../src/clusters/kubernetes/snapshot.ts'
import { aNode, aSnapshot, aWorld } from './snapshots.ts'

const dublin = (nodes: NodeObject[], described: Partial<DescribedKubernetesCluster> = {}) =>
  clusterOf(aSnapshot({ nodes }), { id: 'dublin', ...described }, aWorld())

const errors = ({ findings }: ReturnType<typeof dublin>) =>
  findings.filter(({ severity }) => severity === 'error').map(({ subject, message }) => `${subject}: ${message}`)

describe('where a node stands', () => {
  const regionless = ['topology.kubernetes.io/region', 'topology.kubernetes.io/zone']
  it.each([
    ['aws:///eu-west-1a/i-0abc', 'aws', 'eu-west-1', 'eu-west-1a'],
    ['aws:///us-west-2-lax-1a/i-0abc', 'aws', 'us-west-2', 'us-west-2-lax-1a'],
    ['gce://project/europe-west1-b/node', 'gcp', 'europe-west1', 'europe-west1-b'],
    ['azure:///subscriptions/s/resourceGroups/g/providers/Microsoft.Compute/virtualMachines/n', 'azure', undefined, undefined],
    ['', undefined, undefined, undefined],
  ])('is read from its providerID %s where no label says it', (providerId, provider, region, zone) => {
    const node = aNode({ providerId, without: regionless })
    expect([providerOf(node), regionOf(node), zoneOf(node)]).toEqual([provider, region, zone])
  })

  it('is read from labels of older clusters too', () => {
    const labels = { 'failure-domain.beta.kubernetes.io/region': 'westeurope', 'failure-domain.beta.kubernetes.io/zone': 'westeurope-2' }
    const node = aNode({ labels, without: regionless, providerId: 'azure:///subscriptions/s' })
    expect([regionOf(node), zoneOf(node)]).toEqual(['westeurope', 'westeurope-2'])
  })

  it('is no zone where Azure numbers a fault domain', () => {
    expect(zoneOf(aNode({ labels: { 'topology.kubernetes.io/zone': '2' } }))).toBe('0')
  })
})

describe("a cluster's place", () => {
  it('is what its nodes say', () => {
    expect(dublin([aNode()]).cluster).toMatchObject({ provider: 'aws', region: 'eu-west-1', zones: ['eu-west-1a'] })
  })

  it('is an error where the configuration says otherwise, and the cluster is not planned with', () => {
    const found = dublin([aNode()], { provider: 'azure', region: 'westeurope' })
    expect(found.cluster).toBeUndefined()
    expect(errors(found)).toEqual([
      'provider: the configuration says azure, its nodes say aws',
      'region: the configuration says westeurope, its nodes say eu-west-1',
    ])
  })

  it('is an error where nodes are of several clouds', () => {
    const found = dublin([aNode(), aNode({ name: 'node-2', providerId: 'gce://project/europe-west1-b/node-2' })])
    expect(found.cluster).toBeUndefined()
    expect(errors(found)).toEqual(['provider: its nodes are of several providers: aws (node node-1); gcp (node node-2)'])
  })

  it("is the configuration's word where there are no nodes", () => {
    expect(dublin([], { provider: 'aws', region: 'eu-west-1', zones: ['eu-west-1b'] }).cluster).toMatchObject({
      provider: 'aws',
      region: 'eu-west-1',
      zones: ['eu-west-1b'],
      nodes: [],
    })
  })

  it('is an error where nobody says it', () => {
    expect(errors(dublin([]))).toEqual([
      'provider: it has no nodes that could say which provider it is of',
      'region: it has no nodes that could say which region it is of',
    ])
  })

  it('believes a label over the providerID, and tells that they differ', () => {
    const found = dublin([aNode({ providerId: 'aws:///eu-central-1a/i-1' })])
    expect(found.cluster?.region).toBe('eu-west-1')
    expect(found.findings.map(({ message }) => message)).toContain(
      'labelled as of eu-west-1, but its providerID says eu-central-1: the label is believed',
    )
  })
})

describe("a cluster's zones", () => {
  const at = (zone: string, name = zone) => aNode({ name, labels: { 'topology.kubernetes.io/zone': zone } })

  it('are those of its nodes and those that the configuration adds', () => {
    expect(dublin([at('eu-west-1b'), at('eu-west-1a')], { zones: ['eu-west-1c', 'eu-west-1a'] }).cluster?.zones).toEqual([
      'eu-west-1a',
      'eu-west-1b',
      'eu-west-1c',
    ])
  })

  it('do not count a node outside of all zones as one more, where others stand in some', () => {
    const { cluster } = dublin([at('eu-west-1a'), at('0')])
    expect(cluster?.zones).toEqual(['eu-west-1a'])
    expect(cluster?.nodes.map(({ zone }) => zone)).toEqual(['eu-west-1a', undefined])
  })

  it('are one without a name where no node stands in any', () => {
    expect(dublin([at('0'), at('1')]).cluster?.zones).toEqual(['0'])
  })

  it('tell of Local Zones, whose prices are others', () => {
    const found = dublin([at('us-west-2-lax-1a', 'far')])
    expect(found.findings).toContainEqual(expect.objectContaining({ severity: 'warning', subject: 'node far' }))
  })
})
