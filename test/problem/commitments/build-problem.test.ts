import { describe, expect, it } from 'vitest'
import { decideDemand } from '../../../src/demand/decide-demand.ts'
import type { Catalogue } from '../../../src/domain/catalogue.ts'
import type { Commitment } from '../../../src/domain/commitment.ts'
import type { FleetCluster } from '../../../src/domain/fleet.ts'
import type { AllocatableOf } from '../../../src/domain/node-capacity.ts'
import { planOfToday } from '../../../src/plan/today.ts'
import { buildProblem } from '../../../src/problem/build-problem.ts'
import { aCatalogue, aCommitment, aFleet, aFleetCluster, aMachine } from '../../builders.ts'
import { issuesOf } from '../../issues-of.ts'

const allocatable: AllocatableOf = ({ shape }) => ({ cpu: shape.vcpu, memoryGiB: shape.memoryGiB, gpu: 0, pods: 50 })
const growsFrom = { instanceTypes: [], families: [], capacityTypes: [] }
const dublin = aFleetCluster({ growsFrom })
const cork = aFleetCluster({ id: 'cork', growsFrom })
const virginia = aFleetCluster({ id: 'virginia', region: 'us-east-1', growsFrom })
const both: Catalogue = aCatalogue({ machines: [aMachine(), aMachine({ region: 'us-east-1' })] })
function built(clusters: FleetCluster[], commitments: Commitment[], catalogue: Catalogue = both) {
  const fleet = aFleet({ clusters })
  return buildProblem(fleet, { ...catalogue, commitments }, decideDemand(fleet), allocatable)
}
const reserved = (clusters: FleetCluster[], commitments: Commitment[]) =>
  built(clusters, commitments).problem.clusters.map(({ offers }) =>
    offers.map(({ capacityType, usdPerHour, maxNodes }) => ({ capacityType, usdPerHour, maxNodes })),
  )

describe('a commitment', () => {
  it('is an offer of reserved nodes, up to those that were bought, at nothing: what is payable whatever runs, no node adds to', () => {
    expect(reserved([dublin], [aCommitment()])).toEqual([[{ capacityType: 'reserved', usdPerHour: 0, maxNodes: 2 }]])
    expect(reserved([dublin], [aCommitment(), aCommitment({ count: 3, usdPerHour: 0.7 })])).toMatchObject([[{ maxNodes: 5 }]])
  })

  it('costs what is payable while a node runs, where it says so', () => {
    expect(reserved([dublin], [aCommitment({ payable: 'while running' })])).toMatchObject([[{ usdPerHour: 0.5 }]])
  })

  it('is offered in every cluster of its provider and region, whose clusters share it', () => {
    const { problem } = built([dublin, cork, virginia], [aCommitment()])
    expect(problem.clusters.map(({ offers }) => offers.length)).toEqual([1, 1, 0])
    expect(problem.quotas).toEqual([
      {
        id: 'committed m.xlarge in aws eu-west-1',
        clusters: ['dublin', 'cork'],
        instanceTypes: ['m.xlarge'],
        capacityTypes: ['reserved'],
        nodes: 2,
      },
    ])
  })

  it('for all regions is shared by all clusters of the provider', () => {
    const { problem } = built([dublin, virginia], [aCommitment({ region: 'all' })])
    expect(problem.quotas).toMatchObject([{ id: 'committed m.xlarge in all of aws', clusters: ['dublin', 'virginia'], nodes: 2 }])
  })

  it('that one cluster alone can use needs no quota', () => {
    expect(built([dublin, virginia], [aCommitment()]).problem.quotas).toEqual([])
  })

  it('that no cluster can use is told', () => {
    const note = (type: string, where: string) =>
      `made up for a test, line 2: no cluster can use what is committed of 2 ${type}: none stands in ${where}, or the machine type is not known there.`
    expect(built([virginia], [aCommitment()]).notes).toEqual([note('m.xlarge', 'aws eu-west-1')])
    expect(built([dublin], [aCommitment({ instanceType: 'm.9xlarge' })]).notes).toEqual([note('m.9xlarge', 'aws eu-west-1')])
  })

  it('of a machine that a cluster has reserved itself is a mistake: nobody can tell whether it was bought twice', () => {
    const own = aFleetCluster({ reserved: [{ instanceType: 'm.xlarge', count: 1, usdPerHour: 0 }] })
    expect(issuesOf(() => built([own], [aCommitment()]))).toEqual([
      {
        path: 'clusters[0].reserved',
        message: 'm.xlarge is reserved here and by the commitment in made up for a test, line 2',
        remedy: 'state it in one of them',
      },
    ])
  })
})

describe("today's cost", () => {
  const group = { cluster: 'dublin', instanceType: 'm.xlarge', capacityType: 'on-demand' as const, pods: [] }

  it('knows that a commitment covers what runs on demand: of three nodes at a dollar, one is paid for beside the two that are committed', () => {
    const { problem, fleet } = built([{ ...dublin, nodes: [{ ...group, count: 3 }] }], [aCommitment()])
    expect(problem.clusters[0]!.currentNodes).toEqual([
      { instanceType: 'm.xlarge', capacityType: 'on-demand', count: 1 },
      { instanceType: 'm.xlarge', capacityType: 'reserved', count: 2 },
    ])
    expect(planOfToday(problem, fleet).usdPerHour).toMatchObject({ nodes: 1, moves: 0 })
  })

  it('counts what is payable only while a node runs', () => {
    const { problem, fleet } = built([{ ...dublin, nodes: [{ ...group, count: 3 }] }], [aCommitment({ payable: 'while running' })])
    expect(planOfToday(problem, fleet).usdPerHour.nodes).toBe(2)
  })
})
