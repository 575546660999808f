import type { Plan } from '../../src/domain/plan.ts'
import type { Problem } from '../../src/domain/problem.ts'

type Writable<T> = T extends string | number | boolean | undefined ? T : { -readonly [K in keyof T]: Writable<T[K]> }
/** A whole number below the limit. */
export type Draw = (limit: number) => number
/** Changes one thing; the plan may hold after it or not. */
export type Mutation = (plan: Writable<Plan>, problem: Writable<Problem>, draw: Draw) => void

const pick = <T>(items: readonly T[], draw: Draw): T => items[draw(items.length)]!

/** Of the plan alone: the problem is the same afterwards. */
export const planMutations: Readonly<Record<string, Mutation>> = {
  'nothing is changed': () => {},
  'a pod is dropped from a node': (plan, _, draw) => {
    pick(pick(plan.nodeGroups, draw).pods, draw).replicas -= 1
  },
  'a pod moves to another node': (plan, _, draw) => {
    const from = pick(pick(plan.nodeGroups, draw).pods, draw)
    from.replicas -= 1
    pick(plan.nodeGroups, draw).pods.push({ agent: from.agent, replicas: 1 })
  },
  'an agent moves to another cluster': (plan, problem, draw) => {
    const placement = pick(plan.placements, draw)
    const cluster = pick(problem.clusters, draw).id
    for (const group of plan.nodeGroups) {
      const moves = group.cluster === placement.cluster && group.pods.some(({ agent }) => agent === placement.agent)
      if (
        moves &&
        problem.clusters.some(({ id, offers }) => id === cluster && offers.some(({ instanceType }) => instanceType === group.instanceType))
      ) {
        group.cluster = cluster
      }
    }
    placement.cluster = cluster
  },
  'a placement grows with a node of its own': (plan, problem, draw) => {
    const placement = pick(plan.placements, draw)
    const offers = problem.clusters.find(({ id }) => id === placement.cluster)!.offers
    const { instanceType, capacityType } = pick(offers, draw)
    plan.nodeGroups.push({
      cluster: placement.cluster,
      instanceType,
      capacityType,
      count: 1,
      pods: [{ agent: placement.agent, replicas: 1 }],
    })
    placement.replicas += 1
  },
  'a node stands in another zone': (plan, problem, draw) => {
    const group = pick(plan.nodeGroups, draw)
    group.zone = pick(problem.clusters.find(({ id }) => id === group.cluster)!.zones, draw)
  },
  'a node names no zone': (plan, _, draw) => {
    delete pick(plan.nodeGroups, draw).zone
  },
  'a node stands in a zone that is none': (plan, _, draw) => {
    pick(plan.nodeGroups, draw).zone = 'nowhere'
  },
  'there are more nodes of a group': (plan, _, draw) => {
    pick(plan.nodeGroups, draw).count += 1 + draw(3)
  },
  'there is a part of a node': (plan, _, draw) => {
    pick(plan.nodeGroups, draw).count = 0.5
  },
  'a node turns to another purchase': (plan, _, draw) => {
    const group = pick(plan.nodeGroups, draw)
    group.capacityType = group.capacityType === 'spot' ? 'on-demand' : 'spot'
  },
  'a node turns to another machine': (plan, problem, draw) => {
    const group = pick(plan.nodeGroups, draw)
    const { instanceType, capacityType } = pick(problem.clusters.find(({ id }) => id === group.cluster)!.offers, draw)
    Object.assign(group, { instanceType, capacityType })
  },
  'a placement turns to another capacity': (plan, _, draw) => {
    const placement = pick(plan.placements, draw)
    placement.capacityType = placement.capacityType === 'spot' ? 'on-demand' : 'spot'
  },
  'a count of replicas is wrong': (plan, _, draw) => {
    pick(plan.placements, draw).replicas += 1
  },
  'an agent is unknown': (plan, _, draw) => {
    pick(plan.placements, draw).agent = 'nobody'
  },
  'a cost is wrong': (plan, _, draw) => {
    plan.usdPerHour[pick(['total', 'nodes', 'egress', 'interruption', 'moves'] as const, draw)] += pick([1e-7, 1e-3, 1], draw)
  },
  'the bound is wrong': (plan, _, draw) => {
    plan.lowerBoundUsdPerHour = plan.usdPerHour.total * pick([0.5, 1, 1.1], draw)
  },
  'the gap follows a bound': (plan, _, draw) => {
    const share = pick([0.25, 0.5, 1], draw)
    plan.lowerBoundUsdPerHour = plan.usdPerHour.total * share
    plan.gap = 1 - share
  },
  'a flow carries another amount': (plan, _, draw) => {
    if (plan.flows.length > 0) pick(plan.flows, draw).gibPerHour *= pick([0.9, 1, 1.1, -1], draw)
  },
  'a flow goes elsewhere': (plan, problem, draw) => {
    if (plan.flows.length > 0) pick(plan.flows, draw).toCluster = pick(problem.clusters, draw).id
  },
  'a flow is of nobody': (plan, problem, draw) => {
    const cluster = pick(problem.clusters, draw).id
    plan.flows.push({
      fromAgent: pick(problem.agents, draw).id,
      toAgent: 'nobody',
      fromCluster: cluster,
      toCluster: cluster,
      gibPerHour: 0,
    })
  },
  'a flow is lost': (plan, _, draw) => {
    plan.flows.splice(draw(Math.max(1, plan.flows.length)), 1)
  },
  'a plan claims nothing can be found': (plan) => {
    plan.status = 'unknown'
  },
}

