import { describe, expect, it } from 'vitest'
import { costByCloudReport } from '../../src/reports/cost-by-cloud.ts'
import { costByClusterReport } from '../../src/reports/cost-by-cluster.ts'
import { placementsReport } from '../../src/reports/placements.ts'
import { APART, aNight, asPlan } from './a-night.ts'

describe('cost by cluster and machine type', () => {
  it('a machine that goes away keeps its row, with no nodes after', () => {
    const rows = costByClusterReport.rows(aNight())
    expect(rows).toHaveLength(2)
    expect(rows[0]).toMatchObject({ cluster: 'dublin', capacityType: 'spot', todayNodes: 1, todayUsdPerHour: 0.3, nodes: 0, usdPerHour: 0 })
    expect(rows[1]).toMatchObject({ cluster: 'berlin', todayNodes: 1, nodes: 1, usdPerHour: 2, usdPerMonth: 1460 })
  })

  it('says how much of the machines is asked for', () => {
    expect(costByClusterReport.rows(aNight())[1]).toMatchObject({ vcpuAllocatable: 4, vcpuRequested: 4, memoryGiBRequested: 9 })
  })
})

describe('cost by cloud', () => {
  it('egress is paid to the cloud that the traffic leaves', () => {
    const [aws, gcp] = costByCloudReport.rows(aNight())
    expect(aws).toMatchObject({ cloud: 'aws', todayUsdPerHour: expect.closeTo(0.9), usdPerHour: 0 })
    expect(gcp).toMatchObject({ cloud: 'gcp', todayUsdPerHour: 2, usdPerHour: 2, replicas: 3 })
  })

  it('with the one-off costs of moving, the rows sum to the plan’s total', () => {
    const rows = costByCloudReport.rows(aNight({ plan: asPlan(APART) }))
    expect(rows.at(-1)).toMatchObject({ cloud: '(moves)', usdPerHour: 0.5 })
    expect(rows.reduce((sum, { usdPerHour }) => sum + Number(usdPerHour), 0)).toBeCloseTo(APART.usdPerHour.total, 9)
  })
})

describe('placements', () => {
  it('shows what grows and what shrinks', () => {
    expect(placementsReport.rows(aNight()).map(({ agent, cluster, change }) => [agent, cluster, change])).toEqual([
      ['support', 'dublin', -2],
      ['support', 'berlin', 2],
      ['retriever', 'berlin', 0],
    ])
  })
})
