/**
 * Numbers that carry their unit in the type. A plain number may become any of them; one unit never becomes another,
 * and arithmetic gives a plain number again (`price * hours` is no longer USD/h).
 */
declare const unit: unique symbol
type Quantity<Unit extends string> = number & { readonly [unit]?: Unit }

export type Usd = Quantity<'USD'>
export type UsdPerHour = Quantity<'USD/h'>
export type UsdPerGiB = Quantity<'USD/GiB'>
export type Vcpu = Quantity<'vCPU'>
export type GiB = Quantity<'GiB'>
export type GiBPerHour = Quantity<'GiB/h'>
export type Gpus = Quantity<'GPU'>
export type Replicas = Quantity<'replicas'>
export type Nodes = Quantity<'nodes'>
export type Hours = Quantity<'h'>
export type Milliseconds = Quantity<'ms'>
export type Seconds = Quantity<'s'>
/** A part of a whole, 0 to 1. */
export type Share = Quantity<'share'>
export type PerHour = Quantity<'1/h'>

/** Hours in an average month, as the clouds' own calculators count: 365 × 24 / 12. */
export const HOURS_PER_MONTH: Hours = 730

/** The contract's tolerance: ⌈v⌉ is `ceil(v − 1e-6)` and ⌊v⌋ is `floor(v + 1e-6)`, so that 0.1 × 30 counts as 3. */
const TOLERANCE = 1e-6
/** Never −0, which `+ 0` makes 0. */
export const wholeUp = (value: number): number => Math.ceil(value - TOLERANCE) + 0
export const wholeDown = (value: number): number => Math.floor(value + TOLERANCE)
