import type { Share } from '../../../src/domain/units.ts'
import { type Comparison, provedGap, secondsOf } from '../results/comparison.ts'
import type { Measurement } from '../results/measurement.ts'
import { known, median } from '../results/median.ts'
import { SIZES } from '../sizes.ts'
import { gib, markdownTable, percent, seconds, times, usd, whole } from './markdown.ts'

const bySize = (comparisons: readonly Comparison[]) => [...Map.groupBy(comparisons, ({ size }) => size)]
const most = (values: readonly number[]): number | undefined => (values.length === 0 ? undefined : Math.max(...values))

/** A row a size: what Ballast promises and keeps. */
export function promises(comparisons: readonly Comparison[]): string {
  const rows = bySize(comparisons).map(([size, own]) => {
    const gaps = known(own, provedGap)
    const limits = known(own, ({ sides }) => sides.get('ballast')?.timeLimitSeconds)
    return [
      size,
      whole(own.length),
      whole(median(own.map(({ replicas }) => replicas))),
      percent(SIZES[size].promisedGap),
      percent(median(gaps)),
      percent(most(gaps)),
      seconds(most(limits)),
      seconds(median(known(own, ({ sides }) => sides.get('ballast')?.promisedGapSeconds))),
      gib(most(known(own, ({ sides }) => sides.get('ballast')?.peakMemoryGiB))),
    ]
  })
  const head = ['size', 'fleets', 'replicas', 'gap promised', 'gap proved', 'worst', 'time limit', 'promise kept after', 'memory']
  return markdownTable(head, rows)
}

/** A row a size: how much less a fleet costs than by each other side. */
export function savings(comparisons: readonly Comparison[]): string {
  const rows = bySize(comparisons).map(([size, own]) => [
    size,
    percent(median(known(own, (one) => saving(one, one.sides.get('greedy'))))),
    percent(median(known(own, (one) => saving(one, one.sides.get('highs'))))),
    percent(median(known(own, unheldShare))),
    percent(median(known(own, (one) => saving(one, one.bestCloud)))),
  ])
  const head = ['size', 'than greedy', 'than HiGHS, packed', 'replicas that HiGHS has no room for', 'than the best single cloud']
  return markdownTable(head, rows)
}

function saving({ sides }: Comparison, other: Measurement | undefined): Share | undefined {
  const [own, theirs] = [sides.get('ballast')?.usdPerHour, other?.verified === 'no' ? undefined : other?.usdPerHour]
  return own === undefined || theirs === undefined ? undefined : (theirs - own) / theirs
}

function unheldShare({ sides, replicas }: Comparison): Share | undefined {
  const unheld = sides.get('highs')?.unheldReplicas
  return unheld === undefined ? undefined : unheld / replicas
}

/** A row a size: Ballast's time as a multiple of the linear relaxation's. */
export function timesOfRelaxation(comparisons: readonly Comparison[]): string {
  const ratio = (one: Comparison, time: number | undefined) => {
    const relaxation = secondsOf(one, 'lp-assignment')
    return relaxation === undefined || time === undefined ? undefined : time / relaxation
  }
  const rows = bySize(comparisons).map(([size, own]) => [
    size,
    seconds(median(known(own, (one) => secondsOf(one, 'lp-assignment')))),
    times(median(known(own, (one) => ratio(one, one.sides.get('ballast')?.firstPlanSeconds)))),
    times(median(known(own, (one) => ratio(one, one.sides.get('ballast')?.promisedGapSeconds)))),
  ])
  return markdownTable(['size', 'the relaxation takes', 'first verified plan after', 'promised gap proved after'], rows)
}

/** A row a fleet. */
export function fleets(comparisons: readonly Comparison[]): string {
  const rows = comparisons.map((one) => {
    const { sides, bestCloud } = one
    const own = sides.get('ballast')
    return [
      one.instance,
      usd(own?.usdPerHour),
      usd(own?.lowerBoundUsdPerHour),
      percent(provedGap(one)),
      seconds(own?.seconds),
      usd(sides.get('lp-assignment')?.lowerBoundUsdPerHour),
      cost(sides.get('greedy')),
      cost(sides.get('highs')),
      bestCloud && `${cost(bestCloud)} (${bestCloud.side.replace('only-', '')}, ${bestCloud.heldAgents} of ${bestCloud.agents} agents)`,
    ]
  })
  return markdownTable(
    ['fleet', 'Ballast', 'its bound', 'gap', 'time', 'LP relaxation', 'greedy', 'HiGHS, packed', 'best single cloud'],
    rows,
  )
}

const cost = (measurement: Measurement | undefined): string | undefined =>
  measurement?.verified === 'no' ? 'breaks a rule' : usd(measurement?.usdPerHour)
