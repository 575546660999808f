/** A table of cells as Markdown; an absent cell is a dash. */
export function markdownTable(head: readonly string[], rows: readonly (readonly (string | undefined)[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`
  const body = rows.map((cells) => line(cells.map((cell) => (cell ?? '–').replaceAll('|', '\\|'))))
  return [line(head), `|${head.map((_, column) => (column === 0 ? '---' : '---:')).join('|')}|`, ...body].join('\n')
}

/** Each of them as text where it is known. */
const shown =
  (text: (value: number) => string) =>
  (value: number | undefined): string | undefined =>
    value === undefined ? undefined : text(value)

const grouped = (digits: number) => (value: number) =>
  value.toLocaleString('en-US', { minimumFractionDigits: digits, maximumFractionDigits: digits })

export const whole = shown(grouped(0))
export const usd = shown(grouped(2))
export const gib = shown((value) => `${grouped(2)(value)} GiB`)
export const seconds = shown((value) => `${grouped(value < 10 ? 1 : 0)(value)} s`)
export const percent = shown((share) => `${grouped(Math.abs(share) < 0.0995 ? 2 : 0)(100 * share)} %`)
export const times = shown((value) => `${grouped(value < 10 ? 1 : 0)(value)} ×`)
