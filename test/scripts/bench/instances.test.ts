import { describe, expect, it } from 'vitest'
import { greedyPlan } from '../../../scripts/bench/greedy/greedy.ts'
import { makeInstance } from '../../../scripts/bench/instances/make-instance.ts'
import { SIZES, type SizeName } from '../../../scripts/bench/sizes.ts'
import { parseProblem } from '../../../src/domain/parse-problem.ts'
import type { Agent, Loss } from '../../../src/domain/problem.ts'
import { loadBundledCatalogue } from '../../../src/prices/bundled/catalogue.ts'
import { verifyPlan } from '../../../src/verify/verify.ts'

const catalogue = loadBundledCatalogue()
const fleet = (size: SizeName, seed: number) => makeInstance(SIZES[size], seed, catalogue)
const fleets: [SizeName, number][] = [
  ...Array.from({ length: 20 }, (_, nth): [SizeName, number] => ['S', nth + 1]),
  ['M', 1],
  ['M', 2],
  ['M', 3],
]

describe('fleets to measure on', () => {
  it('are the same for the same size and seed, on any machine', () => {
    expect(JSON.stringify(fleet('M', 7))).toBe(JSON.stringify(fleet('M', 7)))
  })

  it('differ from seed to seed', () => {
    expect(fleet('S', 1).agents).not.toEqual(fleet('S', 2).agents)
  })

  it.each(fleets)('%s-%i is a valid problem, of the size that its name says, and has a plan', (size, seed) => {
    const problem = parseProblem(JSON.parse(JSON.stringify(fleet(size, seed))), `${size}-${seed}`)
    expect(problem.agents).toHaveLength(SIZES[size].agents)
    expect(problem.clusters).toHaveLength(SIZES[size].clusters)
    expect(verifyPlan(problem, greedyPlan(problem))).toMatchObject({ holds: true, violations: [] })
  })

  it('hold a cluster’s machine types to what its region sells', () => {
    const { types } = SIZES.M
    const counts = fleet('M', 1).clusters.map(({ offers }) => offers.filter(({ capacityType }) => capacityType === 'on-demand').length)
    expect(Math.max(...counts)).toBe(types)
    expect(Math.min(...counts)).toBeGreaterThanOrEqual(40)
  })

  it('have agents of every kind: GPUs, arm64, each survival rule, spread, spot, latency, sovereignty, traffic, moves', () => {
    const { agents, clusters, quotas } = fleet('M', 1)
    const survives = (loss: Loss) => (agent: Agent) => agent.survive?.some((rule) => rule.loss === loss)
    const kinds: ((agent: Agent) => unknown)[] = [
      ({ requests }) => requests.gpu,
      ({ gpuModels }) => gpuModels,
      ({ arch }) => arch?.includes('arm64'),
      ...(['node', 'zone', 'cluster', 'region', 'cloud', 'spot'] as const).map(survives),
      ({ spread }) => spread,
      ({ spot, restartUsd }) => spot && restartUsd,
      ({ latency }) => latency,
      ({ placement }) => placement?.anyTag?.includes('EU'),
      ({ placement }) => placement?.noTag?.includes('operator:US'),
      ({ traffic }) => traffic,
      ({ current, move }) => current && move?.usdPerReplica,
      ({ maxReplicas }) => maxReplicas,
    ]
    for (const isOfKind of kinds) expect(agents.filter(isOfKind), isOfKind.toString()).not.toHaveLength(0)
    expect(clusters.filter(({ currentNodes, nodeStartUsd }) => currentNodes && nodeStartUsd)).not.toHaveLength(0)
    expect(clusters.filter(({ tags }) => tags.includes('operator:EU'))).toHaveLength(1)
    expect(quotas?.filter(({ capacityTypes }) => capacityTypes?.includes('spot'))).not.toHaveLength(0)
  })
})
