import { movedReplicas } from '../domain/plan-cost.ts'
import { wholeDown } from '../domain/units.ts'
import type { AgentStanding } from './agent-standing.ts'
import { machineRule } from './machine-rule.ts'
import { survivalRules } from './survival-rules.ts'

/** One rule of an agent, and the figures that show whether an arrangement keeps it. */
export interface RuleKept {
  readonly rule: string
  readonly kept: boolean
  readonly why: string
}

/** Every rule of an agent with its figures, in the order of the contract; empty for an agent of which nothing is to run. */
export function rulesKept(standing: AgentStanding): RuleKept[] {
  if (standing.agent.replicas === 0 && standing.replicas === 0) return []
  return [demand, jurisdiction, forbidden, listed, latency, ...survivalRules(standing), spread, spot, machineRule, moves]
    .flatMap((rule) => (typeof rule === 'function' ? rule(standing) : rule))
    .filter((rule) => rule !== undefined)
}

function demand({ agent, replicas }: AgentStanding): RuleKept {
  const most = agent.maxReplicas ?? agent.replicas
  const wanted = most > agent.replicas ? `${agent.replicas} to ${most}` : `${agent.replicas}`
  return { rule: 'demand', kept: replicas >= agent.replicas && replicas <= most, why: `${replicas} run, ${wanted} wanted` }
}

function jurisdiction({ agent, clusters }: AgentStanding): RuleKept | undefined {
  const { anyTag } = agent.placement ?? {}
  if (!anyTag) return undefined
  const tagged = clusters.map(({ id, tags }) => ({ id, borne: tags.filter((tag) => anyTag.includes(tag)) }))
  const why = tagged.map(({ id, borne }) => `${id} ${borne.length > 0 ? `is ${borne.join(', ')}` : 'is none of these'}`).join('; ')
  return { rule: `only in ${anyTag.join(' or ')}`, kept: tagged.every(({ borne }) => borne.length > 0), why }
}

function forbidden({ agent, clusters }: AgentStanding): RuleKept | undefined {
  const { noTag } = agent.placement ?? {}
  if (!noTag) return undefined
  const breaking = clusters.filter(({ tags }) => tags.some((tag) => noTag.includes(tag)))
  const told = (breaking.length > 0 ? breaking : clusters).map(({ id, tags }) => `${id} is ${tags.join(', ')}`)
  return { rule: `never in ${noTag.join(' or ')}`, kept: breaking.length === 0, why: told.join('; ') }
}

function listed({ agent, clusters }: AgentStanding): RuleKept | undefined {
  const only = agent.placement?.clusters
  if (!only) return undefined
  const outside = clusters.filter(({ id }) => !only.includes(id))
  const why = outside.length > 0 ? `${outside.map(({ id }) => id).join(', ')} is not among them` : 'no replica elsewhere'
  return { rule: `only in the clusters ${only.join(', ')}`, kept: outside.length === 0, why }
}

function latency({ agent, clusters }: AgentStanding): RuleKept | undefined {
  if (!agent.latency) return undefined
  const { maxMs, msByCluster } = agent.latency
  const times = clusters.map(({ id }) => ({ id, ms: msByCluster[id] }))
  const why = times.map(({ id, ms }) => (ms === undefined ? `${id} has no known latency` : `${round(ms)} ms to ${id}`)).join(', ')
  return { rule: `within ${maxMs} ms`, kept: times.every(({ ms }) => ms !== undefined && ms <= maxMs), why }
}

function spread({ agent, clusters }: AgentStanding): RuleKept[] {
  const kinds = {
    clusters: clusters.map(({ id }) => id),
    regions: clusters.map((c) => `${c.provider}/${c.region}`),
    clouds: clusters.map((c) => c.provider),
  }
  return (['clusters', 'regions', 'clouds'] as const).flatMap((kind) => {
    const wanted = agent.spread?.[kind]
    if (wanted === undefined) return []
    const held = [...new Set(kinds[kind])]
    const least = Math.min(wanted, agent.replicas)
    return [
      {
        rule: `in at least ${wanted} ${kind}`,
        kept: held.length >= least,
        why: `in ${held.length}: ${held.join(', ')}`,
      },
    ]
  })
}

function spot({ agent, replicas, onSpot }: AgentStanding): RuleKept {
  const { maxShare, onDemandBase } = { maxShare: 0, onDemandBase: 0, ...agent.spot }
  const base = Math.min(onDemandBase, agent.replicas)
  const most = wholeDown(maxShare * replicas)
  const kept = onSpot <= most && replicas - onSpot >= base
  if (maxShare === 0) return { rule: 'no spot', kept, why: onSpot === 0 ? `all ${replicas} on demand` : `${onSpot} on spot` }
  const rule = base > 0 ? `at most ${percent(maxShare)} on spot, ${base} on demand` : `at most ${percent(maxShare)} on spot`
  return { rule, kept, why: `${onSpot} of ${replicas} on spot, ${most} allowed; ${replicas - onSpot} on demand` }
}

function moves({ agent, arrangement }: AgentStanding): RuleKept | undefined {
  const most = agent.move?.maxReplicas
  if (most === undefined) return undefined
  const moved = movedReplicas(agent, arrangement.placements)
  return { rule: `at most ${most} moved at once`, kept: moved <= most, why: `${moved} moved` }
}

const round = (value: number): number => Math.round(value * 10) / 10
const percent = (share: number): string => `${round(share * 100)} %`
