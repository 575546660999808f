import type { UsageManagementModels } from '@azure/arm-commerce'
import type { ListedPrice } from '../../../domain/listed-price.ts'
import type { UsdPerHour } from '../../../domain/units.ts'
import { capacityTypeOf, otherProduct } from '../product-names.ts'
import { machineNames } from './machine-names.ts'
import { armRegionOf } from './meter-regions.ts'

export interface AskedOfRateCard {
  /** Absent: every region. */
  readonly regions: readonly string[] | undefined
  readonly inUsd: (amount: number) => UsdPerHour
  readonly now: Date
}

/** What the meter of a virtual machine lists for Linux machines by the hour, one price for each type that its name joins; or the reason why nothing. */
export function readMeter(meter: UsageManagementModels.MeterInfo, asked: AskedOfRateCard): ListedPrice[] | string {
  const { unit, effectiveDate } = meter
  // The SDK hands on null where its types say that a field is there or absent.
  const [meterName, series] = [meter.meterName ?? '', meter.meterSubCategory ?? '']
  const region = armRegionOf(meter.meterRegion ?? '')
  if (region === undefined) return 'no known region'
  if (asked.regions && !asked.regions.includes(region)) return 'another region'
  if (unit !== '1 Hour') return 'not by the hour'
  const other = otherProduct(series, meterName)
  if (other !== undefined) return other
  const capacityType = capacityTypeOf(meterName)
  if (capacityType === undefined) return 'Low Priority'
  if (effectiveDate && effectiveDate > asked.now) return 'not in effect yet'
  const rate = rateFromTheFirstHour(meter)
  if (!(rate > 0 && Number.isFinite(rate))) return 'no price'
  const instanceTypes = machineNames(meterName.replace(/ spot$/i, ''), series)
  if (instanceTypes.length === 0) return 'no machine type'
  const since = effectiveDate && !Number.isNaN(effectiveDate.getTime()) ? { effectiveAt: effectiveDate.toISOString() } : {}
  const price = { provider: 'azure', region, zone: '', capacityType, usdPerHour: asked.inUsd(rate), ...since }
  return instanceTypes.map((instanceType) => ({ ...price, instanceType }))
}

/** A tier is written `0` or `0.0000000000`; NaN where there is none from 0 on. */
function rateFromTheFirstHour({ meterRates }: UsageManagementModels.MeterInfo): number {
  const [, rate] = Object.entries(meterRates ?? {}).find(([tier]) => tier !== '' && Number(tier) === 0) ?? []
  return rate ?? Number.NaN
}
