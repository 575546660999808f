import type { Fleet, FleetAgent } from '../domain/fleet.ts'
import type { DemandDecision } from './demand-decision.ts'
import { wantedReplicas } from './replicas-for-load.ts'
import { rightSizedCpu } from './right-size-cpu.ts'
import { rightSizedMemory } from './right-size-memory.ts'

/** What tonight's plan must run of every agent: replicas for its load, requests by what it used where its policy wants that. */
export function decideDemand(fleet: Fleet): DemandDecision[] {
  const now = new Date(fleet.readAt)
  return fleet.agents.map((agent) => demandOf(agent, now))
}

function demandOf(agent: FleetAgent, now: Date): DemandDecision {
  const [replicas, cpu, memory] = [wantedReplicas(agent), rightSizedCpu(agent), rightSizedMemory(agent, now)]
  return {
    agent: agent.id,
    replicas: replicas.after,
    requests: { cpu: cpu.after, memoryGiB: memory.after, gpu: agent.requests.gpu },
    findings: [replicas, cpu, memory],
  }
}
