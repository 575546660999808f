import type { FleetAgent, Utilisation } from '../domain/fleet.ts'
import type { Hours, Share } from '../domain/units.ts'

/** Utilisation of less than a day does not show the busy hours. */
const LEAST_WINDOW_HOURS: Hours = 24
/** With samples in less than half the time, what happened in the rest is a guess. */
const LEAST_COVERAGE: Share = 0.5

/** Why what is known of an agent's use is not enough to change its requests, in words; undefined where it is. */
export function tooLittle({ utilisation, policy: { rightSizing } }: FleetAgent): string | undefined {
  const { windowHours = 0, coverage = 1, source } = utilisation ?? {}
  if (source === 'now') return 'only what it uses now is known, which shows no busy hour'
  const leastHours = rightSizing?.leastHours ?? LEAST_WINDOW_HOURS
  if (windowHours < leastHours) return `${windowHours} h of utilisation are too few: at least ${leastHours} h show the busy ones`
  const leastCoverage = rightSizing?.leastCoverage ?? LEAST_COVERAGE
  const seen = `samples cover ${percent(coverage)} of ${windowHours} h`
  if (coverage < leastCoverage) return `${seen}: at least ${percent(leastCoverage)} are wanted`
  if (windowHours * coverage < leastHours) return `${seen}, which is less than ${leastHours} h`
  return undefined
}

/** `168 h, 2,016 samples, 99 % of the time` */
export function windowOf({ windowHours, samples, coverage }: Utilisation): string {
  const counted = samples === undefined ? '' : `, ${samples.toLocaleString('en')} samples`
  return `${windowHours} h${counted}${coverage === undefined || coverage === 1 ? '' : `, ${percent(coverage)} of the time`}`
}

/** The figures of the window, as evidence carries them. */
export function windowFigures({ windowHours, samples, coverage }: Utilisation) {
  return { windowHours, ...(samples !== undefined && { samples }), ...(coverage !== undefined && { coverage }) }
}

export const percent = (share: Share): string => `${Math.round(share * 100)} %`
