import type { FleetAgent, Utilisation } from '../domain/fleet.ts'
import type { RightSizing } from '../domain/policy.ts'
import type { Vcpu } from '../domain/units.ts'
import type { DemandFinding } from './demand-decision.ts'
import { asDeployed, asPolicyWants, roundedUp, type Sized } from './right-size.ts'
import { percent, tooLittle, windowFigures, windowOf } from './use-evidence.ts'

/** Requests are written in whole steps. */
const CPU_STEP: Vcpu = 0.01

type CpuRule = NonNullable<RightSizing['cpu']>

/** What is recommended where no policy says how. */
const USUAL_RULE: CpuRule = { percentile: 'p95', headroom: 0.2, floor: CPU_STEP }

/** CPU of one replica: the percentile that its policy names, and head-room; as deployed where the evidence is not enough. */
export function rightSizedCpu(agent: FleetAgent): DemandFinding {
  const rule = agent.policy.rightSizing?.cpu ?? USUAL_RULE
  const used = agent.utilisation?.cpu?.[rule.percentile]
  if (used === undefined || !agent.utilisation) return asDeployed(agent, 'cpu', `no ${rule.percentile} of its CPU is known`)
  const lacking = tooLittle(agent)
  if (lacking !== undefined) return asDeployed(agent, 'cpu', lacking)
  return asPolicyWants(agent, 'cpu', sizedCpu(agent, agent.utilisation, rule, used))
}

function sizedCpu({ limits, policy }: FleetAgent, utilisation: Utilisation, rule: CpuRule, used: Vcpu): Sized {
  const { percentile, headroom, floor = 0, ceiling = Number.POSITIVE_INFINITY } = rule
  const { cpuAtStart = 0 } = utilisation
  const withHeadroom = Math.max(used * (1 + headroom), floor)
  const kept = Math.max(Math.min(withHeadroom, ceiling), used, cpuAtStart)
  const wanted = roundedUp(kept, CPU_STEP)
  const told = policy.rightSizing?.cpu ? '' : ' by default'
  const because = `${percentile} over ${windowOf(utilisation)} was ${used} vCPU, and ${percent(headroom)} head-room${told}`
  return {
    wanted,
    because: `${because}${ceilingWords(withHeadroom, ceiling, Math.max(used, cpuAtStart))}${startWords(cpuAtStart, Math.min(withHeadroom, ceiling))}`,
    evidence: { ...windowFigures(utilisation), percentile, used },
    warnings: limitWarnings(limits?.cpu, wanted),
  }
}

function ceilingWords(withHeadroom: number, ceiling: number, used: number): string {
  if (withHeadroom <= ceiling) return ''
  return used <= ceiling ? `, up to its ceiling of ${ceiling}` : `, beyond its ceiling of ${ceiling}: never below what was used`
}

const startWords = (atStart: number, otherwise: number): string =>
  atStart > otherwise ? `, but a start took ${atStart} vCPU over five minutes` : ''

function limitWarnings(limit: Vcpu | undefined, wanted: Vcpu): string[] {
  if (limit === undefined || wanted <= limit) return []
  return [`its CPU limit of ${limit} is below a request of ${wanted}, which no API server takes: raise the limit, or leave it out`]
}
