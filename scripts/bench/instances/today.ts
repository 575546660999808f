import type { Agent, Cluster } from '../../../src/domain/problem.ts'
import type { Replicas, Vcpu } from '../../../src/domain/units.ts'
import type { Draw } from './draw.ts'

const RUNNING_SHARE = 0.7

/** Seven of ten agents run already, on demand, in up to three of the places that they may use; one in five of those a replica short. */
export function drawHomes(replicas: Replicas, places: readonly Cluster[], draw: Draw): Pick<Agent, 'current' | 'move'> {
  if (!draw.chance(RUNNING_SHARE)) return {}
  const homes = draw.shuffled(places).slice(0, draw.whole(1, 3))
  let left = replicas - (draw.chance(0.2) ? 1 : 0)
  const current = homes.map((cluster, nth) => {
    const here = nth === homes.length - 1 ? left : Math.floor(left / 2)
    left -= here
    return { cluster: cluster.id, capacityType: 'on-demand' as const, replicas: here }
  })
  return { current: current.filter((home) => home.replicas > 0), move: { usdPerReplica: draw.pick([0, 0.005, 0.02, 0.05]) } }
}

const KNOWN_SHARE = 0.6

/** Six of ten clusters that run something know their nodes: of three types, about as many as their pods need. */
export function withNodesToday(cluster: Cluster, agents: readonly Agent[], draw: Draw): Cluster {
  const vcpu = runningVcpu(cluster, agents)
  if (vcpu === 0 || !draw.chance(KNOWN_SHARE)) return cluster
  const plain = cluster.offers.filter(({ capacityType, allocatable }) => capacityType === 'on-demand' && allocatable.gpu === 0)
  const currentNodes = draw
    .shuffled(plain)
    .slice(0, 3)
    .map((offer) => ({
      instanceType: offer.instanceType,
      capacityType: offer.capacityType,
      count: Math.max(1, Math.round(vcpu / 3 / offer.vcpu)),
    }))
  return { ...cluster, currentNodes, nodeStartUsd: draw.pick([0, 0.02, 0.1]) }
}

function runningVcpu({ id }: Cluster, agents: readonly Agent[]): Vcpu {
  let vcpu = 0
  for (const { current = [], requests } of agents)
    for (const { cluster, replicas } of current) if (cluster === id) vcpu += replicas * requests.cpu
  return vcpu
}
