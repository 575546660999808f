import type { TopLevelSpec } from 'vega-lite'
import { type Comparison, provedGap, shareAboveBound } from '../results/comparison.ts'
import { SIZE_NAMES, SIZES } from '../sizes.ts'
import { COLOURS } from './colours.ts'
import { DECADES } from './decades.ts'

interface Series {
  readonly colour: string
  readonly share: (comparison: Comparison) => number | undefined
}

const SERIES: Readonly<Record<string, Series>> = {
  'Ballast, proved by itself': { colour: COLOURS.ballast, share: provedGap },
  'one single best cloud': { colour: COLOURS.oneCloud, share: (one) => shareAboveBound(one.bestCloud, one.lowerBoundUsdPerHour) },
  'HiGHS: its solution packed': {
    colour: COLOURS.highsPacked,
    share: (one) => shareAboveBound(one.sides.get('highs'), one.lowerBoundUsdPerHour),
  },
  'greedy baseline': { colour: COLOURS.greedy, share: (one) => shareAboveBound(one.sides.get('greedy'), one.lowerBoundUsdPerHour) },
}
const PROMISED = 'promised of Ballast'

/** What is less is drawn there: a logarithmic axis has no 0. */
const LEAST_PERCENT = 0.01

/** How far each side's plans may be from the optimum: a dot a fleet. */
export function gapPerSize(comparisons: readonly Comparison[]): TopLevelSpec | undefined {
  const values = comparisons.flatMap((comparison) =>
    Object.entries(SERIES).flatMap(([series, { share }]) => {
      const value = share(comparison)
      return value === undefined ? [] : [{ series, size: comparison.size, percent: Math.max(LEAST_PERCENT, 100 * value) }]
    }),
  )
  if (values.length === 0) return undefined
  const sizes = SIZE_NAMES.filter((size) => values.some((value) => value.size === size))
  const promised = sizes.map((size) => ({ series: PROMISED, size, percent: 100 * SIZES[size].promisedGap }))
  const order = [...Object.keys(SERIES), PROMISED]
  const colours = [...Object.values(SERIES).map(({ colour }) => colour), '#333']
  const color = {
    field: 'series',
    type: 'nominal' as const,
    scale: { domain: order, range: colours },
    legend: { title: null, orient: 'right' as const, symbolType: 'circle' },
  }
  const x = { field: 'size', type: 'ordinal' as const, title: 'size of the fleet', sort: [...sizes], axis: { labelAngle: 0 } }
  const y = {
    field: 'percent',
    type: 'quantitative' as const,
    title: ['at most so far from the optimum', '[% of the cost]'],
    scale: { type: 'log' as const, domain: [LEAST_PERCENT, 100] },
    axis: { format: '~g', values: DECADES },
  }
  return {
    title: { text: 'Gap per size', subtitle: `Against the best bound that any side proved; ${LEAST_PERCENT} stands for less too.` },
    width: 480,
    height: 380,
    data: { values: [...values, ...promised] },
    layer: [
      {
        transform: [{ filter: { field: 'series', oneOf: Object.keys(SERIES) } }],
        mark: { type: 'point', filled: true, size: 90, opacity: 0.85 },
        encoding: { x, y, color, xOffset: { field: 'series', type: 'nominal', sort: Object.keys(SERIES) } },
      },
      {
        transform: [{ filter: { field: 'series', equal: PROMISED } }],
        mark: { type: 'tick', thickness: 2, size: 90 },
        encoding: { x, y, color },
      },
    ],
  }
}
