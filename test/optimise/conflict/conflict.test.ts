import { describe, expect, it } from 'vitest'
import type { Plan } from '../../../src/domain/plan.ts'
import type { Problem } from '../../../src/domain/problem.ts'
import { rulesOf } from '../../../src/domain/rules/rules-of.ts'
import { loadHighs } from '../../../src/lp/highs.ts'
import { conflictIn, conflictOf } from '../../../src/optimise/conflict/conflict.ts'
import { impossiblePart } from '../../../src/optimise/conflict/impossible-part.ts'
import { isPossible, relax, whyInfeasible } from '../../../src/optimise/conflict/inquiry.ts'
import { optimise } from '../../../src/optimise/index.ts'
import { anAgent, anOffer, aProblem } from '../../builders.ts'
import { anAgentOfWholeNodes, dublin, iowa, problemOf, virginia } from '../../models/places.ts'

const solve = (problem: Problem) => optimise(problem, { gap: 0, timeLimitSeconds: 5 })
/** An agent that nothing keeps from standing anywhere: it is in nobody's way. */
const bystander = anAgent({ id: 'bystander', replicas: 3, maxPerNode: 2, placement: { noTag: ['CN'] } })

interface KnownConflict {
  readonly fact: string
  readonly problem: Problem
  /** In the user's words, in any order. */
  readonly conflict: readonly string[]
}

