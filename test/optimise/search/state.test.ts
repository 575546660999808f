import fc from 'fast-check'
import { expect, it } from 'vitest'
import { draftOf } from '../../../src/optimise/plan-of.ts'
import { anneal } from '../../../src/optimise/search/anneal.ts'
import { guess } from '../../../src/optimise/search/guide.ts'
import { State } from '../../../src/optimise/search/state.ts'
import { anAgent, aProblem } from '../../builders.ts'
import { dublin, virginia } from '../../models/places.ts'
import { tinyProblem } from '../../oracle/arbitrary-problem.ts'
import { Choices, hasTrafficBetween, openNodes, spaceOf } from './spaces.ts'

/** One change of any kind that its caller may make, rules or no rules. */
function change(state: State, choices: Choices): void {
  const { space } = state
  const node = choices.of(openNodes(state))
  const agent = choices.below(space.agentCount)
  const kind = choices.below(6)
  if (kind === 0 || !node) open(state, choices)
  else if (kind === 1 && node.agents.length === 0) state.close(node)
  else if (kind === 2 && node.agents.length > 0) takeSome(state, node, choices)
  else if (kind === 3 && state.counts.placed[agent] === 0) state.aim(agent, aimOf(space.agents[agent], choices))
  else if (kind === 4) state.cost()
  else state.put(node, agent, 1 + choices.below(3))
}

function open(state: State, choices: Choices): void {
  const machine = choices.below(state.space.machineCount)
  const { zones } = state.space.groups[state.space.machines[machine].group]
  state.open(machine, choices.of(zones) ?? -1)
}

function takeSome(state: State, node: ReturnType<State['open']>, choices: Choices): void {
  const at = choices.below(node.agents.length)
  state.take(node, node.agents[at], 1 + choices.below(node.counts[at]))
}

const aimOf = ({ least, most }: { least: number; most: number }, choices: Choices): number => least + choices.below(most - least + 1)

/** All that a rule or a cost reads; nodes and pods in an order of their own, since an undo may put them back in another. */
function told(state: State) {
  const rounded = (value: number) => Number(value.toFixed(9)) + 0
  const { placed, replicas, inCluster, inRegion, inCloud, inZone, spotInRegion, onSpot } = state.counts
  const { clustersHeld, regionsHeld, cloudsHeld } = state.counts
  const { perNode, zone, cluster, region, cloud, spotRegion, spot } = state.caps
  const standing = [placed, replicas, inCluster, inRegion, inCloud, inZone, spotInRegion, onSpot, clustersHeld, regionsHeld, cloudsHeld]
  const counts = [state.target, ...standing, state.grown, state.nodesOf, perNode, zone, cluster, region, cloud, spotRegion, spot]
  const nodes = openNodes(state).map(({ machine, zone: place, roomClass, agents, counts: pods, cpu, memoryGiB, gpu, pods: all }) => ({
    machine,
    place,
    roomClass,
    pods: agents.map((agent, at) => `${agent}: ${pods[at]}`).sort(),
    load: [cpu, memoryGiB, gpu, all].map(rounded),
  }))
  return {
    counts: counts.map((list) => [...list]),
    used: [...state.limits.used].map(rounded),
    waiting: state.waiting,
    holding: state.nodes.holding.map((held) => held.length),
    moved: state.movedTotal,
    usdPerHour: rounded(state.cost()),
    nodes: nodes.map((node) => JSON.stringify(node)).sort(),
  }
}

it('whatever is changed since the last commit is as it was once it is undone', () => {
  const numbers = fc.array(fc.nat(1_000_000), { minLength: 30, maxLength: 200 })
  fc.assert(
    fc.property(tinyProblem, numbers, numbers, (problem, first, second) => {
      const space = spaceOf(problem)
      fc.pre(space.agentCount > 0 && space.machineCount > 0)
      const state = new State(space, guess(space).target)
      for (const before = new Choices(first); !before.isOver; ) change(state, before)
      state.commit()
      const committed = told(state)
      for (const after = new Choices(second); !after.isOver; ) change(state, after)
      state.undo()
      expect(told(state)).toEqual(committed)
    }),
    { numRuns: 200, seed: 1 },
  )
})

it('what the search counts for a whole plan is what the plan costs by the contract', () => {
  let whole = 0
  fc.assert(
    fc.property(tinyProblem, (problem) => {
      const space = spaceOf(problem)
      fc.pre(space.agentCount > 0)
      const layout = anneal(space, { guide: guess(space), seed: 1, rounds: 50, elapsed: () => 0, guidedShare: 0 })
      if (layout.unplaced > 0) return
      whole++
      const { total } = draftOf(problem, space, layout).usdPerHour
      if (hasTrafficBetween(problem)) expect(layout.usdPerHour).toBeGreaterThanOrEqual(total - 1e-6)
      else expect(layout.usdPerHour).toBeCloseTo(total, 6)
    }),
    { numRuns: 200, seed: 2 },
  )
  expect(whole).toBeGreaterThan(80)
})

it('a node with its start costs 1.10 USD/h, and each replica on it 50 cents for its move and 20 for its traffic', () => {
  const problem = aProblem({
    clusters: [dublin({ currentNodes: [], nodeStartUsd: 2.4 }), virginia()],
    egress: { defaultUsdPerGiB: 0.1 },
    agents: [
      anAgent({
        replicas: 2,
        traffic: [{ to: 'internet', gibPerHour: 4 }],
        move: { usdPerReplica: 12 },
        current: [{ cluster: 'virginia', capacityType: 'on-demand', replicas: 2 }],
      }),
    ],
  })
  const state = new State(spaceOf(problem), [2])
  const costs = [state.cost()]
  const node = state.open(0, -1)
  costs.push(state.cost())
  state.put(node, 0, 1)
  costs.push(state.cost())
  state.put(node, 0, 1)
  costs.push(state.cost())
  const expected = [0, 1.1, 1.1 + 0.5 + 0.2, 1.1 + 1 + 0.4]
  for (const [at, cost] of costs.entries()) expect(cost).toBeCloseTo(expected[at], 9)
})
