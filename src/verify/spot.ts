import { wholeDown } from '../domain/units.ts'
import { allReplicas, NOWHERE, type Reading } from './reading.ts'
import type { Violation } from './verdict.ts'

/** Spot: at most ⌊maxShare × X⌋ replicas on spot (none where nothing is said) and at least the base on on-demand. */
export function* spotShare({ problem, placed }: Reading): Iterable<Violation> {
  for (const { id, replicas, spot } of problem.agents) {
    const standing = placed.get(id) ?? NOWHERE
    const onSpot = allReplicas(standing, 'spot')
    const onDemand = allReplicas(standing, 'on-demand')
    const most = wholeDown((spot?.maxShare ?? 0) * (onSpot + onDemand))
    const base = Math.min(spot?.onDemandBase ?? 0, replicas)
    if (onSpot > most) yield { constraint: 'spot', agent: id, detail: `${id} runs ${onSpot} replicas on spot and may run ${most}` }
    if (onDemand < base)
      yield { constraint: 'spot', agent: id, detail: `${id} runs ${onDemand} replicas on on-demand and needs at least ${base}` }
  }
}
