import type { Plan } from '../domain/plan.ts'
import type { Agent, Offer, Problem } from '../domain/problem.ts'

/** What a conflict's rules alone do not tell: agents that no machine on offer holds, and clusters that offer none. */
export function outOfReach(problem: Problem, { conflict = [] }: Pick<Plan, 'conflict'>): string[] {
  const offers = problem.clusters.flatMap((cluster) => cluster.offers)
  const named = problem.agents.filter(({ id }) => conflict.some(({ agent }) => agent === id))
  const tooBig = named.filter((agent) => offers.length > 0 && !offers.some((offer) => holds(offer, agent)))
  const bare = problem.clusters.filter((cluster) => cluster.offers.length === 0)
  return [
    ...tooBig.map(({ id }) => `no machine on offer holds a replica of ${id}: the most that one allows is ${largest(offers)}`),
    ...(named.length > 0 ? bare.map(({ id }) => `${id} offers no machine, so no node can be had there`) : []),
  ]
}

const holds = ({ allocatable }: Offer, { requests }: Agent): boolean =>
  allocatable.cpu >= requests.cpu && allocatable.memoryGiB >= requests.memoryGiB && allocatable.gpu >= (requests.gpu ?? 0)

function largest(offers: readonly Offer[]): string {
  const most = (of: (offer: Offer) => number) => Math.max(...offers.map(of))
  const [cpu, memory, gpu] = [
    most(({ allocatable }) => allocatable.cpu),
    most(({ allocatable }) => allocatable.memoryGiB),
    most(({ allocatable }) => allocatable.gpu),
  ]
  return `${cpu} vCPU, ${memory} GiB or ${gpu} GPU`
}
