import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'csv-parse/sync'
import { stringify } from 'csv-stringify/sync'
import { InputError } from '../../../src/domain/input-error.ts'
import { writeFiles } from '../../../src/reports/write-files.ts'
import type { CurvePoint, Measurement } from './measurement.ts'

const TEXTS = ['instance', 'size', 'side', 'outcome', 'verified', 'remark', 'measuredAt', 'machine', 'commit'] as const

/** In the order in which they stand in the file. */
export const RESULT_COLUMNS = [
  'instance',
  'size',
  'seed',
  'agents',
  'replicas',
  'clusters',
  'offers',
  'side',
  'outcome',
  'usdPerHour',
  'lowerBoundUsdPerHour',
  'seconds',
  'peakMemoryGiB',
  'timeLimitSeconds',
  'firstPlanSeconds',
  'promisedGapSeconds',
  'modelUsdPerHour',
  'unheldReplicas',
  'heldAgents',
  'verified',
  'remark',
  'measuredAt',
  'machine',
  'commit',
] as const satisfies readonly (keyof Measurement)[]
export const CURVE_COLUMNS = [
  'instance',
  'side',
  'elapsedSeconds',
  'usdPerHour',
  'lowerBoundUsdPerHour',
] as const satisfies readonly (keyof CurvePoint)[]

export const RESULTS_FILE = 'results.csv'
export const CURVES_FILE = 'curves.csv'

/** What has been measured, one row an instance and side; kept on disk after every measurement, so that a run can be cut short and go on. */
export class ResultsFile {
  private readonly folder: string
  private rows: readonly Measurement[]
  private points: readonly CurvePoint[]

  /** Throws InputError where a file of this name in the folder is not ours. */
  constructor(folder: string) {
    this.folder = folder
    this.rows = rowsOf<Measurement>(join(folder, RESULTS_FILE), RESULT_COLUMNS)
    this.points = rowsOf<CurvePoint>(join(folder, CURVES_FILE), CURVE_COLUMNS)
  }

  get measurements(): readonly Measurement[] {
    return this.rows
  }

  get curves(): readonly CurvePoint[] {
    return this.points
  }

  has({ instance, side }: Pick<Measurement, 'instance' | 'side'>): boolean {
    return this.rows.some((row) => row.instance === instance && row.side === side)
  }

  /** Takes the place of what was measured before of the same instance and side. */
  async put(measurement: Measurement, curve: readonly CurvePoint[]): Promise<void> {
    const isOther = ({ instance, side }: { instance: string; side: string }) =>
      instance !== measurement.instance || side !== measurement.side
    this.rows = [...this.rows.filter(isOther), measurement]
    this.points = [...this.points.filter(isOther), ...curve]
    await writeFiles(
      this.folder,
      new Map([
        [RESULTS_FILE, csvOf(this.rows, RESULT_COLUMNS)],
        [CURVES_FILE, csvOf(this.points, CURVE_COLUMNS)],
      ]),
    )
  }
}

function csvOf(rows: readonly object[], columns: readonly string[]): string {
  return stringify([...rows], { header: true, columns: [...columns], cast: { number: (value) => String(Number(value.toPrecision(10))) } })
}

function rowsOf<Row>(path: string, columns: readonly string[]): Row[] {
  if (!existsSync(path)) return []
  const records: Record<string, string>[] = parse(readFileSync(path, 'utf8'), { columns: true, relax_column_count: true })
  const missing = columns.filter((column) => records.length > 0 && records[0]![column] === undefined)
  if (missing.length > 0) throw notOurs(path, missing)
  return records.map((record) => Object.fromEntries(columns.flatMap((column) => cellOf(column, record[column]!))) as Row)
}

const notOurs = (path: string, missing: readonly string[]): InputError =>
  new InputError(path, [
    {
      path: missing.join(', '),
      message: 'no such column: an older benchmark wrote this file',
      remedy: 'move it away, or name another folder with --out',
    },
  ])

/** An empty cell is an absent figure, never 0. */
function cellOf(column: string, text: string): [string, string | number][] {
  if (text === '') return []
  return [[column, (TEXTS as readonly string[]).includes(column) ? text : Number(text)]]
}
