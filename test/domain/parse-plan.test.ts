import { expect, it } from 'vitest'
import { InputError } from '../../src/domain/input-error.ts'
import { parsePlan } from '../../src/domain/parse-plan.ts'

const decided = {
  schema: 'placement-plan/v1',
  status: 'feasible',
  usdPerHour: { total: 1, nodes: 1, egress: 0, interruption: 0, moves: 0 },
  lowerBoundUsdPerHour: 1,
  gap: 0,
}

const pathsOf = (plan: unknown): string[] => {
  try {
    parsePlan(plan, 'plan.json')
  } catch (error) {
    if (error instanceof InputError) return error.issues.map(({ path }) => path)
    throw error
  }
  return []
}

it('a plan may carry more than the contract names, and lists that are absent are empty', () => {
  const plan = parsePlan(
    { ...decided, solver: 'ours', nodeGroups: [{ cluster: 'c', instanceType: 'm', capacityType: 'spot', count: 1 }] },
    'p',
  )
  expect(plan).toMatchObject({ placements: [], flows: [], solver: 'ours', nodeGroups: [{ count: 1, pods: [] }] })
})

it('a plan without costs is none', () => {
  const { usdPerHour: _, ...costless } = decided
  expect(pathsOf(costless)).toEqual(['usdPerHour'])
})

it('half a node is for the verifier to call a violation; a text for a number is no plan', () => {
  const group = { cluster: 'c', instanceType: 'm', capacityType: 'spot', pods: [] }
  expect(pathsOf({ ...decided, nodeGroups: [{ ...group, count: 1.5 }] })).toEqual([])
  expect(pathsOf({ ...decided, nodeGroups: [{ ...group, count: 'two' }] })).toEqual(['nodeGroups[0].count'])
})

it('a plan that claims to be infeasible names the conflict, and needs no costs', () => {
  const claim = { schema: 'placement-plan/v1', status: 'infeasible' }
  expect(pathsOf(claim)).toEqual(['conflict'])
  expect(pathsOf({ ...claim, conflict: [] })).toEqual(['conflict'])
  expect(pathsOf({ ...claim, conflict: [{ constraint: 'demand', detail: 'too much' }] })).toEqual([])
})

it('a document of another kind is no plan', () => {
  expect(pathsOf({ schema: 'placement-problem/v1', status: 'done' })).toEqual(['schema', 'status'])
  expect(pathsOf(null)).toEqual([''])
})
