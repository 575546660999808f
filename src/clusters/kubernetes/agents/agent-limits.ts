import type { FleetAgent } from '../../../domain/fleet.ts'
import type { OptedIn } from './opted-in.ts'

/** What one replica may take at most: the least of its Deployments' limits; a part is absent where none of them limits it. */
export function agentLimits(parts: readonly OptedIn[]): Pick<FleetAgent, 'limits'> {
  const limits = parts.map(({ deployment }) => deployment.template.limits)
  const cpu = least(limits.map((one) => one.cpu))
  const memoryGiB = least(limits.map((one) => one.memoryGiB))
  if (cpu === undefined && memoryGiB === undefined) return {}
  return { limits: { ...(cpu !== undefined && { cpu }), ...(memoryGiB !== undefined && { memoryGiB }) } }
}

function least(values: readonly (number | undefined)[]): number | undefined {
  const known = values.filter((value) => value !== undefined)
  return known.length > 0 ? Math.min(...known) : undefined
}
