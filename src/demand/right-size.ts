import type { FleetAgent, Utilisation } from '../domain/fleet.ts'
import type { RightSizing } from '../domain/policy.ts'
import { type GiB, type Hours, type Vcpu, wholeUp } from '../domain/units.ts'
import type { DemandFinding } from './demand-decision.ts'

/** Utilisation of less than a day does not show the busy hours. */
const LEAST_WINDOW_HOURS: Hours = 24

/** Requests are written in whole steps: 10 millicores and 16 MiB. */
const CPU_STEP: Vcpu = 0.01
const MEMORY_STEP_GIB: GiB = 1 / 64

/** CPU of one replica: the percentile that its policy names, and head-room; as deployed where the evidence is not enough. */
export function rightSizedCpu(agent: FleetAgent): DemandFinding {
  const before = agent.requests.cpu
  const keep = (because: string): DemandFinding => ({ of: 'cpu', before, after: before, because })
  const rule = agent.policy.rightSizing?.cpu
  if (!rule) return keep('its policy leaves CPU as deployed')
  const used = agent.utilisation?.cpu?.[rule.percentile]
  if (used === undefined) return keep(`no ${rule.percentile} of its CPU is known`)
  if (isTooShort(agent.utilisation)) return keep(tooShort(agent.utilisation))
  const after = roundedUp(Math.max(used * (1 + rule.headroom), rule.floor ?? 0), CPU_STEP)
  return { of: 'cpu', before, after, because: `${rule.percentile} over ${windowOf(agent)} was ${used} vCPU, ${headroomOf(rule)}` }
}

/** Memory of one replica: the most it ever used, and head-room, since memory cannot be shared out again; as deployed without evidence. */
export function rightSizedMemory(agent: FleetAgent): DemandFinding {
  const before = agent.requests.memoryGiB
  const keep = (because: string): DemandFinding => ({ of: 'memoryGiB', before, after: before, because })
  const rule = agent.policy.rightSizing?.memory
  if (!rule) return keep('its policy leaves memory as deployed')
  const used = agent.utilisation?.memoryMaxGiB
  if (used === undefined) return keep('no maximum of its memory is known')
  if (isTooShort(agent.utilisation)) return keep(tooShort(agent.utilisation))
  const after = roundedUp(Math.max(used * (1 + rule.headroom), rule.floorGiB ?? 0), MEMORY_STEP_GIB)
  return { of: 'memoryGiB', before, after, because: `the most used over ${windowOf(agent)} was ${used} GiB, ${headroomOf(rule)}` }
}

const roundedUp = (value: number, step: number): number => Number((wholeUp(value / step) * step).toFixed(6))

const isTooShort = (utilisation: Utilisation | undefined): boolean => (utilisation?.windowHours ?? 0) < LEAST_WINDOW_HOURS

const tooShort = (utilisation: Utilisation | undefined): string =>
  `${utilisation?.windowHours ?? 0} h of utilisation are too few: at least ${LEAST_WINDOW_HOURS} h show the busy ones`

const windowOf = ({ utilisation }: FleetAgent): string => `${utilisation?.windowHours} h`

const headroomOf = ({ headroom }: NonNullable<RightSizing['cpu'] | RightSizing['memory']>): string =>
  `and ${Math.round(headroom * 100)} % head-room`
