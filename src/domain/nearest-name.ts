/** The known name that is the least typing away from a mistyped one; undefined where none is near enough to be meant. */
export function nearestName(name: string, known: Iterable<string>): string | undefined {
  let nearest: string | undefined
  let least = Math.max(2, Math.floor(name.length / 3)) + 1
  for (const candidate of known) {
    const edits = editsBetween(name.toLowerCase(), candidate.toLowerCase(), least)
    if (edits < least) [nearest, least] = [candidate, edits]
  }
  return nearest
}

/** The remedy for an unknown name: the one that was probably meant, else those that exist, if they are few. */
export function didYouMean(name: string, known: Iterable<string>): string {
  const names = [...new Set(known)]
  const nearest = nearestName(name, names)
  if (nearest) return `did you mean "${nearest}"?`
  if (names.length === 0) return 'there is none'
  return names.length <= 16 ? `known: ${names.join(', ')}` : `known are ${names.length}, among them ${names.slice(0, 6).join(', ')}`
}

/** Letters to insert, drop or change (Levenshtein), given up at `limit`. */
export function editsBetween(from: string, to: string, limit: number): number {
  if (Math.abs(from.length - to.length) >= limit) return limit
  let row = Array.from({ length: to.length + 1 }, (_, j) => j)
  for (let i = 1; i <= from.length; i++) {
    const next = [i]
    for (let j = 1; j <= to.length; j++) {
      const change = row[j - 1]! + (from[i - 1] === to[j - 1] ? 0 : 1)
      next.push(Math.min(change, row[j]! + 1, next[j - 1]! + 1))
    }
    row = next
  }
  return row[to.length]!
}
