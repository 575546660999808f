import { GPU_TAINT } from '../../../src/domain/fleet.ts'
import type { Agent } from '../../../src/domain/problem.ts'
import type { Site } from './clusters.ts'
import { type Draw, rounded } from './draw.ts'
import { drawLatency, drawPlacement, placesFor } from './places.ts'
import { drawGpuModels, drawReplicas, drawRequests } from './requests.ts'
import { drawSpot } from './spot.ts'
import { drawSurvival } from './survival.ts'
import { drawHomes } from './today.ts'

const TRAFFIC_SHARE = 0.15

export function drawAgents(count: number, sites: readonly Site[], draw: Draw): Agent[] {
  const agents = Array.from({ length: count }, (_, nth) => drawAgent(`agent-${String(nth).padStart(5, '0')}`, sites, draw))
  return agents.map((agent) => (draw.chance(TRAFFIC_SHARE) ? withTraffic(agent, agents, draw) : agent))
}

/** Drawn again until some cluster may hold it. */
function drawAgent(id: string, sites: readonly Site[], draw: Draw): Agent {
  for (;;) {
    const pod = drawPod(sites, draw)
    const replicas = drawReplicas(pod.requests, draw)
    const agent: Agent = { id, replicas, ...pod, ...drawPlacement(pod.requests, sites, draw), ...drawLatency(sites, draw) }
    const places = placesFor(agent, sites)
    if (places.length > 0)
      return withSpot({ ...agent, ...drawSurvival(replicas, places, draw), ...drawHomes(replicas, places, draw) }, draw)
  }
}

/** What one replica asks for, and what it accepts. */
function drawPod(sites: readonly Site[], draw: Draw): Omit<Agent, 'id' | 'replicas'> {
  const requests = drawRequests(draw)
  if (requests.gpu > 0) return { requests, tolerates: [GPU_TAINT], ...drawGpuModels(sites, draw) }
  return {
    requests,
    ...(draw.chance(0.5) ? { arch: ['amd64', 'arm64'] } : {}),
    ...(draw.chance(0.08) ? { maxPerNode: draw.whole(1, 3) } : {}),
  }
}

/** A fifth of those that use spot must also live through its loss in a whole region. */
function withSpot(agent: Agent, draw: Draw): Agent {
  const spot = drawSpot(agent.replicas, draw)
  if (!spot) return agent
  if (!draw.chance(0.2)) return { ...agent, ...spot }
  return { ...agent, ...spot, survive: [...(agent.survive ?? []), { loss: 'spot', keep: 0.5 }] }
}

function withTraffic(agent: Agent, agents: readonly Agent[], draw: Draw): Agent {
  const to = draw.chance(0.3) ? 'internet' : draw.pick(agents).id
  const gibPerHour = rounded(0.2 * Math.exp(3 * draw.share()), 3)
  return to === agent.id ? agent : { ...agent, traffic: [{ to, gibPerHour }] }
}
