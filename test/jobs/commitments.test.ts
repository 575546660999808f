import { describe, expect, it } from 'vitest'
import type { Commitment } from '../../src/domain/commitment.ts'
import type { Fleet, FleetCluster } from '../../src/domain/fleet.ts'
import type { NodeGroup, Plan } from '../../src/domain/plan.ts'
import { commitmentsReport } from '../../src/reports/commitments.ts'
import { aCatalogue, aCommitment, aFleet, aFleetAgent, aFleetCluster } from '../builders.ts'
import { NO_THRESHOLDS, NOTHING, nightsInAStore } from './nights-in-a-store.ts'
import { nightOf, runNight } from './run-night.ts'

/** In Dublin m.xlarge, of four vCPUs, costs 1 USD/h on demand and 0.3 as spot. */
const CATALOGUE = aCatalogue()
const nights = nightsInAStore()
const night = async (fleet: Fleet, commitments: Commitment[], apply = false) => {
  const settings = { preferences: NOTHING, thresholds: NO_THRESHOLDS, apply }
  const catalogue = { ...CATALOGUE, commitments }
  const named = { ...fleet, name: nights.name }
  const { store, now } = nights
  return nightOf(await runNight({ store, now, fleet: named, catalogue, settings }))
}

const growsFrom = { instanceTypes: [], families: ['m'], capacityTypes: ['on-demand' as const] }
const standing = (cluster: string, agent: string, ...replicas: number[]): NodeGroup[] =>
  replicas.map((count) => ({
    cluster,
    instanceType: 'm.xlarge',
    capacityType: 'on-demand',
    zone: 'a',
    count: 1,
    pods: [{ agent, replicas: count }],
  }))
const cluster = (id: string, nodes: NodeGroup[], part: Partial<FleetCluster> = {}) => aFleetCluster({ id, growsFrom, nodes, ...part })
const agent = (id: string, replicas: number, home: string) =>
  aFleetAgent({ id, requests: { cpu: 2, memoryGiB: 8, gpu: 0 }, demand: { replicas }, policy: { placement: { clusters: [home] } } })
/** Four replicas of two vCPUs on three nodes, where two would do. */
const WIDE = aFleet({ clusters: [cluster('dublin', standing('dublin', 'support', 2, 1, 1))], agents: [agent('support', 4, 'dublin')] })

/** Each node of a plan: where, and how it is bought. */
const bought = ({ nodeGroups }: Plan) =>
  nodeGroups.flatMap((group) => Array.from({ length: group.count }, () => `${group.cluster} ${group.capacityType}`))

describe('a night with a commitment', () => {
  it('counts what it covers as paid: of three nodes the third alone costs, and goes', async () => {
    const { decision, plan, steps } = await night(WIDE, [aCommitment()])
    expect(decision).toMatchObject({ kind: 'move', todayUsdPerHour: 1, afterUsdPerHour: 0, savingUsdPerHour: 1 })
    expect(bought(plan)).toEqual(['dublin reserved', 'dublin reserved'])
    expect(steps.map(({ step }) => step.kind)).not.toContain('start-nodes')
  })

  it('uses it before spot, though spot is cheaper than what is payable for it whatever runs', async () => {
    const spotAllowed = agent('support', 4, 'dublin')
    const fleet = {
      ...WIDE,
      clusters: [
        cluster('dublin', standing('dublin', 'support', 2, 2), { growsFrom: { ...growsFrom, capacityTypes: ['on-demand', 'spot'] } }),
      ],
      agents: [{ ...spotAllowed, policy: { ...spotAllowed.policy, spot: { maxShare: 1 } } }],
    }
    expect(await night(fleet, [aCommitment()])).toMatchObject({ decision: { kind: 'stay', todayUsdPerHour: 0 } })
    expect(await night(fleet, [aCommitment({ payable: 'while running' })])).toMatchObject({
      decision: { kind: 'move', todayUsdPerHour: 1, afterUsdPerHour: 0.6 },
    })
  })

  it('tells what is payable beside every cost, and what of it the fleet does not use', async () => {
    const small = aFleet({ clusters: [cluster('dublin', standing('dublin', 'support', 2))], agents: [agent('support', 2, 'dublin')] })
    const told = await night(small, [aCommitment({ count: 3 })])
    expect(told.notes).toEqual([
      'Commitments: 1.500 USD/h (1,095 USD/month) are payable whatever runs, today as by any plan, and are in none of the costs above.',
      '2 of 3 committed m.xlarge stay unused in aws eu-west-1 (reserved instance until 2099-01-01), paid for nothing at 1.000 USD/h (730 USD/month).',
    ])
    expect(commitmentsReport.rows(told)).toMatchObject([{ count: 3, usedToday: 1, used: 1, unused: 2 }])
  })

  it('starts no node only to call it reserved where the plan uses a commitment elsewhere than today', async () => {
    const shrinking = aFleet({
      clusters: [cluster('dublin', standing('dublin', 'chat', 2, 2)), cluster('cork', standing('cork', 'batch', 2, 2))],
      agents: [agent('chat', 0, 'dublin'), agent('batch', 4, 'cork')],
    })
    const { steps, plan } = await night(shrinking, [aCommitment()])
    expect(bought(plan)).toEqual(['cork reserved', 'cork reserved'])
    expect(steps.map(({ step }) => step.kind)).not.toContain('start-nodes')
    expect(steps.filter(({ step }) => step.kind === 'stop-nodes').map(({ step }) => 'cluster' in step && step.cluster)).toEqual(['dublin'])
  })

  it('that was acted on finds nothing more to do, and pays on demand again once the term has ended', async () => {
    await night(WIDE, [aCommitment()], true)
    expect(await night(WIDE, [aCommitment()], true)).toMatchObject({ steps: [], decision: { kind: 'stay', todayUsdPerHour: 0 } })
    expect(await night(WIDE, [])).toMatchObject({ decision: { kind: 'stay', todayUsdPerHour: 2 } })
  })
})
