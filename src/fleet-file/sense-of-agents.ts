import type { Catalogue } from '../domain/catalogue.ts'
import type { InputIssue } from '../domain/input-error.ts'
import { twice, unknownName } from '../domain/parse-problem.ts'
import { INTERNET } from '../domain/problem.ts'
import { type Draft, items } from './draft.ts'
import type { DescribedAgent, FleetDescription } from './schema.ts'
import { given } from './sense-of-clusters.ts'
import { senseOfHours } from './sense-of-hours.ts'

type AgentDraft = Draft<DescribedAgent>

/** The names that agents may speak of. */
interface Known {
  readonly agents: readonly string[]
  readonly clusters: readonly string[]
  readonly policies: readonly string[]
  readonly instanceTypes: readonly string[]
  readonly gpuModels: readonly string[]
}

/** What agents say that cannot be: names of nothing, demand twice or not at all, traffic to themselves. */
export function senseOfAgents(draft: Draft<FleetDescription>, catalogue: Catalogue): InputIssue[] {
  const agents = items(draft.agents, 'agents')
  const known = knownNames(draft, catalogue)
  return [...twice('agents', known.agents), ...agents.flatMap(({ item, path }) => agentIssues(item, path, known))]
}

function knownNames(draft: Draft<FleetDescription>, catalogue: Catalogue): Known {
  const clusters = items(draft.clusters, '').map(({ item }) => item)
  const machines = clusters.flatMap(({ provider, region }) => (provider && region ? catalogue.machines(provider, region) : []))
  return {
    agents: given(items(draft.agents, '').map(({ item }) => item.id)),
    clusters: given(clusters.map(({ id }) => id)),
    policies: Object.keys(draft.policies ?? {}),
    instanceTypes: [...new Set(machines.map(({ instanceType }) => instanceType))],
    gpuModels: [...new Set(machines.flatMap(({ gpuModel }) => (gpuModel ? [gpuModel] : [])))],
  }
}

function agentIssues(agent: AgentDraft, path: string, known: Known): InputIssue[] {
  const named = (list: readonly (string | undefined)[] | undefined, key: string, names: readonly string[], kind: string) =>
    items(list, `${path}.${key}`).flatMap(({ item, path: at }) => unknownName(at, item, names, kind))
  return [
    ...demandIssues(agent, path),
    ...senseOfHours(agent, path),
    ...policyNameIssues(agent, path, known),
    ...named(agent.instanceTypes, 'instanceTypes', known.instanceTypes, 'machine type of these clusters'),
    ...named(agent.gpuModels, 'gpuModels', known.gpuModels, 'GPU model of these clusters'),
    ...trafficIssues(agent, path, known),
    ...items(agent.today, `${path}.today`).flatMap(({ item, path: at }) =>
      item.cluster ? unknownName(`${at}.cluster`, item.cluster, known.clusters, 'cluster') : [],
    ),
  ]
}

/** A part that is there but had a mistake of form is undefined here, and was told already. */
function demandIssues(agent: AgentDraft, path: string): InputIssue[] {
  const [replicas, load] = ['replicas' in agent, 'load' in agent]
  if (replicas && load) return [{ path, message: 'says both `replicas` and `load`', remedy: 'keep the one that decides' }]
  if (replicas || load) return []
  return [{ path, message: 'does not say how much of it is wanted', remedy: 'say `replicas` or `load`' }]
}

/** Policies as one name or a list of them; a list that stands in the file once keeps its place. */
export function policyNamesOf(agent: AgentDraft): (string | undefined)[] {
  return typeof agent.policies === 'string' ? [agent.policies] : (agent.policies ?? [])
}

function policyNameIssues(agent: AgentDraft, path: string, { policies }: Known): InputIssue[] {
  const one = typeof agent.policies === 'string'
  return items(policyNamesOf(agent), `${path}.policies`).flatMap(({ item, path: at }) =>
    unknownName(one ? `${path}.policies` : at, item, policies, 'policy'),
  )
}

function trafficIssues(agent: AgentDraft, path: string, { agents }: Known): InputIssue[] {
  const edges = items(agent.traffic, `${path}.traffic`)
  const targets = edges.flatMap(({ item: { to }, path: at }) => {
    if (!to) return []
    const remedy = 'traffic goes to another agent or to "internet"'
    if (to === agent.id) return [{ path: `${at}.to`, message: `names ${to} itself`, remedy }]
    return unknownName(`${at}.to`, to, [...agents, INTERNET], 'agent')
  })
  return [...targets, ...twice(`${path}.traffic`, given(edges.map(({ item }) => item.to)))]
}
