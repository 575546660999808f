import { type Agent, accepts, type Cluster, capacityClass, mayStandIn, type Problem } from '../../domain/problem.ts'
import type { Rule } from '../../domain/rules/rule.ts'
import { type UsdPerHour, wholeDown } from '../../domain/units.ts'
import { cheapest } from '../list-price.ts'
import type { Relaxed } from '../parts.ts'

/**
 * About how much a rule may cost, so that those that matter are looked at first [USD/h]: no bound, no claim. A rule that shuts machines
 * or places out: what the agent's replicas would cost less by shares of the cheapest machine. A rule that is a row of the relaxation:
 * its dual, times the replicas or the amount that it is about.
 */
export function potentials(problem: Problem, relaxed: Relaxed): (rule: Rule) => UsdPerHour {
  const agents = new Map(problem.agents.map((agent) => [agent.id, agent]))
  const priced = priceOfRows(relaxed)
  const alone = new Map<string, UsdPerHour>()
  const leastOf = (agent: Agent) => {
    if (!alone.has(agent.id)) alone.set(agent.id, leastAlone(agent, problem.clusters))
    return alone.get(agent.id)!
  }
  return (rule) => {
    const { kind, item, easing } = rule
    const agent = item.agent === undefined ? undefined : agents.get(item.agent)
    if (!agent) return priced(rowOf(rule)) * (easing?.amount(0) ?? 1)
    if (isRow(kind)) return priced(rowOf(rule)) * agent.replicas
    const freed = rule.leftOut({ ...problem, agents: [agent] }).agents[0]
    return Math.max(0, finite(leastOf(agent) - leastAlone(freed, problem.clusters)) * agent.replicas)
  }
}

const finite = (usdPerHour: number): number => (Number.isFinite(usdPerHour) ? usdPerHour : 0)

const isRow = (kind: Rule['kind']): boolean => kind.startsWith('survive.') || kind.startsWith('spread.') || kind === 'moves'

/** What the rows of the relaxation are called that a rule stands in, as far as it has a name of its own. */
function rowOf({ kind, item: { agent, cluster, quota }, easing }: Rule): string {
  const [family, of] = kind.split('.')
  if (agent !== undefined) return of === undefined ? `${family}[${agent}` : `${family}[${agent},${of}`
  const measure = easing && MEASURES[easing.unit]
  if (kind === 'limit') return `limit[${cluster},${measure}]`
  return kind === 'quota' ? `quota[${quota},${measure}]` : 'moves'
}

/** How rows call what amounts count. */
export const MEASURES: Readonly<Record<string, string>> = { nodes: 'nodes', vCPU: 'vcpu', 'spot vCPU': 'spotVcpu', GPUs: 'gpu' }

/** Σ of the duals of a row and of those that it is the beginning of [USD/h per unit]. */
function priceOfRows(relaxed: Relaxed): (row: string) => number {
  const rows = relaxed.status === 'optimal' ? [...relaxed.shadowPrices] : []
  const byName = new Map(rows)
  return (row) => {
    if (!row.includes('[') || row.endsWith(']')) return byName.get(row) ?? 0
    return rows.reduce((sum, [name, price]) => (name.startsWith(`${row},`) || name.startsWith(`${row}]`) ? sum + price : sum), 0)
  }
}

/** The least that a replica costs where the agent may stand, by its share of a machine: as much of it on spot as it may be. */
function leastAlone(agent: Agent, clusters: readonly Cluster[]): UsdPerHour {
  const offers = clusters.filter((cluster) => mayStandIn(agent, cluster)).flatMap(({ offers }) => offers)
  const accepted = offers.filter((offer) => accepts(agent, offer))
  const onDemand = cheapest(
    agent.requests,
    accepted.filter(({ capacityType }) => capacityClass(capacityType) === 'on-demand'),
  )
  const { maxShare = 0, onDemandBase = 0 } = agent.spot ?? {}
  const mostOnSpot = Math.max(0, Math.min(wholeDown(maxShare * agent.replicas), agent.replicas - onDemandBase)) / agent.replicas
  if (mostOnSpot === 0) return onDemand
  const spot = Math.min(
    onDemand,
    cheapest(
      agent.requests,
      accepted.filter(({ capacityType }) => capacityType === 'spot'),
    ),
  )
  return mostOnSpot === 1 ? spot : mostOnSpot * spot + (1 - mostOnSpot) * onDemand
}
