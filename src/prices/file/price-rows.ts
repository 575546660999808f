import type { MachineShape, Price } from '../../domain/catalogue.ts'
import type { InputIssue } from '../../domain/input-error.ts'
import type { Exchange } from '../currency.ts'
import { toUsd } from './amounts.ts'
import { Cells } from './cells.ts'
import type { Freshness } from './freshness.ts'
import { stillToCome, tooOld } from './freshness.ts'
import type { Row } from './rows.ts'

/** A checked price. */
export interface PriceRow {
  readonly line: number
  /** Absent where the row leaves it to the catalogue. */
  readonly shape?: MachineShape
  readonly price: Omit<Price, 'source'>
}

const SHAPE_COLUMNS = ['arch', 'vcpu', 'memoryGiB', 'gpu', 'gpuModel', 'maxPods']

/** The prices that hold, and every mistake in the others. */
export function checkedPrices(rows: readonly Row[], options: Freshness & { exchange: Exchange }) {
  const issues: InputIssue[] = []
  const prices = rows.flatMap((row) => checkedPrice(row, options.exchange, issues) ?? [])
  const dates = prices.map(({ line, price }) => ({ line, observedAt: price.asOf }))
  const untimely = [...stillToCome(dates, options), ...tooOld(dates, options)]
  return { prices, issues: [...issues, ...repeated(prices), ...disagreeing(prices), ...untimely] }
}

function checkedPrice({ line, cells }: Row, exchange: Exchange, issues: InputIssue[]): PriceRow | undefined {
  const before = issues.length
  const row = new Cells(line, cells, issues)
  const [provider, region, instanceType] = [row.text('provider'), row.text('region'), row.text('instanceType')]
  const shape = SHAPE_COLUMNS.some((column) => row.has(column)) ? shapeOf(row, instanceType) : undefined
  const capacityType = row.oneOf('capacityType', ['on-demand', 'spot'])
  const amount = row.positive('usdPerHour', 'leave the row out where the price is not known')
  const asOf = row.date('observedAt')
  const price = { provider, region, instanceType, capacityType, usdPerHour: toUsd(row, amount, exchange), asOf }
  return issues.length > before ? undefined : { line, price, ...(shape && { shape }) }
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

const machineOf = ({ price }: PriceRow) => `${price.provider} ${price.region} ${price.instanceType}`

function repeated(prices: readonly PriceRow[]): InputIssue[] {
  const groups = Map.groupBy(prices, (one) => `${machineOf(one)} ${one.price.capacityType}`)
  return [...groups].flatMap(([name, [first, ...others]]) =>
    others.map(({ line }) => ({
      path: `line ${line}`,
      message: `${name} already stands in line ${first!.line}`,
      remedy: 'keep one of them',
    })),
  )
}

/** A row without a shape agrees with any. */
function disagreeing(prices: readonly PriceRow[]): InputIssue[] {
  const same = (one: PriceRow, other: PriceRow) => JSON.stringify(one.shape) === JSON.stringify(other.shape)
  const shaped = prices.filter(({ shape }) => shape !== undefined)
  return [...Map.groupBy(shaped, machineOf)].flatMap(([name, [first, ...others]]) =>
    others
      .filter((other) => !same(first!, other))
      .map(({ line }) => ({
        path: `line ${line}`,
        message: `${name} is another machine than in line ${first!.line}`,
        remedy: 'give both the same arch, vcpu, memoryGiB, gpu, gpuModel and maxPods',
      })),
  )
}