/** Of the problem: a rule that the same plan may now break. */
export const problemMutations: Readonly<Record<string, Mutation>> = {
  'an agent needs another number': (_, problem, draw) => {
    const agent = pick(problem.agents, draw)
    agent.replicas = Math.max(0, agent.replicas + draw(3) - 1)
    agent.maxReplicas = agent.replicas + draw(3)
  },
  'an agent keeps more through a loss': (_, problem, draw) => {
    const loss = pick(['node', 'zone', 'cluster', 'region', 'cloud', 'spot'] as const, draw)
    pick(problem.agents, draw).survive = [{ loss, keep: pick([0, 0.1, 0.3, 0.5, 1], draw) }]
  },
  'an agent spreads': (_, problem, draw) => {
    pick(problem.agents, draw).spread = { clusters: draw(3), regions: draw(3), clouds: draw(3) }
  },
  'an agent takes another part of spot': (_, problem, draw) => {
    pick(problem.agents, draw).spot = { maxShare: draw(11) / 10, onDemandBase: draw(3) }
  },
  'an agent asks for more': (_, problem, draw) => {
    const { requests } = pick(problem.agents, draw)
    requests.cpu *= 1 + draw(3) / 4
    requests.memoryGiB *= 1 + draw(3) / 4
  },
  'an agent accepts another machine': (_, problem, draw) => {
    const offer = pick(pick(problem.clusters, draw).offers, draw)
    Object.assign(
      pick(problem.agents, draw),
      pick([{ arch: ['arm64'] }, { instanceTypes: [offer.instanceType] }, { gpuModels: [] }, { maxPerNode: 1 }], draw),
    )
  },
  'a machine bears a taint': (_, problem, draw) => {
    for (const offer of pick(problem.clusters, draw).offers) offer.taints = pick([[], ['gpu'], ['other']], draw)
  },
  'an agent may stand elsewhere': (_, problem, draw) => {
    const cluster = pick(problem.clusters, draw)
    pick(problem.agents, draw).placement = pick(
      [{ noTag: [cluster.tags[0]!] }, { anyTag: cluster.tags.slice(0, 1) }, { clusters: [cluster.id] }, {}],
      draw,
    )
  },
  'an agent is near some clusters': (_, problem, draw) => {
    pick(problem.agents, draw).latency = { maxMs: 30, msByCluster: Object.fromEntries(problem.clusters.map(({ id }) => [id, draw(60)])) }
  },
  'an agent ran elsewhere': (_, problem, draw) => {
    const agent = pick(problem.agents, draw)
    agent.current = [
      { cluster: pick(problem.clusters, draw).id, capacityType: pick(['spot', 'on-demand'] as const, draw), replicas: draw(5) },
    ]
    agent.move = { usdPerReplica: draw(2), maxReplicas: draw(4) }
  },
  'few replicas may move in all': (_, problem, draw) => {
    problem.limits = { maxMovedReplicas: draw(40), usdPerHour: draw(200) }
  },
  'a cluster is limited': (_, problem, draw) => {
    pick(problem.clusters, draw).limits = { nodes: draw(10), vcpu: draw(200), spotVcpu: draw(100), gpu: draw(4) }
  },
  'a quota is shared': (_, problem, draw) => {
    const some = { clusters: [pick(problem.clusters, draw).id], capacityTypes: [pick(['spot', 'on-demand'] as const, draw)] }
    problem.quotas = [
      { id: 'tight', ...pick([some, {}, { clusters: some.clusters }], draw), nodes: draw(20), vcpu: draw(300), gpu: draw(4) },
    ]
  },
  'few nodes of an offer can be had': (plan, problem, draw) => {
    const group = pick(plan.nodeGroups, draw)
    for (const offer of problem.clusters.find(({ id }) => id === group.cluster)!.offers) offer.maxNodes = draw(4)
  },
  'other nodes stand today': (plan, problem, draw) => {
    const { cluster, instanceType, capacityType } = pick(plan.nodeGroups, draw)
    Object.assign(problem.clusters.find(({ id }) => id === cluster)!, {
      nodeStartUsd: draw(2),
      currentNodes: [{ instanceType, capacityType, count: 1 }],
    })
  },
  'traffic costs something else': (_, problem, draw) => {
    problem.egress = { defaultUsdPerGiB: draw(2), pairs: [] }
  },
}

/** Numbers that are the same in every run. */
export function draws(seed: number): Draw {
  let state = seed
  return (limit) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return Math.floor((state / 2 ** 32) * limit)
  }
}
