import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { describedConnections } from '../../src/fleet-config/described-connections.ts'
import { describedRealFleet, senseOfTags } from '../../src/fleet-config/described-real-fleet.ts'
import { fleetConfigOf, requireFleetConfig } from '../../src/fleet-config/open-fleet-config.ts'
import { aCatalogue, DUBLIN } from '../builders.ts'
import { issuesOf } from '../issues-of.ts'

const config = (fleet: string) => fleetConfigOf(`gap: 0.02\nfleet:\n${fleet}`, 'ballast.yaml')
const mistakes = (fleet: string) =>
  issuesOf(() => config(fleet)).map(({ path, message, remedy }) => `${path}: ${message}${remedy ? ` (${remedy})` : ''}`)
const ONE = '  clusters: [{ id: aws-eu }]'

describe('the fleet of a configuration', () => {
  it('is what stands under `fleet`, and none where nothing does', () => {
    expect(config(ONE)!.fleet.clusters).toEqual([{ id: 'aws-eu' }])
    expect(fleetConfigOf('gap: 0.02', 'ballast.yaml')).toBeUndefined()
    expect(fleetConfigOf('', 'ballast.yaml')).toBeUndefined()
  })

  it('is asked for where there must be one', () => {
    expect(() => requireFleetConfig('no-such-file.yaml')).toThrow(/cannot be read/)
    expect(() => requireFleetConfig(join(import.meta.dirname, '../../examples/fleets/demo.yaml'))).toThrow(/fleet: is missing/)
  })

  it('of the example is right', () => {
    const path = join(import.meta.dirname, '../../examples/ballast.yaml')
    expect(fleetConfigOf(readFileSync(path, 'utf8'), path)!.fleet.name).toBe('production')
  })

  it('tells each mistake with its line: keys that nobody knows, and policies in the words of fleet files', () => {
    expect(mistakes('  clusters:\n    - id: aws-eu\n      contxt: aws\n  policies: { eu: { spot: { maxShare: 2 } } }')).toEqual([
      expect.stringMatching(/fleet\.policies\.eu\.spot\.maxShare \(line 6\): is 2: at most 1/),
      expect.stringMatching(/fleet\.clusters\[0\]\.contxt \(line 5\): is no known key \(did you mean "context"\?\)/),
    ])
  })

  it('has at least one cluster, each with a name of its own', () => {
    expect(mistakes('  clusters: []')).toEqual([expect.stringMatching(/fleet\.clusters .*is empty/)])
    expect(mistakes('  clusters: [{ id: a }, { id: a, context: b }]')).toEqual([expect.stringMatching(/"a" stands twice/)])
  })

  it('reaches a cluster in one way only', () => {
    expect(mistakes('  clusters: [{ id: a, inCluster: true, context: b, kubeconfig: c }]')).toHaveLength(2)
    expect(mistakes('  clusters: [{ id: a, inCluster: true }, { id: b, inCluster: true }]')).toEqual([
      expect.stringMatching(/clusters\[1\]\.inCluster.*one cluster at most/),
    ])
  })

  it('reads a kubeconfig from a Secret of another of its clusters', () => {
    const secret = (cluster: string) => `{ id: b, kubeconfigSecret: { cluster: ${cluster}, namespace: n, name: s } }`
    expect(config(`  clusters: [{ id: a }, ${secret('a')}]`)).toBeDefined()
    expect(mistakes(`  clusters: [{ id: a }, ${secret('c')}]`)).toEqual([expect.stringMatching(/names no cluster: "c"/)])
    expect(mistakes(`  clusters: [{ id: a }, ${secret('b')}]`)).toEqual([expect.stringMatching(/names the cluster itself/)])
  })

  it('names only policies and clusters that it has', () => {
    const fleet = `${ONE}\n  policies: { eu: { placement: { clusters: [aws-eu, dublin] }, pin: [{ cluster: x, capacityType: spot, replicas: 1 }] } }`
    expect(
      mistakes(`${fleet}\n  defaultPolicies: { desk: eu, shop: [eu, us] }\n  quotas: [{ id: q, clusters: [nowhere], vcpu: 1 }]`),
    ).toEqual([
      expect.stringMatching(/policies\.eu\.placement\.clusters\[1\].*"dublin"/),
      expect.stringMatching(/policies\.eu\.pin\[0\]\.cluster.*"x"/),
      expect.stringMatching(/defaultPolicies\.shop\[1\].*"us"/),
      expect.stringMatching(/quotas\[0\]\.clusters\[0\].*"nowhere"/),
    ])
  })

  it('names only tags that some place bears, countries aside', () => {
    const { fleet } = config(`${ONE}\n  policies: { eu: { placement: { anyTag: [EU, EUU, FR], noTag: ["operator:US"] } } }`)!
    const tags = senseOfTags(fleet, aCatalogue({ regions: [DUBLIN] })).map(({ path }) => path)
    expect(tags).toEqual(['policies.eu.placement.anyTag[1]'])
  })

  it('holds for a day with five per cent of head-room where it does not say', () => {
    expect(describedRealFleet(config(ONE)!.fleet)).toMatchObject({ name: 'fleet', horizonHours: 24, headroom: 0.05, quotas: [] })
  })
})

describe('a cluster', () => {
  const ways = (clusters: string) => describedConnections(config(`  clusters: [${clusters}]`)!.fleet, '/etc/ballast')

  it('is reached by the context of its own name, or by the one that is named', () => {
    expect(ways('{ id: a }, { id: b, context: other }')).toEqual([
      { id: 'a', context: 'a' },
      { id: 'b', context: 'other' },
    ])
  })

  it('has its kubeconfig where the configuration stands', () => {
    expect(ways('{ id: a, kubeconfig: kube/a.yaml }, { id: b, kubeconfig: /b.yaml }').map(({ kubeconfig }) => kubeconfig)).toEqual([
      '/etc/ballast/kube/a.yaml',
      '/b.yaml',
    ])
  })

  it('is the one that Ballast runs in, or is reached through another, with the key that Cluster API uses', () => {
    const secret = '{ cluster: a, namespace: n, name: s }'
    expect(ways(`{ id: a, inCluster: true }, { id: b, kubeconfigSecret: ${secret} }`)).toEqual([
      { id: 'a', inCluster: true },
      { id: 'b', kubeconfigSecret: { cluster: 'a', namespace: 'n', name: 's', key: 'value' } },
    ])
  })
})
