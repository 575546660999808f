import type { Fleet } from '../domain/fleet.ts'
import type { Agent, Problem } from '../domain/problem.ts'
import type { RightSize } from '../domain/step.ts'

type Requests = Agent['requests']

/** What a replica of each agent asks for: as deployed, on the way, and as demand decided it. */
export interface RightSizing {
  /** What is lowered: before anything moves, so that it makes room. */
  readonly first: readonly RightSize[]
  /** The smaller of before and after: what counts while pods move. */
  readonly meanwhile: ReadonlyMap<string, Requests>
  /** What is raised: once all pods stand where the plan has room for them, so that it always fits. */
  readonly last: readonly RightSize[]
}

export function rightSizing(problem: Problem, fleet: Fleet): RightSizing {
  const deployed = new Map(fleet.agents.map(({ id, requests }) => [id, requests]))
  const agents = problem.agents.map(({ id, requests }) => {
    const before = deployed.get(id) ?? requests
    return { id, before, meanwhile: smallerOf(before, requests), after: requests }
  })
  return {
    first: agents.flatMap(({ id, before, meanwhile }) => rightSize(id, before, meanwhile)),
    meanwhile: new Map(agents.map(({ id, meanwhile }) => [id, meanwhile])),
    last: agents.flatMap(({ id, meanwhile, after }) => rightSize(id, meanwhile, after)),
  }
}

function rightSize(agent: string, from: Requests, to: Requests): RightSize[] {
  return areEqual(from, to) ? [] : [{ kind: 'right-size', agent, from, to }]
}

function smallerOf(a: Requests, b: Requests): Requests {
  const smaller = { cpu: Math.min(a.cpu, b.cpu), memoryGiB: Math.min(a.memoryGiB, b.memoryGiB), gpu: Math.min(a.gpu ?? 0, b.gpu ?? 0) }
  return areEqual(smaller, a) ? a : areEqual(smaller, b) ? b : smaller
}

function areEqual(a: Requests, b: Requests): boolean {
  const near = (one = 0, other = 0) => Math.abs(one - other) <= 1e-9
  return near(a.cpu, b.cpu) && near(a.memoryGiB, b.memoryGiB) && near(a.gpu, b.gpu)
}
