import type { Seconds } from '../domain/units.ts'

/** Time that work may take: it ends at a moment, however it is shared out. */
export interface Allowance {
  readonly secondsLeft: () => Seconds
  /** A part of what is left, as an allowance of its own. */
  readonly part: (share: number) => Allowance
}

export function allowance(now: () => Seconds, seconds: Seconds): Allowance {
  const end = now() + seconds
  const secondsLeft = () => Math.max(0, end - now())
  return { secondsLeft, part: (share) => allowance(now, secondsLeft() * share) }
}