const CONFLICTS: readonly KnownConflict[] = [
  {
    fact: 'sovereignty against latency',
    problem: aProblem({
      clusters: [dublin(), virginia()],
      agents: [
        anAgent({ placement: { anyTag: ['EU'] }, latency: { maxMs: 20, msByCluster: { virginia: 8, dublin: 90 } }, maxPerNode: 1 }),
        bystander,
      ],
    }),
    conflict: [
      'support may stand only in clusters that bear one of: EU',
      'support must be within 20 ms of its users',
      'support needs 1 replica of 1 vCPU, 4 GiB',
    ],
  },
  {
    fact: 'the loss of a cloud where there is one cloud',
    problem: aProblem({
      clusters: [dublin(), virginia()],
      agents: [bystander, anAgent({ replicas: 2, spread: { regions: 2 }, survive: [{ loss: 'cloud', keep: 0.5 }] })],
    }),
    conflict: ['support must keep 50 % of its 2 replicas when any one cloud is lost', 'support needs 2 replicas of 1 vCPU, 4 GiB each'],
  },
  {
    fact: 'a quota that is too small',
    problem: aProblem({
      clusters: [dublin({ limits: { nodes: 9 } }), virginia()],
      agents: [anAgent({ replicas: 9 })],
      quotas: [
        { id: 'account', vcpu: 8 },
        { id: 'plenty', nodes: 50 },
      ],
    }),
    conflict: ['quota account allows at most 8 vCPU', 'support needs 9 replicas of 1 vCPU, 4 GiB each'],
  },
  {
    fact: 'a budget that is too low for two agents',
    problem: aProblem({
      clusters: [dublin({ offers: [anOffer()] })],
      agents: [anAgentOfWholeNodes(), anAgentOfWholeNodes({ id: 'retriever' })],
      limits: { usdPerHour: 1.5 },
    }),
    conflict: [
      'the plan may cost at most 1.5 USD/h',
      'support needs 1 replica of 4 vCPU, 16 GiB',
      'retriever needs 1 replica of 4 vCPU, 16 GiB',
    ],
  },
  {
    fact: 'two pods of 51 % where there is one node',
    problem: aProblem({
      clusters: [dublin({ offers: [anOffer({ maxNodes: 1 })] })],
      agents: [anAgent({ replicas: 2, requests: { cpu: 2.04, memoryGiB: 1 } })],
    }),
    conflict: [
      'dublin may have only so many nodes of some offers: 1 m.xlarge on-demand',
      'support needs 2 replicas of 2.04 vCPU, 1 GiB each',
    ],
  },
  {
    fact: 'an agent that is too big for every machine, and it alone',
    problem: aProblem({
      clusters: [dublin(), iowa()],
      agents: [bystander, anAgent({ id: 'giant', requests: { cpu: 64, memoryGiB: 1 } })],
    }),
    conflict: ['giant needs 1 replica of 64 vCPU, 1 GiB'],
  },
  {
    fact: 'an agent where no cluster offers anything',
    problem: problemOf(anAgent(), [dublin({ offers: [] })]),
    conflict: ['support needs 1 replica of 1 vCPU, 4 GiB'],
  },
  {
    fact: 'a taint that nobody tolerates',
    problem: problemOf(anAgent(), [dublin({ offers: [anOffer({ taints: ['gpu'] })] })]),
    conflict: ['support does not tolerate gpu', 'support needs 1 replica of 1 vCPU, 4 GiB'],
  },
  {
    fact: 'a GPU model that no machine has',
    problem: problemOf(anAgent({ requests: { cpu: 1, memoryGiB: 1, gpu: 1 }, gpuModels: ['H100'] }), [
      dublin({ offers: [anOffer({ gpuModel: 'L4', allocatable: { cpu: 4, memoryGiB: 16, gpu: 1, pods: 100 } })] }),
    ]),
    conflict: ['support runs only on GPUs of: H100', 'support needs 1 replica of 1 vCPU, 1 GiB and 1 GPU'],
  },
  {
    fact: 'two moves where one is allowed and the old place is no more',
    problem: problemOf(
      anAgent({
        replicas: 2,
        placement: { clusters: ['virginia'] },
        current: [{ cluster: 'dublin', capacityType: 'on-demand', replicas: 2 }],
        move: { maxReplicas: 1 },
      }),
      [dublin(), virginia()],
    ),
    conflict: [
      'support may stand only in: virginia',
      'support may move at most 1 replica',
      'support needs 2 replicas of 1 vCPU, 4 GiB each',
    ],
  },
  {
    fact: 'clouds to spread over where there are too few',
    problem: problemOf(anAgent({ replicas: 3, spread: { clouds: 3, clusters: 2 } }), [dublin(), iowa()]),
    conflict: ['support must stand in at least 3 clouds', 'support needs 3 replicas of 1 vCPU, 4 GiB each'],
  },
  {
    fact: 'spot nodes alone for an agent that may not stand on them',
    problem: problemOf(anAgent(), [dublin({ offers: dublin().offers.slice(1) })]),
    conflict: ['support may not stand on spot', 'support needs 1 replica of 1 vCPU, 4 GiB'],
  },
]

describe.each(CONFLICTS)('$fact', ({ problem, conflict }) => {
  it('has no plan, for reasons that are told in the words of the user', async () => {
    const plan = await solve(problem)
    expect(plan).toMatchObject({ status: 'infeasible', conflictIsMinimal: true, placements: [], nodeGroups: [], usdPerHour: { total: 0 } })
    expect(plan.conflict!.map(({ detail }) => detail).sort()).toEqual(conflict.toSorted())
  })

  it('has no plan by these reasons alone, and has one without any of them', async () => {
    const named = (await solve(problem)).conflict!
    expect((await solve(keeping(problem, named))).status).toBe('infeasible')
    for (const left of named) {
      const rest = keeping(
        problem,
        named.filter((item) => item !== left),
      )
      expect([left.detail, (await solve(rest)).status]).toEqual([left.detail, 'optimal'])
    }
  })
})

/** The problem with every rule left out but those that are named. */
function keeping(problem: Problem, named: NonNullable<Plan['conflict']>): Problem {
  const kept = new Set(named.map(({ detail }) => detail))
  let rest = problem
  for (const rule of rulesOf(problem)) if (!kept.has(rule.item.detail)) rest = rule.leftOut(rest)
  return rest
}

