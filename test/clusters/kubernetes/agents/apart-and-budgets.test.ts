import { describe, expect, it } from 'vitest'
import type { DisruptionBudgetObject, PodTemplate } from '../../../../src/clusters/kubernetes/snapshot.ts'
import { survivedZones } from '../../../../src/domain/zone-spread.ts'
import { aClusterWith, aDeployment, errors, named, only, read, VIRGINIA, warnings } from './fleet-of-agents.ts'

/** What its spread over zones keeps through the loss of one. */
const kept = (result: ReturnType<typeof read>) => {
  const { zoneSpread = [], demand } = only(result)
  return survivedZones(zoneSpread, (demand as { replicas: number }).replicas)
}

const HOST = 'kubernetes.io/hostname'
const ZONE = 'topology.kubernetes.io/zone'

const support = (template: Partial<PodTemplate>, replicas = 6, on: string[] = [], policy = {}) =>
  read([aClusterWith([{ deployment: aDeployment({ template, replicas }), on }])], {
    policies: { desk: policy },
    defaultPolicies: { desk: 'desk' },
  })
const spread = (topologyKey: string, maxSkew: number, whenUnsatisfiable = 'DoNotSchedule') => ({
  topologySpread: [{ topologyKey, maxSkew, whenUnsatisfiable }],
})

describe('pods that must lie apart', () => {
  it('by node share none', () => {
    expect(only(support({ apartBy: [HOST] })).policy).toEqual({ maxPerNode: 1 })
    expect(only(support({ apartBy: [HOST] }, 6, [], { maxPerNode: 3 })).policy).toEqual({ maxPerNode: 1 })
  })

  it('by zone leave all but one through the loss of any', () => {
    expect(kept(support({ apartBy: [ZONE] }, 3))).toEqual([{ loss: 'zone', keep: 2 / 3 }])
  })

  it('by zone, and are more than there are zones, lie as evenly as they can', () => {
    const result = support({ apartBy: [ZONE] }, 4)
    expect(kept(result)).toEqual([{ loss: 'zone', keep: 2 / 4 }])
    expect(errors(result)).toEqual([])
  })

  it('by something that a plan knows nothing of stay as they stand', () => {
    const result = support({ apartBy: ['example.com/rack'] })
    expect(only(result).policy.pin).toBe('today')
    expect(warnings(result)).toMatchObject([expect.stringMatching(/must lie apart by example.com\/rack, of which a plan knows nothing/)])
  })

  it('from others stay as they stand', () => {
    expect(only(support({ otherAffinity: ['apart from pods with app=db by zone'] })).pinnedBecause).toEqual([
      'it requires apart from pods with app=db by zone, which no plan keeps',
    ])
  })
})

describe('pods that must be spread', () => {
  it('over nodes share one with as many as the skew allows', () => {
    expect(only(support(spread(HOST, 2))).policy).toEqual({ maxPerNode: 2 })
  })

  it('over nodes, and share one with more today, stay as they stand', () => {
    const result = support(spread(HOST, 1), 4, ['one', 'one', 'two', 'two'])
    expect(only(result)).toMatchObject({ policy: { pin: 'today' }, demand: { replicas: 4 } })
    expect(warnings(result)).toMatchObject([
      expect.stringMatching(/spread evenly over all nodes \(maxSkew 1, and 2 of them share one today\)/),
    ])
  })

  it.each([
    [6, 1, 4 / 6],
    [7, 1, 4 / 7],
    [6, 3, 2 / 6],
    [2, 1, 1 / 2],
  ])('%i over three zones with a skew of %i keep %f of them through the loss of any', (replicas, maxSkew, keep) => {
    expect(kept(support(spread(ZONE, maxSkew), replicas))).toEqual([{ loss: 'zone', keep }])
  })

  it('over zones where there is only one have nothing to spread over', () => {
    const result = read([aClusterWith([aDeployment({ template: spread(ZONE, 1) })], { cluster: VIRGINIA.id, nodes: [] })])
    expect(kept(result)).toEqual([])
  })

  it('only by preference, are not asked for anything', () => {
    expect(only(support(spread(ZONE, 1, 'ScheduleAnyway'))).policy).toEqual({})
  })

  it('over regions stand in one by being in one cluster', () => {
    expect(only(support(spread('topology.kubernetes.io/region', 1))).policy).toEqual({})
  })
})

