import type { ListedCapacity } from './listed-price.ts'

/** A change of all prices that match what it names, such as `-12 %` of everything that Azure sells. */
export interface PriceRule {
  readonly provider: string
  /** Absent: every one. */
  readonly region?: string
  /** May have `*` for any part: `Standard_D*`. */
  readonly instanceType?: string
  /** What the sizes of a machine type share: `m7i`, `Ds_v5`. */
  readonly family?: string
  readonly capacityType?: ListedCapacity
  /** What is added to the price, as a part of it: -0.12 for `-12 %`; above -1. */
  readonly change: number
  /** Prices of public lists, or negotiated ones as well. */
  readonly appliesTo: 'list' | 'all'
  readonly source: string
  /** Where in its source it stands. */
  readonly line: number
}

/** `−12 %` */
export function changeText({ change }: Pick<PriceRule, 'change'>): string {
  const percent = Number((Math.abs(change) * 100).toFixed(6))
  return `${change < 0 ? '−' : '+'}${percent} %`
}

/** `azure westeurope Standard_D* spot −12 %` */
export function ruleText(rule: PriceRule): string {
  const { provider, region, instanceType, family, capacityType } = rule
  return [provider, region, instanceType, family, capacityType, changeText(rule)].filter((word) => word !== undefined).join(' ')
}
