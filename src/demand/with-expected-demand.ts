import type { Finding } from '../domain/finding.ts'
import type { FleetAgent } from '../domain/fleet.ts'
import type { Sample } from '../domain/sample.ts'
import { demandOfLoad, demandOfReplicas, USUAL_PERCENTILE } from './demand-of-history.ts'
import type { ForecastQuestion } from './forecast.ts'

/** What was recorded of an agent: the load that its policy asks for, or the replicas that ran. */
export interface RecordedDemand {
  readonly of: 'load' | 'replicas'
  readonly samples: readonly Sample[]
}

/** The agents with what the coming hours want of those whose demand was recorded; a finding tells of each how it was found. */
export function withExpectedDemand(
  agents: readonly FleetAgent[],
  histories: ReadonlyMap<string, RecordedDemand>,
  { now, horizonHours }: Omit<ForecastQuestion, 'percentile'>,
): { agents: FleetAgent[]; findings: Finding[] } {
  const findings: Finding[] = []
  const expected = agents.map((agent) => {
    const recorded = histories.get(agent.id)
    const { demand: rule } = agent.policy
    if (!recorded || !rule) return agent
    if (!recorded.samples.some(({ atSeconds }) => atSeconds < wholeHour(now))) {
      findings.push(tooYoung(agent.id))
      return agent
    }
    const question = { now, horizonHours: Math.max(24, horizonHours), percentile: rule.percentile ?? USUAL_PERCENTILE }
    const { because, demand, demandByHour } =
      recorded.of === 'load' && rule.load
        ? demandOfLoad(recorded.samples, rule.load, question)
        : demandOfReplicas(recorded.samples, { policy: agent.policy }, question)
    findings.push({ severity: 'note', subject: `agent ${agent.id}`, message: `its demand is ${because}` })
    return { ...agent, demand, ...(demandByHour && { demandByHour }) }
  })
  return { agents: expected, findings }
}

const wholeHour = (now: Date): number => Math.floor(now.getTime() / 3_600_000) * 3600

const tooYoung = (agent: string): Finding => ({
  severity: 'note',
  subject: `agent ${agent}`,
  message: 'not one whole hour of its demand is recorded: it is planned with the replicas that run',
})
