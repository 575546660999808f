import type { FleetAgent } from '../domain/fleet.ts'
import { wholeUp } from '../domain/units.ts'
import type { DemandFinding } from './demand-decision.ts'

/** What the evidence speaks for, before it is asked whether the policy wants it applied. */
export interface Sized extends Pick<DemandFinding, 'because' | 'evidence'> {
  readonly wanted: number
  readonly warnings: readonly string[]
}

/** Up to whole steps; binary fractions are cut to what people write. */
export const roundedUp = (value: number, step: number): number => Number((wholeUp(value / step) * step).toFixed(6))

/** The request as its policy wants it: what was found, or what is deployed and what was found beside it. */
export function asPolicyWants(agent: FleetAgent, of: 'cpu' | 'memoryGiB', sized: Sized): DemandFinding {
  const before = agent.requests[of]
  const { wanted, because, warnings, evidence } = sized
  const figures = { of, before, ...(evidence && { evidence }), ...(warnings.length > 0 && { warnings }) }
  const keep = whyKept(agent, of)
  if (keep === undefined) return { ...figures, after: wanted, because }
  const isSame = Math.abs(wanted - before) <= 1e-9
  return { ...figures, after: before, because: `${keep}: ${because}`, ...(!isSame && { recommended: wanted }) }
}

/** Requests as deployed, for want of evidence. */
export function asDeployed({ requests }: FleetAgent, of: 'cpu' | 'memoryGiB', because: string): DemandFinding {
  return { of, before: requests[of], after: requests[of], because }
}

function whyKept({ policy: { rightSizing } }: FleetAgent, of: 'cpu' | 'memoryGiB'): string | undefined {
  const rule = of === 'cpu' ? rightSizing?.cpu : rightSizing?.memory
  if (!rule) return `its policy leaves ${of === 'cpu' ? 'CPU' : 'memory'} as deployed`
  return rightSizing?.mode === 'recommend' ? 'its policy only recommends' : undefined
}
