import type { Cell } from './report.ts'

/** How figures are written for people: the only place where money is rounded. */
export const usdPerHourText = (value: number): string => grouped(value, 3)
export const usdPerDayText = (value: number): string => grouped(value, 2)
export const usdPerMonthText = (value: number): string => grouped(value, 0)
export const percentText = (share: number): string => `${grouped(share * 100, 1)} %`

/** A cell for people, by the unit that its column's name ends in; empty where it is not known. */
export function cellText(column: string, cell: Cell): string {
  if (cell === undefined) return ''
  if (typeof cell === 'string') return cell
  if (/usdPerMonth$/i.test(column)) return usdPerMonthText(cell)
  if (/usdPerDay$/i.test(column)) return usdPerDayText(cell)
  if (/usdPerHour/i.test(column)) return usdPerHourText(cell)
  if (/percent$/i.test(column)) return grouped(cell, 1)
  if (column === 'change') return cell > 0 ? `+${cell}` : String(cell)
  return grouped(cell, Number.isInteger(cell) ? 0 : 1)
}

function grouped(value: number, decimals: number): string {
  const text = value.toLocaleString('en-US', { minimumFractionDigits: decimals, maximumFractionDigits: decimals })
  return /^-[0.,]+$/.test(text) ? text.slice(1) : text
}
