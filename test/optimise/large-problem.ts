import type { Agent, Cluster, Offer, Problem } from '../../src/domain/problem.ts'
import { Random } from '../../src/optimise/search/random.ts'
import { aCluster, anAgent, anOffer, aProblem } from '../builders.ts'

/** Agents of odd sizes and machines of odd sizes: feasible with ease, optimal only after long. */
export function largeProblem(agents = 40): Problem {
  const random = new Random(7)
  const between = (least: number, most: number) => Number((least + (most - least) * random.next()).toFixed(2))
  return aProblem({
    clusters: ['dublin', 'frankfurt', 'iowa', 'tokyo'].map((id) => clusterOf(id, between)),
    agents: Array.from({ length: agents }, (_, at) => agentOf(at, between)),
  })
}

type Draw = (least: number, most: number) => number

function clusterOf(id: string, between: Draw): Cluster {
  return aCluster({ id, region: id, offers: Array.from({ length: 8 }, (_, at) => offerOf(at, between)) })
}

function offerOf(at: number, between: Draw): Offer {
  const cpu = between(2, 32)
  const allocatable = { cpu, memoryGiB: cpu * between(2, 8), gpu: 0, pods: 30 }
  return anOffer({ instanceType: `machine-${at}`, usdPerHour: cpu * between(0.04, 0.06), vcpu: Math.ceil(cpu), allocatable })
}

function agentOf(at: number, between: Draw): Agent {
  const replicas = Math.round(between(2, 12))
  return anAgent({ id: `agent-${at}`, replicas, requests: { cpu: between(0.3, 3), memoryGiB: between(0.5, 12) } })
}

/** Sixty agents that fill twenty nodes to the last of a thousand parts, three to a node: there is a plan, and it is not found by chance. */
export function tightProblem(): Problem {
  const random = new Random(11)
  const triples = Array.from({ length: 20 }, () => {
    const first = 260 + random.below(120)
    const second = 260 + random.below(120)
    return [first, second, 1000 - first - second]
  })
  const agents = triples.flat().map((cpu, at) => anAgent({ id: `agent-${at}`, requests: { cpu, memoryGiB: 1 } }))
  const allocatable = { cpu: 1000, memoryGiB: 1000, gpu: 0, pods: 100 }
  return aProblem({ clusters: [aCluster({ offers: [anOffer({ allocatable, maxNodes: 20 })] })], agents })
}
