import { domainOf, type Loss } from '../../../src/domain/problem.ts'
import { sum, type Term, times } from '../../../src/lp/model.ts'
import { leastLeft } from '../../instance/caps.ts'
import type { Group, Instance, InstanceAgent } from '../../instance/instance.ts'
import type { Variables } from '../variables.ts'

/**
 * Survival: whichever single domain d of a kind is lost, enough replicas are left.
 *
 *     X[a] − Σ_{g ∈ d} x[a,g]  ≥  ⌈keep·R_a⌉          ∀ a, ∀ rule ∈ survive(a), ∀ d ∈ domains(rule.loss)          [replicas]
 *
 * `spot` loses the spot groups of one region at once. `node` caps the pods per node, in the packing. Zones are no groups here:
 * where packing is told by zone (whole-nodes.ts) each is held to the rule; else only what all zones of a region together may hold:
 *
 *     Σ_{g ∈ region} x[a,g]  ≤  |zones|·(X[a] − ⌈keep·R_a⌉)
 */
export function survival(instance: Instance, variables: Variables): void {
  for (const agent of instance.agents) {
    for (const loss of ['cloud', 'region', 'cluster', 'spot'] as const) if (hasRule(agent, loss)) domainRows(agent, loss, variables)
    if (hasRule(agent, 'zone')) zoneRows(agent, variables)
  }
}

const hasRule = ({ agent }: InstanceAgent, loss: Loss): boolean => agent.survive?.some((rule) => rule.loss === loss) ?? false

function domainRows(agent: InstanceAgent, loss: 'cloud' | 'region' | 'cluster' | 'spot', { model, replicas, running }: Variables): void {
  const exposed = agent.groups.filter((group) => loss !== 'spot' || group.capacity === 'spot')
  const least = leastLeft(agent.agent, loss)
  for (const [domain, groups] of Map.groupBy(exposed, (group) => domainOf[loss](group.cluster))) {
    const lost = sum(groups, (group) => replicas(agent, group)).map(negative)
    model.require(`survive[${agent.agent.id},${loss},${domain}]`, [times(1, running(agent)), ...lost], '>=', least)
  }
}

function zoneRows(agent: InstanceAgent, { model, replicas, running }: Variables): void {
  const least = leastLeft(agent.agent, 'zone')
  for (const [region, groups] of Map.groupBy(agent.groups, (group) => domainOf.region(group.cluster))) {
    const zones = zonesOf(groups).size
    const held = sum(groups, (group) => replicas(agent, group)).map(negative)
    model.require(`survive[${agent.agent.id},zone,${region}]`, [times(zones, running(agent)), ...held], '>=', zones * least)
  }
}

export const zonesOf = (groups: readonly Group[]): Set<string> => new Set(groups.flatMap((group) => group.cluster.zones))

const negative = ({ variable, coefficient }: Term): Term => ({ variable, coefficient: -coefficient })
