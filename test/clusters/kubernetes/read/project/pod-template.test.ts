import { describe, expect, it } from 'vitest'
import { podTemplateOf } from '../../../../../src/clusters/kubernetes/read/project/pod-template.ts'

const LABELS = { app: 'agent', tier: 'fast' }
const templateOf = (spec: object) => podTemplateOf({ metadata: { labels: LABELS }, spec }, 'support')
const required = (terms: unknown): object => ({ requiredDuringSchedulingIgnoredDuringExecution: terms })
const nodeTerms = (...nodeSelectorTerms: object[]) => templateOf({ affinity: { nodeAffinity: required({ nodeSelectorTerms }) } })
const apartFrom = (term: object) => templateOf({ affinity: { podAntiAffinity: required([{ topologyKey: 'zone', ...term }]) } })

describe('where a pod may stand', () => {
  it('is said by its node selector and the terms of its node affinity', () => {
    const inZone = { key: 'zone', operator: 'In', values: ['a', 'b'] }
    const { nodeAffinity } = nodeTerms(
      { matchExpressions: [inZone], matchFields: [{ key: 'metadata.name', operator: 'In', values: ['n'] }] },
      { matchExpressions: [{ key: 'gpu', operator: 'Exists' }] },
    )
    expect(nodeAffinity).toEqual([
      [inZone, { key: 'metadata.name', operator: 'In', values: ['n'] }],
      [{ key: 'gpu', operator: 'Exists', values: [] }],
    ])
    expect(templateOf({ nodeSelector: { disk: 'fast' } }).nodeSelector).toEqual({ disk: 'fast' })
  })

  it('is one node where its template names it', () => {
    expect(templateOf({ nodeName: 'node-7' }).nodeSelector).toEqual({ 'kubernetes.io/hostname': 'node-7' })
  })

  it('is no node at all where all terms are empty; an empty term beside another adds nothing', () => {
    expect(nodeTerms({})).toMatchObject({ nodeAffinity: [], otherAffinity: ['node affinity whose terms are empty, which no node meets'] })
    expect(nodeTerms({}, { matchExpressions: [{ key: 'gpu', operator: 'Exists' }] })).toMatchObject({
      nodeAffinity: [[{ key: 'gpu' }]],
      otherAffinity: [],
    })
  })

  it.each([
    ['by labels', { labelSelector: { matchLabels: { app: 'agent' } } }],
    ['by an expression', { labelSelector: { matchExpressions: [{ key: 'tier', operator: 'In', values: ['fast', 'slow'] }] } }],
    ['by every label', { labelSelector: {} }],
    ['in its own namespace by name', { labelSelector: { matchLabels: { app: 'agent' } }, namespaces: ['support'] }],
  ])('is apart from its own like: %s', (_, term) => {
    expect(apartFrom(term)).toMatchObject({ apartBy: ['zone'], otherAffinity: [] })
  })

  it.each([
    [{ labelSelector: { matchLabels: { app: 'other' } } }, 'apart from pods with app=other by zone'],
    [{ labelSelector: { matchLabels: { app: 'agent' } }, namespaces: ['sales'] }, 'apart from pods with app=agent of sales by zone'],
    [
      { labelSelector: { matchLabels: { app: 'agent' } }, namespaceSelector: {} },
      'apart from pods with app=agent of selected namespaces by zone',
    ],
    [
      { labelSelector: { matchExpressions: [{ key: 'tier', operator: 'NotIn', values: ['fast'] }] } },
      'apart from pods with tier notin (fast) by zone',
    ],
    [{ labelSelector: { matchExpressions: [{ key: 'app', operator: 'DoesNotExist' }] } }, 'apart from pods with !app by zone'],
  ])('is told in words where it is apart from others: %j', (term, words) => {
    expect(apartFrom(term)).toMatchObject({ apartBy: [], otherAffinity: [words] })
  })

  it('is told in words where it must be together with others, or waits for a device', () => {
    const together = {
      podAffinity: required([
        { topologyKey: 'zone', labelSelector: { matchLabels: { app: 'cache' }, matchExpressions: [{ key: 'gpu', operator: 'Exists' }] } },
      ]),
    }
    expect(templateOf({ affinity: together, resourceClaims: [{ name: 'gpu' }] }).otherAffinity).toEqual([
      'together with pods with app=cache,gpu by zone',
      'device claim gpu',
    ])
  })

  it('does not depend on preferences', () => {
    const preferred = { preferredDuringSchedulingIgnoredDuringExecution: [{ weight: 1, preference: {}, podAffinityTerm: {} }] }
    expect(templateOf({ affinity: { nodeAffinity: preferred, podAffinity: preferred, podAntiAffinity: preferred } })).toMatchObject({
      ...{ nodeAffinity: [], apartBy: [], otherAffinity: [] },
    })
  })

  it('is spread over its own like; over others only in words, and only where it must', () => {
    const spread = (labels: object, whenUnsatisfiable: string): object => ({
      topologyKey: 'zone',
      maxSkew: 1,
      whenUnsatisfiable,
      labelSelector: { matchLabels: labels },
    })
    const constraints = [
      spread({ app: 'agent' }, 'DoNotSchedule'),
      spread({ app: 'x' }, 'DoNotSchedule'),
      spread({ app: 'x' }, 'ScheduleAnyway'),
    ]
    const { topologySpread, otherAffinity } = templateOf({ topologySpreadConstraints: constraints })
    expect(topologySpread).toEqual([{ topologyKey: 'zone', maxSkew: 1, whenUnsatisfiable: 'DoNotSchedule' }])
    expect(otherAffinity).toEqual(['spread over pods with app=x by zone'])
  })

  it('stays with the volumes that stay, and takes along those that come with it', () => {
    const volumes = [
      { persistentVolumeClaim: { claimName: 'data' } },
      { hostPath: { path: '/var/lib/x' } },
      { awsElasticBlockStore: { volumeID: 'vol-1' } },
      ...[{ emptyDir: {} }, { configMap: { name: 'c' } }, { secret: { secretName: 's' } }, { projected: {} }],
      { ephemeral: { volumeClaimTemplate: {} } },
    ]
    expect(templateOf({ volumes }).boundVolumes).toEqual(['claim data', 'host path /var/lib/x', 'disk vol-1'])
  })

  it('depends on the taints that it tolerates, its runtime, its priority and its scheduler', () => {
    const tolerations = [{ key: 'gpu', operator: 'Exists', effect: 'NoSchedule', tolerationSeconds: 300 }, { operator: 'Exists' }]
    const spec = { tolerations, runtimeClassName: 'gvisor', priorityClassName: 'high', schedulerName: 'batch' }
    expect(templateOf(spec)).toMatchObject({
      tolerations: [{ key: 'gpu', operator: 'Exists', effect: 'NoSchedule' }, { operator: 'Exists' }],
      ...{ runtimeClass: 'gvisor', priorityClass: 'high', schedulerName: 'batch' },
    })
    expect(templateOf({})).not.toHaveProperty('runtimeClass')
  })
})
