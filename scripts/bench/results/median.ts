/** The middle one, or the mean of the middle two; undefined of none. */
export function median(values: readonly number[]): number | undefined {
  if (values.length === 0) return undefined
  const sorted = values.toSorted((a, b) => a - b)
  const middle = (sorted.length - 1) / 2
  return (sorted[Math.floor(middle)]! + sorted[Math.ceil(middle)]!) / 2
}

/** What is known of a figure over many: those that have it. */
export const known = <Item>(items: readonly Item[], figure: (item: Item) => number | undefined): number[] =>
  items.map(figure).filter((value) => value !== undefined)
