import { findOffer } from '../domain/find-offer.ts'
import type { NodeGroup, Plan } from '../domain/plan.ts'
import { type Agent, type Allocatable, accepts, type Offer, type Problem } from '../domain/problem.ts'
import type { Share, UsdPerHour } from '../domain/units.ts'

type Requests = Agent['requests']

/** The part of a node that a pod takes, by the resource of which it takes most; Infinity where it does not fit. */
export function shareOfNode({ cpu, memoryGiB, gpu = 0 }: Requests, { allocatable }: Pick<Offer, 'allocatable'>): Share {
  const { cpu: cpus, memoryGiB: memory, gpu: gpus, pods } = allocatable
  const share = Math.max(part(cpu, cpus), part(memoryGiB, memory), part(gpu, gpus), part(1, pods))
  return share > 1 + 1e-9 ? Number.POSITIVE_INFINITY : share
}

const part = (need: number, have: number): number => (need <= 0 ? 0 : have <= 0 ? Number.POSITIVE_INFINITY : need / have)

/** The least that a pod's share of one of these machines costs; Infinity where none is large enough. Machines it accepts go first. */
export function leastSharePrice(agent: Agent, offers: readonly Offer[]): UsdPerHour {
  const accepted = cheapest(
    agent.requests,
    offers.filter((offer) => accepts(agent, offer)),
  )
  return Number.isFinite(accepted) ? accepted : cheapest(agent.requests, offers)
}

export function cheapest(requests: Requests, offers: readonly Offer[]): UsdPerHour {
  return offers.reduce((least, offer) => Math.min(least, offer.usdPerHour * shareOfNode(requests, offer)), Number.POSITIVE_INFINITY)
}

/** What each agent's pods bear of their nodes' prices [USD/h]: in the measure of what each takes most of. */
export function nodeCosts(problem: Problem, { nodeGroups }: Pick<Plan, 'nodeGroups'>): ReadonlyMap<string, UsdPerHour> {
  const offerOf = findOffer(problem)
  const requests = new Map(problem.agents.map((agent) => [agent.id, agent.requests]))
  const costs = new Map(problem.agents.map(({ id }) => [id, 0]))
  for (const group of nodeGroups) {
    const { usdPerHour, allocatable } = offerOf(group)
    const shares = podShares(group, requests, allocatable)
    const all = shares.reduce((sum, { share }) => sum + share, 0)
    for (const { agent, share } of shares) costs.set(agent, costs.get(agent)! + (group.count * usdPerHour * share) / all)
  }
  return costs
}

function podShares({ pods }: NodeGroup, requests: ReadonlyMap<string, Requests>, allocatable: Allocatable) {
  return pods.map(({ agent, replicas }) => ({ agent, share: replicas * shareOfNode(requests.get(agent)!, { allocatable }) }))
}
