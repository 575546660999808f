/** The days that a stated date spans; undefined where the source gives none. */
export interface Span {
  readonly from: string
  readonly to: string
}

/** Reads `2026-06-18`, `2024-01`, `2026` and `2025-12..2026-03`; anything else (`undated (pre-2025)`) is no date. */
export function spanOf(stated: string): Span | undefined {
  const [first, last = first] = stated.split('..')
  const [from, to] = [firstDay(first!), lastDay(last!)]
  return from && to ? { from, to } : undefined
}

function firstDay(stated: string): string | undefined {
  if (/^\d{4}$/.test(stated)) return `${stated}-01-01`
  if (/^\d{4}-\d{2}$/.test(stated)) return `${stated}-01`
  return /^\d{4}-\d{2}-\d{2}$/.test(stated) ? stated : undefined
}

function lastDay(stated: string): string | undefined {
  if (/^\d{4}$/.test(stated)) return `${stated}-12-31`
  if (!/^\d{4}-\d{2}$/.test(stated)) return firstDay(stated)
  const [year, month] = stated.split('-').map(Number)
  return new Date(Date.UTC(year!, month!, 0)).toISOString().slice(0, 10)
}
