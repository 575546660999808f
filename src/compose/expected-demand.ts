import type { RealFleet } from '../clusters/kubernetes/real-fleet/real-fleet.ts'
import type { Prometheus } from '../clusters/utilisation/prometheus/prometheus.ts'
import type { FleetAgent } from '../domain/fleet.ts'
import type { Reading } from './clusters-read.ts'

/** A fleet whose agents want what the coming hours are expected to, where their policies follow a load or their own history. */
export async function expectingDemand(
  read: RealFleet,
  prometheus: ReadonlyMap<string, Prometheus>,
  { now, onStage }: Pick<Reading, 'now' | 'onStage'>,
): Promise<RealFleet> {
  const following = read.fleet.agents.filter(followsHistory)
  if (following.length === 0) return read
  onStage('foreseeing the demand of the coming hours')
  const [{ demandHistories }, { withExpectedDemand }] = await Promise.all([
    import('../clusters/utilisation/demand-history.ts'),
    import('../demand/with-expected-demand.ts'),
  ])
  const { histories, findings } = await demandHistories(following, { prometheus, now, signal: new AbortController().signal })
  const { horizonHours } = read.fleet
  const expected = withExpectedDemand(read.fleet.agents, histories, { now: now(), horizonHours })
  return { ...read, fleet: { ...read.fleet, agents: expected.agents }, findings: [...read.findings, ...findings, ...expected.findings] }
}

/** What is planned as it stands follows nothing. */
const followsHistory = ({ policy: { demand }, isPaused, pinnedBecause }: FleetAgent): boolean =>
  demand !== undefined && !isPaused && pinnedBecause === undefined
