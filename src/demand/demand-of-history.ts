import type { AgentDemand, FleetAgent } from '../domain/fleet.ts'
import type { LoadQuery, Policy } from '../domain/policy.ts'
import type { Sample } from '../domain/sample.ts'
import { type Replicas, type Share, wholeUp } from '../domain/units.ts'
import { type Forecast, type ForecastQuestion, forecast } from './forecast.ts'
import { surviveFloor } from './survive-floor.ts'

/** What an agent wants in the coming hours, and how it was found. */
export interface ExpectedDemand extends Pick<FleetAgent, 'demand' | 'demandByHour'> {
  readonly because: string
  readonly forecast: Forecast
}

/** A few times in a hundred the load is more than was planned for: that is what head-room is for. */
export const USUAL_PERCENTILE: Share = 0.95

/** Enough replicas for the busiest of the coming hours, by the load that was recorded. Throws RangeError without history. */
export function demandOfLoad(
  samples: readonly Sample[],
  { perReplica, unit, minReplicas }: Omit<LoadQuery, 'query'>,
  question: ForecastQuestion,
): ExpectedDemand {
  const expected = forecast(samples, question)
  const load = rounded(Math.max(...expected.byHour))
  const demand: AgentDemand = { load, perReplica, unit, ...(minReplicas !== undefined && { minReplicas }) }
  return { demand, ...hoursOfDay(expected, rounded), because: `${unit}: ${expected.because}`, forecast: expected }
}

/** As many replicas as ran at such hours, and no fewer than the policy's survive rules need. Throws RangeError without history. */
export function demandOfReplicas(
  samples: readonly Sample[],
  { policy, minReplicas = 0 }: { policy: Policy; minReplicas?: Replicas },
  question: ForecastQuestion,
): ExpectedDemand {
  const expected = forecast(samples, question)
  const survivors = surviveFloor(policy) ?? 0
  const floor = Math.max(minReplicas, survivors)
  const replicasOf = (value: number) => Math.max(wholeUp(value), floor)
  const replicas = replicasOf(Math.max(...expected.byHour))
  const raised =
    wholeUp(Math.max(...expected.byHour)) < floor
      ? `; at least ${floor} ${survivors > minReplicas ? 'for its survive rules' : 'are wanted'}`
      : ''
  return {
    demand: { replicas },
    ...hoursOfDay(expected, replicasOf),
    because: `replicas that ran: ${expected.because}${raised}`,
    forecast: expected,
  }
}

/** From midnight UTC, where the forecast reaches over a whole day: of hours that it holds twice, the larger. */
function hoursOfDay({ from, byHour }: Forecast, amountOf: (value: number) => number): Pick<FleetAgent, 'demandByHour'> {
  if (byHour.length < 24) return {}
  const first = new Date(from).getUTCHours()
  const hours = Array.from({ length: 24 }, (_, hour) => {
    const own = byHour.filter((_, ahead) => (first + ahead) % 24 === hour)
    return amountOf(Math.max(...own))
  })
  return { demandByHour: hours }
}

/** Digits that a forecast does not have are not shown. */
const rounded = (value: number): number => Number(value.toPrecision(4))