it('each reason names whose rule it is: the agent, the cluster or the quota', async () => {
  const items: NonNullable<Plan['conflict']>[] = []
  for (const { problem } of CONFLICTS) items.push((await solve(problem)).conflict!)
  const owners = items.flat().map(({ constraint, agent, cluster, quota }) => [constraint, agent ?? cluster ?? quota])
  expect(owners).toContainEqual(['latency', 'support'])
  expect(owners).toContainEqual(['maxNodes', 'dublin'])
  expect(owners).toContainEqual(['quota', 'account'])
  expect(owners).toContainEqual(['budget', undefined])
})

it('once the time is over no rule is taken for needless, and the set is not called minimal', async () => {
  const { problem } = CONFLICTS[0]
  const { conflict, conflictIsMinimal } = conflictOf(problem, await loadHighs(), () => 0)
  expect(conflict).toEqual(rulesOf(problem).map(({ item }) => item))
  expect(conflictIsMinimal).toBe(false)
})

describe('of a problem that is too large to be decided as a whole', () => {
  const twins = anAgent({ id: 'twins', replicas: 2, requests: { cpu: 2.04, memoryGiB: 1 }, placement: { clusters: ['dublin'] } })
  const others = Array.from({ length: 50 }, (_, at) => anAgent({ id: `other-${at}`, placement: { clusters: ['virginia'] } }))
  const crowded = aProblem({ clusters: [dublin({ limits: { nodes: 1 } }), virginia()], agents: [...others, twins] })
  const words = ['dublin may have at most 1 nodes', 'twins may stand only in: dublin', 'twins needs 2 replicas of 2.04 vCPU, 1 GiB each']

  it('the agents that only packing shuts out are found alone', async () => {
    const { conflict, conflictIsMinimal } = conflictOf(crowded, await loadHighs(), () => 20)
    expect([conflict.map(({ detail }) => detail).sort(), conflictIsMinimal]).toEqual([words, true])
  })

  it('so are agents that are in each other’s way by one limit', async () => {
    const halves = ['left', 'right'].map((id) => ({ ...twins, id, replicas: 1 }))
    const { conflict } = conflictIn({ ...crowded, agents: [...others, ...halves] }, await loadHighs(), () => 20)!
    expect(new Set(conflict.map(({ agent }) => agent))).toEqual(new Set(['left', 'right', undefined]))
  })

  it('those with the fewest machines are asked first, and only what is proved counts', () => {
    const asked: string[][] = []
    const part = impossiblePart(crowded, (problem) => {
      asked.push(problem.agents.filter(({ replicas }) => replicas > 0).map(({ id }) => id))
      return 'unknown'
    })
    expect(part).toBeUndefined()
    expect(asked[0]).toHaveLength(1)
    expect(asked).toContainEqual(['twins'])
  })
})

describe('questions are answered by a thread of their own', () => {
  const [{ problem }] = CONFLICTS

  it('whether there is any plan', async () => {
    expect(await isPossible(problem, 5)).toBe('impossible')
    expect(await isPossible(aProblem(), 5)).toBe('possible')
  })

  it('why there is none; nothing where there is one', async () => {
    expect(await whyInfeasible(problem, 10)).toMatchObject({ conflictIsMinimal: true, conflict: { length: 3 } })
    expect(await whyInfeasible(aProblem(), 5)).toBeUndefined()
  })

  it('what the relaxation costs, several at once', async () => {
    const costs = await Promise.all([relax(aProblem(), 5), relax(aProblem({ agents: [] }), 5), relax(problem, 5)])
    expect(costs).toMatchObject([{ status: 'optimal' }, { status: 'optimal', lowerBoundUsdPerHour: 0 }, { status: 'infeasible' }])
  })

  it('a solver that is not asked so much leaves it unknown', async () => {
    expect(await relax(aProblem(), 5, 'javascript-lp-solver')).toMatchObject({ status: 'optimal' })
  })
})
