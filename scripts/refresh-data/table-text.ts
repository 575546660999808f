/** JSON with one row a line: a program reads it at once, and a difference between two refreshes can be read by a person. */
export function tableText(
  head: Record<string, unknown>,
  tables: Record<string, readonly unknown[] | Record<string, readonly unknown[]>>,
): string {
  const heads = Object.entries(head).map(([key, value]) => `${JSON.stringify(key)}: ${JSON.stringify(value)}`)
  const bodies = Object.entries(tables).map(
    ([key, table]) =>
      `${JSON.stringify(key)}: ${Array.isArray(table) ? rowsText(table) : groupsText(table as Record<string, readonly unknown[]>)}`,
  )
  return `{\n${[...heads, ...bodies].join(',\n')}\n}\n`
}

function rowsText(rows: readonly unknown[]): string {
  return rows.length === 0 ? '[]' : `[\n${rows.map((row) => JSON.stringify(row)).join(',\n')}\n]`
}

function groupsText(groups: Record<string, readonly unknown[]>): string {
  return `{\n${Object.entries(groups)
    .map(([key, rows]) => `${JSON.stringify(key)}: ${rowsText(rows)}`)
    .join(',\n')}\n}`
}
