import { InputError, type InputIssue } from './input-error.ts'
import { didYouMean } from './nearest-name.ts'
import { type Agent, INTERNET, type Problem, ProblemSchema } from './problem.ts'
import { checked } from './schema-check.ts'

/** A value from outside as a problem; throws InputError with every mistake: first those of form, then those of sense. */
export function parseProblem(value: unknown, source: string): Problem {
  const problem = checked(ProblemSchema, value, source)
  const issues = problemIssues(problem)
  if (issues.length > 0) throw new InputError(source, issues)
  return problem
}

/** What a schema cannot see: names that stand twice or name nothing, and numbers that contradict each other. */
function problemIssues(problem: Problem): InputIssue[] {
  const ids = problem.clusters.map(({ id }) => id)
  const clusters = new Set(ids)
  const places = new Set([...ids, INTERNET])
  const targets = new Set([...problem.agents.map(({ id }) => id), INTERNET])
  return [
    ...twice('clusters', ids),
    ...problem.clusters.flatMap((_, at) => clusterIssues(problem, at)),
    ...twice(
      'quotas',
      (problem.quotas ?? []).map(({ id }) => id),
    ),
    ...(problem.quotas ?? []).flatMap((quota, at) => unknownNames(`quotas[${at}].clusters`, quota.clusters ?? [], clusters, 'cluster')),
    ...(problem.egress?.pairs ?? []).flatMap(({ from, to }, at) => [
      ...unknownName(`egress.pairs[${at}].from`, from, clusters, 'cluster'),
      ...unknownName(`egress.pairs[${at}].to`, to, places, 'cluster'),
    ]),
    ...twice(
      'agents',
      problem.agents.map(({ id }) => id),
    ),
    ...problem.agents.flatMap((agent, at) => agentIssues(agent, `agents[${at}]`, clusters, targets)),
  ]
}

function clusterIssues(problem: Problem, at: number): InputIssue[] {
  const { offers, zones } = problem.clusters[at]!
  const unlimited = offers.flatMap(({ capacityType, maxNodes }, offer) =>
    capacityType === 'reserved' && maxNodes === undefined
      ? [{ path: `clusters[${at}].offers[${offer}].maxNodes`, message: 'is missing: a reserved offer says how many nodes are paid for' }]
      : [],
  )
  const names = offers.map(({ instanceType, capacityType }) => `${instanceType}/${capacityType}`)
  return [...unlimited, ...twice(`clusters[${at}].offers`, names), ...twice(`clusters[${at}].zones`, zones)]
}

/** Far beyond any fleet; where a slip of the hand begins, and arrays of that length end. */
const MOST_REPLICAS = 1_000_000

function tooMany(path: string, replicas: number | undefined): InputIssue[] {
  if (replicas === undefined || replicas <= MOST_REPLICAS) return []
  return [
    {
      path,
      message: `is ${replicas}, more than the ${MOST_REPLICAS} that one agent may have`,
      remedy: 'split the agent, or mend the number',
    },
  ]
}

function agentIssues(agent: Agent, path: string, clusters: ReadonlySet<string>, targets: ReadonlySet<string>): InputIssue[] {
  return [
    ...tooMany(`${path}.replicas`, agent.replicas),
    ...tooMany(`${path}.maxReplicas`, agent.maxReplicas),
    ...unknownNames(`${path}.placement.clusters`, agent.placement?.clusters ?? [], clusters, 'cluster'),
    ...Object.keys(agent.latency?.msByCluster ?? {}).flatMap((id) =>
      unknownName(`${path}.latency.msByCluster.${id}`, id, clusters, 'cluster'),
    ),
    ...(agent.traffic ?? []).flatMap(({ to }, at) => trafficIssues(agent, to, `${path}.traffic[${at}].to`, targets)),
    ...twice(
      `${path}.traffic`,
      (agent.traffic ?? []).map(({ to }) => to),
    ),
    ...(agent.current ?? []).flatMap(({ cluster }, at) => unknownName(`${path}.current[${at}].cluster`, cluster, clusters, 'cluster')),
    ...replicaIssues(agent, path),
  ]
}

function replicaIssues({ replicas, maxReplicas = replicas }: Agent, path: string): InputIssue[] {
  if (maxReplicas >= replicas) return []
  return [{ path: `${path}.maxReplicas`, message: `is ${maxReplicas}, below replicas, which is ${replicas}` }]
}

function trafficIssues(agent: Agent, to: string, path: string, targets: ReadonlySet<string>): InputIssue[] {
  if (to === agent.id) return [{ path, message: `names ${agent.id} itself`, remedy: 'traffic goes to another agent or to "internet"' }]
  return unknownName(path, to, targets, 'agent')
}

function unknownNames(path: string, names: readonly string[], known: ReadonlySet<string>, kind: string): InputIssue[] {
  return names.flatMap((name, at) => unknownName(`${path}[${at}]`, name, known, kind))
}

/** One mistake where a name is none of those known: a set where they are many. */
export function unknownName(path: string, name: string, known: readonly string[] | ReadonlySet<string>, kind: string): InputIssue[] {
  if ('has' in known ? known.has(name) : known.includes(name)) return []
  return [{ path, message: `names no ${kind}: "${name}"`, remedy: didYouMean(name, known) }]
}

/** One mistake for each name that a list holds more than once. */
export function twice(path: string, names: readonly string[]): InputIssue[] {
  const seen = new Set<string>()
  const again = new Set<string>()
  for (const name of names) (seen.has(name) ? again : seen).add(name)
  return [...again].map((name) => ({ path, message: `"${name}" stands twice`, remedy: 'give each its own name, or drop one' }))
}
