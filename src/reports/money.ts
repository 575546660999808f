import { HOURS_PER_MONTH } from '../domain/units.ts'

/** An average month's worth of a rate [USD/month]; undefined where the rate is not known. */
export const perMonth = <Rate extends number | undefined>(usdPerHour: Rate): Rate =>
  (usdPerHour === undefined ? undefined : usdPerHour * HOURS_PER_MONTH) as Rate

export function total<T>(items: Iterable<T>, amount: (item: T) => number): number {
  let sum = 0
  for (const item of items) sum += amount(item)
  return sum
}
