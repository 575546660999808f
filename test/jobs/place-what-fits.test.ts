import { describe, expect, it } from 'vitest'
import type { Plan } from '../../src/domain/plan.ts'
import type { Problem } from '../../src/domain/problem.ts'
import { placeWhatFits } from '../../src/jobs/place-what-fits.ts'
import { anAgent, aProblem } from '../builders.ts'
import { firstFit } from './first-fit.ts'

const ids = ({ agents }: Problem) => agents.map(({ id }) => id)
const ABC = aProblem({ agents: ['a', 'b', 'c'].map((id, at) => anAgent({ id, requests: { cpu: 1 + at, memoryGiB: 1 } })) })

/** Feasible unless it holds one of these sets whole; the conflict names the set. */
function forbidding(...sets: string[][]): (problem: Problem) => Promise<Plan> {
  return async (problem) => {
    const set = sets.find((agents) => agents.every((agent) => ids(problem).includes(agent)))
    const plan = await firstFit(problem)
    return set ? { ...plan, status: 'infeasible', conflict: set.map((agent) => ({ constraint: 'quota', agent, detail: '' })) } : plan
  }
}

describe('placing what fits', () => {
  it('leaves nobody out where all fit', async () => {
    expect(await placeWhatFits(ABC, firstFit)).toMatchObject({ unplaceable: [], isMinimal: true, plan: { status: 'optimal' } })
  })

  it('who is too big for every machine is seen without a solve', async () => {
    const problem = aProblem({ agents: [anAgent(), anAgent({ id: 'giant', requests: { cpu: 64, memoryGiB: 1 } })] })
    const asked: string[][] = []
    const found = await placeWhatFits(problem, (part) => {
      asked.push(ids(part))
      return firstFit(part)
    })
    expect([found.unplaceable, asked]).toEqual([['giant'], [['support']]])
  })

  it('who is infeasible even alone goes, and the others of the conflict stay', async () => {
    expect(await placeWhatFits(ABC, forbidding(['a']))).toMatchObject({ unplaceable: ['a'], isMinimal: true })
  })

  it('of agents that cannot stand together only the largest goes', async () => {
    expect(await placeWhatFits(ABC, forbidding(['a', 'b']))).toMatchObject({ unplaceable: ['b'], isMinimal: true })
  })

  it('who was given up in vain is put back', async () => {
    const found = await placeWhatFits(ABC, forbidding(['b', 'c'], ['a', 'b']))
    expect(found).toMatchObject({ unplaceable: ['b'], isMinimal: true })
    expect(found.plan.placements.map(({ agent }) => agent)).toEqual(['a', 'c'])
  })

  it('where time runs out as one is tried again, the set is not called minimal', async () => {
    let solves = 0
    const solve = async (problem: Problem): Promise<Plan> => {
      solves += 1
      const plan = await forbidding(['a', 'b'])(problem)
      return solves > 4 ? { ...plan, status: 'unknown' } : plan
    }
    expect(await placeWhatFits(ABC, solve)).toMatchObject({ unplaceable: ['b'], isMinimal: false })
  })
})