describe('a PodDisruptionBudget', () => {
  const budget = (part: Partial<DisruptionBudgetObject>): DisruptionBudgetObject => ({
    ...named('keeps', { namespace: 'desk' }),
    selector: { app: 'support' },
    hasPlainSelector: true,
    ...part,
  })
  const withBudgets = (replicas: number, budgets: DisruptionBudgetObject[], policy = {}) =>
    read([aClusterWith([aDeployment({ replicas })], { disruptionBudgets: budgets })], {
      policies: { desk: policy },
      defaultPolicies: { desk: 'desk' },
    })
  const kept = (replicas: number, part: Partial<DisruptionBudgetObject>) =>
    only(withBudgets(replicas, [budget(part)])).deployments![0]!.disruptionBudget?.minAvailable

  it.each([
    [7, { minAvailable: '3' }, 3],
    [7, { minAvailable: '50%' }, 4],
    [7, { maxUnavailable: '1' }, 6],
    [7, { maxUnavailable: '30%' }, 4],
    [7, { maxUnavailable: '100%' }, 0],
    [2, { maxUnavailable: '5' }, 0],
    [0, { minAvailable: '50%' }, 0],
  ])('over %i replicas with %j keeps %i', (replicas, part, expected) => {
    expect(kept(replicas, part)).toBe(expected)
  })

  it('covers only pods of its namespace with its labels, and an empty one all of its namespace', () => {
    expect(kept(4, { minAvailable: '1', selector: { app: 'chat' } })).toBeUndefined()
    expect(kept(4, { minAvailable: '1', namespace: 'bureau' })).toBeUndefined()
    expect(kept(4, { minAvailable: '1', selector: {} })).toBe(1)
  })

  it('counts a share of all that it covers', () => {
    const both = [aDeployment({ replicas: 4 }), aDeployment({ name: 'chat', labels: {}, replicas: 6 })]
    const result = read([aClusterWith(both, { disruptionBudgets: [budget({ minAvailable: '50%' })] })])
    expect(only(result).deployments![0]!.disruptionBudget).toEqual({ name: 'keeps', minAvailable: 5 })
  })

  it('that keeps all, or is not the only one, is told', () => {
    expect(warnings(withBudgets(2, [budget({ minAvailable: '2' })]))).toMatchObject([
      expect.stringMatching(/keeps keeps all of its 2 replicas, so that no node under them can be drained/),
    ])
    const two = withBudgets(6, [budget({ minAvailable: '2' }), budget({ name: 'other', maxUnavailable: '1' })])
    expect(warnings(two)).toMatchObject([expect.stringMatching(/2 PodDisruptionBudgets cover its pods \(keeps, other\)/)])
    expect(only(two).deployments![0]!.disruptionBudget).toEqual({ name: 'other', minAvailable: 5 })
  })

  it('that selects by expressions is taken to cover, and told', () => {
    expect(warnings(withBudgets(6, [budget({ minAvailable: '2', hasPlainSelector: false })]))).toMatchObject([
      expect.stringMatching(/keeps selects by expressions: taken to cover its pods/),
    ])
  })

  it('that lets drains take more than its policy lets go is told', () => {
    const policy = { survive: [{ loss: 'node', keep: 0.5 }] }
    expect(warnings(withBudgets(6, [budget({ minAvailable: '1' })], policy))).toMatchObject([
      expect.stringMatching(/keeps 3 of 6 replicas, but its PodDisruptionBudgets let drains take it to 1/),
    ])
    expect(warnings(withBudgets(6, [budget({ minAvailable: '3' })], policy))).toEqual([])
  })

  it('that keeps more than is wanted is told', () => {
    const declared = aDeployment({ replicas: 4, annotations: { 'ballast.dev/replicas': '2' } })
    const result = read([aClusterWith([declared], { disruptionBudgets: [budget({ minAvailable: '3' })] })])
    expect(warnings(result)).toMatchObject([expect.stringMatching(/PodDisruptionBudgets keep 3 replicas, and 2 are wanted/)])
    expect(errors(result)).toEqual([])
  })
})
