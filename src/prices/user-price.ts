import type { MachineShape, Price } from '../domain/catalogue.ts'
import type { InputIssue } from '../domain/input-error.ts'
import { Cells } from './cells.ts'
import type { Row } from './user-rows.ts'

/** A checked row: what the machine is and what it costs. */
export interface UserPrice {
  readonly line: number
  readonly shape: MachineShape
  readonly price: Omit<Price, 'source'>
}

interface Freshness {
  readonly now: Date
  readonly maxAgeDays?: number
  readonly allowStale?: boolean
}

const MS_PER_DAY = 86_400_000
const DEFAULT_MAX_AGE_DAYS = 30
const COLUMNS = [
  'provider',
  'region',
  'instanceType',
  'arch',
  'vcpu',
  'memoryGiB',
  'gpu',
  'gpuModel',
  'maxPods',
  'capacityType',
  'usdPerHour',
  'currency',
  'observedAt',
]

/** The rows that hold, and every mistake in the others. */
export function checkedPrices(rows: readonly Row[], freshness: Freshness): { prices: UserPrice[]; issues: InputIssue[] } {
  const issues = strangeColumns(rows)
  const prices = rows.flatMap((row) => checkedPrice(row, issues) ?? [])
  return { prices, issues: [...issues, ...repeated(prices), ...disagreeing(prices), ...untimely(prices, freshness)] }
}

/** Each once, where it is first met: every row of a CSV file has it. */
function strangeColumns(rows: readonly Row[]): InputIssue[] {
  const met = new Map<string, number>()
  for (const { line, cells } of rows) {
    for (const column of Object.keys(cells)) if (!COLUMNS.includes(column) && !met.has(column)) met.set(column, line)
  }
  const remedy = `the columns are ${COLUMNS.join(', ')}`
  return [...met].map(([column, line]) => ({ path: `line ${line}, ${column}`, message: 'no such column', remedy }))
}

function checkedPrice({ line, cells }: Row, issues: InputIssue[]): UserPrice | undefined {
  const before = issues.length
  const row = new Cells(line, cells, issues)
  const [provider, region, instanceType] = [row.text('provider'), row.text('region'), row.text('instanceType')]
  const shape = shapeOf(row, instanceType)
  const capacityType = row.oneOf('capacityType', ['on-demand', 'spot'])
  const usdPerHour = row.positive('usdPerHour', 'leave the row out where the price is not known')
  const asOf = row.date('observedAt')
  row.oneOf('currency', ['USD'], 'convert the price to USD')
  return issues.length > before ? undefined : { line, shape, price: { provider, region, instanceType, capacityType, usdPerHour, asOf } }
}

function shapeOf(row: Cells, instanceType: string): MachineShape {
  const [gpu, maxPods] = [row.count('gpu') ?? 0, row.count('maxPods')]
  const gpuModel = row.optionalText('gpuModel')
  if (gpu > 0 && gpuModel === '') row.refuse('gpuModel', 'it is missing, though the machine has GPUs', 'name the model, such as L4')
  if (gpu === 0 && gpuModel !== '')
    row.refuse('gpuModel', 'it is given, though the machine has no GPU', 'give the number of GPUs in the column gpu')
  const arch = row.oneOf('arch', ['amd64', 'arm64'], 'write amd64 for x86-64')
  const shape = { instanceType, arch, vcpu: row.positive('vcpu'), memoryGiB: row.positive('memoryGiB'), gpu, gpuModel }
  return maxPods === undefined ? shape : { ...shape, maxPods }
}

const machineOf = ({ price }: UserPrice) => `${price.provider} ${price.region} ${price.instanceType}`

function repeated(prices: readonly UserPrice[]): InputIssue[] {
  const groups = Map.groupBy(prices, (one) => `${machineOf(one)} ${one.price.capacityType}`)
  return [...groups].flatMap(([name, [first, ...others]]) =>
    others.map(({ line }) => ({
      path: `line ${line}`,
      message: `${name} already stands in line ${first!.line}`,
      remedy: 'keep one of them',
    })),
  )
}

function disagreeing(prices: readonly UserPrice[]): InputIssue[] {
  const same = (one: UserPrice, other: UserPrice) => JSON.stringify(one.shape) === JSON.stringify(other.shape)
  return [...Map.groupBy(prices, machineOf)].flatMap(([name, [first, ...others]]) =>
    others
      .filter((other) => !same(first!, other))
      .map(({ line }) => ({
        path: `line ${line}`,
        message: `${name} is another machine than in line ${first!.line}`,
        remedy: 'give both the same arch, vcpu, memoryGiB, gpu, gpuModel and maxPods',
      })),
  )
}

function untimely(prices: readonly UserPrice[], { now, maxAgeDays = DEFAULT_MAX_AGE_DAYS, allowStale = false }: Freshness): InputIssue[] {
  const daysOld = ({ price }: UserPrice) => (now.getTime() - Date.parse(price.asOf)) / MS_PER_DAY
  const future = prices
    .filter((one) => daysOld(one) < -1)
    .map(({ line, price }) => ({
      path: `line ${line}, observedAt`,
      message: `${price.asOf} is still to come`,
      remedy: 'give the day on which the price was seen',
    }))
  const stale = allowStale ? [] : prices.filter((one) => daysOld(one) > maxAgeDays)
  if (stale.length === 0) return future
  const oldest = stale.reduce((one, other) => (daysOld(other) > daysOld(one) ? other : one))
  const message = `${stale.length} of ${prices.length} prices are older than ${maxAgeDays} days, the oldest ${Math.floor(daysOld(oldest))} days (${oldest.price.asOf})`
  return [
    ...future,
    {
      path: `line ${oldest.line}, observedAt`,
      message,
      remedy: 'take the prices anew; or say allowStale: true beside this file in the fleet file, or --allow-stale-prices',
    },
  ]
}
