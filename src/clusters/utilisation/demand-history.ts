import type { Finding } from '../../domain/finding.ts'
import type { FleetAgent } from '../../domain/fleet.ts'
import type { Sample } from '../../domain/sample.ts'
import type { Hours, Milliseconds } from '../../domain/units.ts'
import { STEP_SECONDS, windowUntil } from './history-window.ts'
import type { Series } from './prometheus/answer.ts'
import type { Prometheus } from './prometheus/prometheus.ts'
import { PrometheusError } from './prometheus/prometheus-error.ts'
import { replicasOfDeployments } from './queries.ts'

export interface DemandReading {
  readonly prometheus: ReadonlyMap<string, Prometheus>
  readonly now: () => Date
  readonly signal: AbortSignal
  /** Default: five weeks; a server that keeps less gives less. */
  readonly windowHours?: Hours
  /** What one agent's queries may take; default: one minute. */
  readonly deadlineMilliseconds?: Milliseconds
}

/** Of the whole agent: its load where its policy gives a query, else the replicas that ran. */
export interface DemandHistory {
  readonly of: 'load' | 'replicas'
  readonly samples: readonly Sample[]
}

type Planned = Pick<FleetAgent, 'id' | 'policy' | 'deployments'>

const USUAL_WINDOW_HOURS = 5 * 168
const USUAL_DEADLINE_MS = 60_000

/** What was recorded of the demand of agents whose policies follow it, by agent; where it cannot be had, a finding says so, and stops no other. */
export async function demandHistories(
  agents: readonly Planned[],
  reading: DemandReading,
): Promise<{ histories: ReadonlyMap<string, DemandHistory>; findings: readonly Finding[] }> {
  const following = agents.filter(({ policy: { demand } }) => demand?.load !== undefined || demand?.fromHistory === true)
  const read = await Promise.all(following.map((agent) => historyOf(agent, reading)))
  const histories = new Map<string, DemandHistory>()
  for (const [at, { id }] of following.entries()) {
    const { history } = read[at]!
    if (history) histories.set(id, history)
  }
  return { histories, findings: read.flatMap(({ finding }) => finding ?? []) }
}

async function historyOf(agent: Planned, reading: DemandReading): Promise<{ history?: DemandHistory; finding?: Finding }> {
  const { deadlineMilliseconds = USUAL_DEADLINE_MS } = reading
  const deadline = AbortSignal.timeout(deadlineMilliseconds)
  const lacks = (what: string, remedy: string) => ({ finding: unknownDemand(agent.id, what, remedy) })
  const asked = serversOf(agent, reading.prometheus)
  if (asked.length === 0) return lacks('none of its clusters has a Prometheus', 'give one: clusters[].prometheus.url')
  try {
    const of = agent.policy.demand?.load ? 'load' : 'replicas'
    const signal = AbortSignal.any([reading.signal, deadline])
    const series = await Promise.all(asked.map((server) => recordedBy(server, agent, { ...reading, signal })))
    if (series.some((one) => one.length > 1)) return lacks('its query gives several series', 'sum them: sum(…)')
    const samples = added(series.flat())
    return samples.length > 0 ? { history: { of, samples } } : lacks('nothing of it is recorded', 'check the query, and what is scraped')
  } catch (error) {
    if (error instanceof PrometheusError) return lacks(`${error.where}: ${error.what}`, error.remedy)
    if (reading.signal.aborted || !deadline.aborted) throw error
    return lacks(`no answer within ${Math.round(deadlineMilliseconds / 1000)} s`, 'make the query cheaper: a recording rule')
  }
}

interface Server {
  readonly prometheus: Prometheus
  readonly clusters: readonly string[]
}

/** Those of its clusters, each once: one that holds several clusters sees the whole load at once. */
function serversOf({ deployments = [] }: Planned, known: ReadonlyMap<string, Prometheus>): Server[] {
  const clusters = [...new Set(deployments.map(({ cluster }) => cluster))].filter((cluster) => known.has(cluster))
  return [...Map.groupBy(clusters, (cluster) => known.get(cluster)!.address).values()].map((own) => ({
    prometheus: known.get(own[0]!)!,
    clusters: own,
  }))
}

/** A load as its owner asks for it; replicas of each cluster by its own labels. */
async function recordedBy(
  { prometheus, clusters }: Server,
  { policy, deployments = [] }: Planned,
  { prometheus: known, now, signal, windowHours = USUAL_WINDOW_HOURS }: DemandReading,
): Promise<readonly Series[]> {
  const range = windowUntil(now(), windowHours, STEP_SECONDS)
  const query = policy.demand?.load?.query
  if (query !== undefined) return prometheus.over(query, range, signal)
  const byCluster = clusters.map((cluster) =>
    known.get(cluster)!.over(
      replicasOfDeployments(
        deployments.filter((one) => one.cluster === cluster),
        known.get(cluster)!.matchers,
      ),
      range,
      signal,
    ),
  )
  const samples = added((await Promise.all(byCluster)).flat())
  return samples.length === 0
    ? []
    : [{ labels: {}, times: samples.map(({ atSeconds }) => atSeconds), values: samples.map(({ value }) => value) }]
}

/** Series of different places at the same times. */
function added(series: readonly Series[]): Sample[] {
  const sums = new Map<number, number>()
  for (const { times, values } of series) for (const [at, time] of times.entries()) sums.set(time, (sums.get(time) ?? 0) + values[at]!)
  return [...sums].map(([atSeconds, value]) => ({ atSeconds, value })).sort((a, b) => a.atSeconds - b.atSeconds)
}

const unknownDemand = (agent: string, what: string, remedy: string): Finding => ({
  severity: 'warning',
  subject: `agent ${agent}`,
  message: `its demand of the past is not known (${what}): it is planned with the replicas that run`,
  remedy,
})
