import type { TopLevelSpec } from 'vega-lite'
import type { Comparison } from '../results/comparison.ts'
import { secondsOf } from '../results/comparison.ts'
import { COLOURS } from './colours.ts'
import { DECADES } from './decades.ts'

interface Series {
  readonly colour: string
  readonly dash: readonly number[]
  readonly seconds: (comparison: Comparison) => number | undefined
}

/** Whole processes, from JSON to the answer. */
const SERIES: Readonly<Record<string, Series>> = {
  'Ballast: promised gap proved': {
    colour: COLOURS.ballast,
    dash: [1, 0],
    seconds: ({ sides }) => sides.get('ballast')?.promisedGapSeconds,
  },
  'Ballast: first verified plan': {
    colour: COLOURS.ballastBound,
    dash: [1, 0],
    seconds: ({ sides }) => sides.get('ballast')?.firstPlanSeconds,
  },
  'LP relaxation, pods assigned to machines': { colour: COLOURS.lp, dash: [6, 4], seconds: (one) => secondsOf(one, 'lp-assignment') },
  'LP relaxation, packing in sums': { colour: COLOURS.lpSums, dash: [6, 4], seconds: (one) => secondsOf(one, 'lp-sums') },
  'greedy baseline': { colour: COLOURS.greedy, dash: [2, 3], seconds: (one) => secondsOf(one, 'greedy') },
}

/** How time grows with the fleet, both axes logarithmic: two lines at the same distance everywhere differ by a constant factor. */
export function timeAgainstSize(comparisons: readonly Comparison[]): TopLevelSpec | undefined {
  const values = timesOf(comparisons)
  if (values.length === 0) return undefined
  const order = Object.keys(SERIES)
  const colour = { domain: order, range: order.map((name) => SERIES[name]!.colour) }
  const legend = { title: null, orient: 'right' as const, symbolType: 'stroke', symbolSize: 400 }
  const x = {
    field: 'replicas',
    type: 'quantitative' as const,
    title: 'replicas in the fleet',
    scale: { type: 'log' as const },
    axis: { format: ',d', values: DECADES },
  }
  const y = {
    field: 'seconds',
    type: 'quantitative' as const,
    title: 'time of the whole process [s]',
    scale: { type: 'log' as const },
    axis: { format: '~g', values: DECADES },
  }
  return {
    title: { text: 'Time against size', subtitle: 'A dot a fleet; lines join the medians of each size.' },
    width: 520,
    height: 380,
    data: { values },
    layer: [
      {
        transform: [
          {
            aggregate: [
              { op: 'median', field: 'replicas', as: 'replicas' },
              { op: 'median', field: 'seconds', as: 'seconds' },
            ],
            groupby: ['series', 'size'],
          },
        ],
        mark: { type: 'line', strokeWidth: 2.4 },
        encoding: {
          x,
          y,
          color: { field: 'series', type: 'nominal', scale: colour, legend },
          strokeDash: {
            field: 'series',
            type: 'nominal',
            scale: { domain: order, range: order.map((name) => [...SERIES[name]!.dash]) },
            legend,
          },
        },
      },
      {
        mark: { type: 'point', filled: true, size: 55, opacity: 0.9 },
        encoding: { x, y, color: { field: 'series', type: 'nominal', scale: colour, legend } },
      },
    ],
  }
}

function timesOf(comparisons: readonly Comparison[]) {
  return comparisons.flatMap((comparison) =>
    Object.entries(SERIES).flatMap(([series, { seconds }]) => {
      const value = seconds(comparison)
      return value === undefined ? [] : [{ series, size: comparison.size, replicas: comparison.replicas, seconds: value }]
    }),
  )
}
