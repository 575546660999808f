import type { InterruptionRate } from '../../domain/catalogue.ts'
import type { SpotEvent } from '../../domain/spot-event.ts'
import type { Hours } from '../../domain/units.ts'

/** Nodes times hours that what was known before counts as: a band rests on many nodes, an assumption on none. */
const PRIOR_NODE_HOURS = { 'published band': 7300, observed: 7300, assumed: 730 } as const satisfies Record<
  InterruptionRate['origin'],
  Hours
>

/** A node for a month: what was seen in less says too little to speak of. */
const ENOUGH_NODE_HOURS: Hours = 730

/** What was seen of one kind of spot machine. */
export interface Seen {
  readonly interruptions: number
  readonly nodeHours: Hours
}

/**
 * Interruptions per node and hour by what was seen, on top of the rate r₀ that was known before. Interruptions are taken to come by
 * chance at a steady rate (Poisson), and r₀ to weigh as much as w node-hours of watching (a Gamma prior of mean r₀ and weight w):
 *
 *     r = (r₀·w + interruptions) / (w + nodeHours)      [1/h]
 *
 * w is 7,300 node-hours for a published band (ten nodes for a month) and 730 for an assumption (one node). Where less than
 * 730 node-hours were seen, r₀ stands, with its own origin. Source: Gelman et al., Bayesian Data Analysis, 3rd ed., section 2.6.
 */
export function observedRate(prior: InterruptionRate, { interruptions, nodeHours }: Seen): InterruptionRate {
  if (nodeHours < ENOUGH_NODE_HOURS) return prior
  const weight = PRIOR_NODE_HOURS[prior.origin]
  return { perHour: (prior.perHour * weight + interruptions) / (weight + nodeHours), origin: 'observed' }
}

/** Node-hours count whether or not they ended in an interruption; an event that does not say them adds none. */
export function seenIn(events: readonly SpotEvent[]): Seen {
  return {
    interruptions: events.filter(({ kind }) => kind === 'interrupted').length,
    nodeHours: events.reduce((sum, { nodeHours = 0 }) => sum + nodeHours, 0),
  }
}
