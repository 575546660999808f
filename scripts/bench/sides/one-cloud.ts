import type { Problem } from '../../../src/domain/problem.ts'
import { solve } from './ballast.ts'
import { type Settled, settledIn } from './settled.ts'
import type { Side } from './side.ts'

const PREFIX = 'only-'

/** Each cloud alone, by the same solver with the same limits: the cheapest of them is the one single best cloud. */
export const oneCloud: Side = {
  title: 'one cloud alone',
  names: (problem) => providersOf(problem).map((provider) => `${PREFIX}${provider}`),
  mostSeconds: (problem, timeLimitSeconds) => providersOf(problem).length * timeLimitSeconds,
  measure: async (name, instance, bench) => {
    const provider = name.slice(PREFIX.length)
    const settled = settledIn(instance.problem, provider)
    const file = bench.fileFor(instance, name)
    await bench.writeJson(file, settled.problem)
    const { finding, curve } = await solve(name, instance, file, bench)
    const remark = [exceptions(settled, provider), finding.remark].filter((words) => words !== undefined).join(' · ')
    const heldAgents = instance.problem.agents.length - settled.twoClouds - settled.noPlace
    return { finding: { ...finding, heldAgents, remark }, curve }
  },
}

export const isOneCloud = (side: string): boolean => side.startsWith(PREFIX)

const providersOf = ({ clusters }: Problem): string[] => [...new Set(clusters.map(({ provider }) => provider))].toSorted()

/** What one cloud alone cannot do is said, never dropped. */
function exceptions({ twoClouds, noPlace }: Settled, provider: string): string {
  const reasons = [
    ...(twoClouds > 0 ? [`${twoClouds} whose rules ask for several clouds`] : []),
    ...(noPlace > 0 ? [`${noPlace} that ${provider} has no place for`] : []),
  ]
  if (reasons.length === 0) return `all of it in ${provider}`
  return `${provider} alone is infeasible: here all agents are in it but ${reasons.join(' and ')}`
}
