/** What a question about a number of steps was answered with. */
export type Verdict = 'possible' | 'impossible' | 'unknown'

export interface SmallestStep {
  /** The fewest steps that were shown to be possible; undefined where none was. */
  readonly steps: number | undefined
  /** Whether one step fewer was proved impossible. */
  readonly isSmallest: boolean
}

/**
 * The fewest steps, from 1 to `most`, that make something possible, where each step allows what the one before allowed: doubled until
 * possible, then halved between. What is not answered counts as not possible, and the result is then not called the smallest.
 */
export async function smallestStep(most: number, ask: (steps: number) => Promise<Verdict>): Promise<SmallestStep> {
  const impossible = new Set([0])
  const isPossible = async (steps: number) => {
    const verdict = await ask(steps)
    if (verdict === 'impossible') impossible.add(steps)
    return verdict === 'possible'
  }
  let [below, above] = [0, Math.min(1, most)]
  while (above > 0 && !(await isPossible(above))) {
    if (above >= most) return { steps: undefined, isSmallest: false }
    ;[below, above] = [above, Math.min(most, 2 * above)]
  }
  while (above - below > 1) {
    const middle = Math.floor((below + above) / 2)
    if (await isPossible(middle)) above = middle
    else below = middle
  }
  return above > 0 ? { steps: above, isSmallest: impossible.has(above - 1) } : { steps: undefined, isSmallest: false }
}
