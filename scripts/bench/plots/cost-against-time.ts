import type { TopLevelSpec } from 'vega-lite'
import type { Comparison } from '../results/comparison.ts'
import type { CurvePoint, Measurement } from '../results/measurement.ts'
import { COLOURS } from './colours.ts'
import { DECADES } from './decades.ts'

interface Mark {
  readonly panel: string
  readonly series: string
  readonly seconds: number
  /** Of the best bound that any side proved. */
  readonly times: number
}

const LINES = {
  'Ballast: best plan': COLOURS.ballast,
  'Ballast: bound': COLOURS.ballastBound,
  'HiGHS, packing in sums: cost of its model, no plan': COLOURS.highs,
  'HiGHS, packing in sums: bound': COLOURS.highsBound,
} as const
const POINTS = {
  'HiGHS: its solution packed': COLOURS.highsPacked,
  'greedy baseline': COLOURS.greedy,
  'linear relaxation': COLOURS.lp,
} as const

/** Beyond these it is drawn at the edge. */
const MOST_TIMES = 2.2
const LEAST_TIMES = 0.4
const LEAST_SECONDS = 0.1

/** How plan and bound close in on each other: a panel a size, of its first fleet. Undefined where nothing was measured that has a curve. */
export function costAgainstTime(comparisons: readonly Comparison[], curves: readonly CurvePoint[]): TopLevelSpec | undefined {
  const shown = [...Map.groupBy(comparisons, ({ size }) => size).values()].flatMap((own) =>
    own.filter((one) => one.lowerBoundUsdPerHour !== undefined && curves.some(({ instance }) => instance === one.instance)).slice(0, 1),
  )
  if (shown.length === 0) return undefined
  const lines = shown.flatMap((comparison) => linesOf(comparison, curves))
  const points = shown.flatMap(pointsOf)
  const series = [...Object.keys(LINES), ...Object.keys(POINTS)]
  const colour = {
    field: 'series',
    type: 'nominal' as const,
    scale: { domain: series, range: [...Object.values(LINES), ...Object.values(POINTS)] },
    legend: { title: null, orient: 'bottom' as const, columns: 2, symbolType: 'circle' },
  }
  const x = {
    field: 'seconds',
    type: 'quantitative' as const,
    title: 'time since the start of the process [s]',
    scale: { type: 'log' as const },
    axis: { values: DECADES, format: '~g' },
  }
  const y = {
    field: 'times',
    type: 'quantitative' as const,
    title: ['cost, as a multiple', 'of the best proved bound'],
    scale: { domain: [LEAST_TIMES, MOST_TIMES], nice: false, clamp: true },
  }
  return {
    title: {
      text: 'Cost against time',
      subtitle: 'The first fleet of each size. The optimum lies between the best plan and the best bound, which is 1.',
    },
    data: { values: [...lines, ...points] },
    facet: { field: 'panel', type: 'nominal', title: null, sort: shown.map(panelOf) },
    columns: 2,
    spec: {
      width: 400,
      height: 260,
      layer: [
        {
          transform: [{ filter: { field: 'series', oneOf: Object.keys(LINES) } }],
          mark: { type: 'line', interpolate: 'step-after', strokeWidth: 2.2, clip: true },
          encoding: { x, y, color: colour },
        },
        {
          transform: [{ filter: { field: 'series', oneOf: Object.keys(POINTS) } }],
          mark: { type: 'point', filled: true, size: 110, opacity: 1, shape: 'diamond' },
          encoding: { x, y, color: colour },
        },
      ],
    },
    resolve: { scale: { x: 'independent' } },
  }
}

const panelOf = ({ instance, replicas }: Comparison): string => `${instance}: ${replicas.toLocaleString('en-US')} replicas`

function linesOf(comparison: Comparison, curves: readonly CurvePoint[]): Mark[] {
  return [
    ...lineOf(comparison, curves, { side: 'ballast', figure: 'usdPerHour', series: 'Ballast: best plan' }),
    ...lineOf(comparison, curves, { side: 'ballast', figure: 'lowerBoundUsdPerHour', series: 'Ballast: bound' }),
    ...lineOf(comparison, curves, { side: 'highs', figure: 'usdPerHour', series: 'HiGHS, packing in sums: cost of its model, no plan' }),
    ...lineOf(comparison, curves, { side: 'highs', figure: 'lowerBoundUsdPerHour', series: 'HiGHS, packing in sums: bound' }),
  ]
}

interface Line {
  readonly side: string
  readonly figure: 'usdPerHour' | 'lowerBoundUsdPerHour'
  readonly series: keyof typeof LINES
}

/** What was known last holds until the process ends. */
function lineOf(comparison: Comparison, curves: readonly CurvePoint[], { side, figure, series }: Line): Mark[] {
  const own = curves.filter((point) => point.instance === comparison.instance && point.side === side)
  const known = own.flatMap((point) => {
    const usdPerHour = point[figure]
    return usdPerHour === undefined ? [] : [{ seconds: point.elapsedSeconds, usdPerHour }]
  })
  const last = known.at(-1)
  const end = comparison.sides.get(side)?.seconds
  const all = last && end !== undefined && end > last.seconds ? [...known, { ...last, seconds: end }] : known
  return all.map(({ seconds, usdPerHour }) => markOf(comparison, series, seconds, usdPerHour))
}

function pointsOf(comparison: Comparison): Mark[] {
  const { sides } = comparison
  const point = (series: keyof typeof POINTS, measurement: Measurement | undefined, usdPerHour: number | undefined): Mark[] =>
    measurement?.seconds === undefined || usdPerHour === undefined ? [] : [markOf(comparison, series, measurement.seconds, usdPerHour)]
  const [greedy, packed, relaxation] = [sides.get('greedy'), sides.get('highs'), sides.get('lp-assignment')]
  return [
    ...point('greedy baseline', greedy, greedy?.usdPerHour),
    ...point('HiGHS: its solution packed', packed, packed?.usdPerHour),
    ...point('linear relaxation', relaxation, relaxation?.lowerBoundUsdPerHour),
  ]
}

function markOf(comparison: Comparison, series: string, seconds: number, usdPerHour: number): Mark {
  const times = usdPerHour / comparison.lowerBoundUsdPerHour!
  return { panel: panelOf(comparison), series, seconds: Math.max(LEAST_SECONDS, seconds), times: Math.min(MOST_TIMES, times) }
}
