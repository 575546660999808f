import type { Agent, Problem } from '../problem.ts'

/** The problem with all agents idle but these: whatever plan it had before is one of it still, without the pods of the others. */
export function onlyRunning(problem: Problem, ids: ReadonlySet<string>): Problem {
  return { ...problem, agents: problem.agents.map((agent) => (ids.has(agent.id) ? agent : idle(agent))) }
}

/** An agent that asks for nothing. */
function idle({ maxReplicas: _, ...agent }: Agent): Agent {
  return agent.replicas === 0 ? agent : { ...agent, replicas: 0 }
}
