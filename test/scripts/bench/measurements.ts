import type { Measurement } from '../../../scripts/bench/results/measurement.ts'

/** Ballast on the first small fleet: 100 USD/h, with a bound of 99. */
export function aMeasurement(part: Partial<Measurement> = {}): Measurement {
  return {
    instance: 'S-1',
    size: 'S',
    seed: 1,
    agents: 10,
    replicas: 40,
    clusters: 4,
    offers: 160,
    side: 'ballast',
    outcome: 'optimal',
    usdPerHour: 100,
    lowerBoundUsdPerHour: 99,
    seconds: 2,
    peakMemoryGiB: 0.25,
    timeLimitSeconds: 10,
    firstPlanSeconds: 0.5,
    promisedGapSeconds: 1,
    verified: 'yes',
    measuredAt: '2026-05-04T10:00:00.000Z',
    machine: '2 cores, 24 GiB, Node 24',
    commit: 'abc1234',
    ...part,
  }
}

/** A side that proved nothing of its own. */
export const withoutBound = (part: Partial<Measurement>): Measurement => {
  const { lowerBoundUsdPerHour: _, firstPlanSeconds: __, promisedGapSeconds: ___, ...rest } = aMeasurement()
  return { ...rest, outcome: 'feasible', ...part }
}

/** One small fleet, all sides: greedy costs twice as much, HiGHS 125, the clouds alone 110 and 160. */
export const ALL_SIDES: readonly Measurement[] = [
  aMeasurement(),
  withoutBound({ side: 'greedy', usdPerHour: 200, seconds: 0.2 }),
  withoutBound({ side: 'lp-sums', outcome: 'bound', usdPerHour: undefined, verified: undefined, lowerBoundUsdPerHour: 60, seconds: 0.4 }),
  withoutBound({
    side: 'lp-assignment',
    outcome: 'bound',
    usdPerHour: undefined,
    verified: undefined,
    lowerBoundUsdPerHour: 80,
    seconds: 0.5,
  }),
  withoutBound({ side: 'highs', usdPerHour: 125, lowerBoundUsdPerHour: 70, modelUsdPerHour: 90, unheldReplicas: 10, seconds: 10 }),
  aMeasurement({ side: 'only-aws', usdPerHour: 160, lowerBoundUsdPerHour: 155, heldAgents: 9 }),
  aMeasurement({ side: 'only-gcp', usdPerHour: 110, lowerBoundUsdPerHour: 109, heldAgents: 2 }),
]
