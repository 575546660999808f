import type { Agent, Problem } from '../domain/problem.ts'

/** The same fleet with one cloud's machines only. Other clusters stay, without offers, so that moving away from them is paid for. */
export function onlyCloud(problem: Problem, provider: string): Problem {
  return { ...problem, clusters: problem.clusters.map((cluster) => (cluster.provider === provider ? cluster : { ...cluster, offers: [] })) }
}

export function withoutSpot(problem: Problem): Problem {
  const clusters = problem.clusters.map((cluster) => ({
    ...cluster,
    offers: cluster.offers.filter(({ capacityType }) => capacityType !== 'spot'),
  }))
  return { ...problem, clusters }
}

/** The same fleet without some agents, and without the traffic to them. */
export function withoutAgents(problem: Problem, gone: ReadonlySet<string>): Problem {
  if (gone.size === 0) return problem
  const agents = problem.agents.filter(({ id }) => !gone.has(id)).map((agent) => withoutTrafficTo(gone, agent))
  return { ...problem, agents }
}

function withoutTrafficTo(gone: ReadonlySet<string>, agent: Agent): Agent {
  return agent.traffic ? { ...agent, traffic: agent.traffic.filter(({ to }) => !gone.has(to)) } : agent
}

/** Without what bounds one night rather than a way to run the fleet: the most moves, and the budget. */
export function withoutCaps({ limits: _, ...problem }: Problem): Problem {
  return { ...problem, agents: problem.agents.map(withoutMoveCap) }
}

function withoutMoveCap(agent: Agent): Agent {
  if (agent.move?.maxReplicas === undefined) return agent
  const { maxReplicas: _, ...move } = agent.move
  return { ...agent, move }
}

export const hasCaps = ({ limits, agents }: Problem): boolean =>
  limits?.usdPerHour !== undefined || limits?.maxMovedReplicas !== undefined || agents.some(({ move }) => move?.maxReplicas !== undefined)
