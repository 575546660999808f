import { describe, expect, it } from 'vitest'
import { outOfReach } from '../../src/cli/out-of-reach.ts'
import type { Plan } from '../../src/domain/plan.ts'
import { aProblem } from '../builders.ts'
import { asPlan, TOGETHER } from '../reports/a-night.ts'

const problem = aProblem()
const [agent] = problem.agents
const blamed: Plan = { ...asPlan(TOGETHER), status: 'infeasible', conflict: [{ constraint: 'demand', agent: agent!.id, detail: '' }] }

describe('what is out of reach', () => {
  it('is nothing where a machine on offer holds the agent', () => {
    expect(outOfReach(problem, blamed)).toEqual([])
  })

  it('is an agent that is bigger than every machine on offer, told with the most that one allows', () => {
    const big = { ...problem, agents: problem.agents.map((one) => ({ ...one, requests: { ...one.requests, cpu: 1000 } })) }
    expect(outOfReach(big, blamed)).toEqual([
      expect.stringMatching(new RegExp(`^no machine on offer holds a replica of ${agent!.id}: .* vCPU`)),
    ])
  })

  it('is a cluster that offers no machine', () => {
    const bare = { ...problem, clusters: problem.clusters.map((cluster) => ({ ...cluster, offers: [] })) }
    expect(outOfReach(bare, blamed)).toEqual(bare.clusters.map(({ id }) => `${id} offers no machine, so no node can be had there`))
  })
})
